"""The community events of a partner: planned, recorded, cancelled and planned again."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import Right, acting_for, for_managers, lines, met_at, portal_page
from plp.core import files, limits, uploads
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent
from plp.core.workflow import TransitionError
from workshops import calendars
from workshops import community as page
from workshops.actions import community as actions
from workshops.forms.community import CancelForm, EventForm, RecordForm
from workshops.models import CommunityEvent

READ_ONLY = "Your program managers plan and record events; you read here what they do."
OVER = "The partnership has ended, so nothing is planned or recorded any more."


portal_page("Community", "workshops:community", 50)
for kind, asked in CommunityEvent.MEETS.items():
    met_at(f"workshops:community-plan-{kind.replace('_', '-')}", asked)


def managed(view):
    """Decorate the view of a form that only who may manage fills in; others are led to the list."""

    @for_managers("workshops:community", read_only=READ_ONLY, over=OVER)
    @wraps(view)
    def answer(request, partner, **keys):
        if "event_pk" in keys:
            return view(request, _find(partner, keys["event_pk"]))
        return view(request, partner, **keys)

    return answer


def posted(view):
    """Decorate a view of an event that is posted to by who may manage it.

    Who comes by its address, as after signing in anew, is led to the event.
    """

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, event_pk, **keys):
        event = find(request, pk, event_pk, Right.MANAGE)
        return view(request, event, **keys) if request.method == "POST" else _back_to(event)

    return answer


@never_cache
@require_safe
def community(request, pk):
    """What is planned and what was done, by school year."""
    partner = acting_for(request, pk)
    today = pacific_today()
    mine = partner.memberships.filter(user=request.user).first()
    context = {"today": today, "calendar": calendars.address(mine) if mine else ""}
    return _show(request, "list", years=page.years(partner, today), **context)


@never_cache
@require_safe
def event(request, pk, event_pk):
    return event_page(request, find(request, pk, event_pk))


@managed
def plan(request, partner, kind):
    """Plan an event; the kind that was asked for is chosen, with its usual days."""
    event, initial = CommunityEvent(partner=partner), {"kind": kind}
    form = EventForm(sent(request), instance=event, initial=initial, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        event = actions.plan_event(form.save(commit=False))
        return _done(request, event, "Planned")
    return _show(request, "plan", form=form)


@managed
def change(request, event):
    form = EventForm(sent(request), instance=event, on=pacific_today())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_event(form.instance)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, event, "Changed")
    return _show(request, "plan", form=form, event=event, name=_name(event))


@managed
def record(request, event):
    """Say how an event went, with what shows it."""
    today = timezone.localdate(timezone=event.zone)
    form = RecordForm(sent(request), event=event)
    refused = ""
    if request.method == "POST" and form.is_valid():
        refused = keep_file(request, event) if event.first_day <= today else ""
        if not refused and _recorded(request, event, form, today):
            return _done(request, event, "Recorded")
    context = {"form": form, "event": event, "refused": refused, "files": event.files.all()}
    return _show(request, "record", **context, today=today, most_files=actions.MOST_FILES)


def _recorded(request, event, form, today):
    try:
        actions.complete_event(event, by=request.user, on=today, **form.cleaned_data)
    except TransitionError as error:
        form.add_error(None, str(error))
        return False
    return True


@managed
def cancel(request, event):
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_event(event, by=request.user, **form.cleaned_data)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, event, "Cancelled")
    return _show(request, "cancel", form=form, event=event)


@posted
def undo(request, event):
    """Plan an event again that was recorded or cancelled."""
    try:
        actions.undo_event(event, by=request.user)
    except TransitionError as error:
        event.refresh_from_db(fields=["status"])
        return event_page(request, event, problem=str(error))
    return _done(request, event, "Planned again")


# What the pages share


def find(request, pk, event_pk, *rights) -> CommunityEvent:
    """Return an event of a partner that the person acts for, or answer as if there were none."""
    return _find(acting_for(request, pk, *rights), event_pk)


def _find(partner, key):
    return get_object_or_404(partner.community_events.select_related("partner__region"), pk=key)


def keep_file(request, event) -> str:
    """Keep a file that was sent along; return why it was not kept, or nothing."""
    upload, too_large = request.FILES.get("file"), uploads.too_large(request)
    if not (upload or too_large):
        return ""
    limits.spend(request, "upload", key=f"community-{event.pk}")
    if "file" in too_large:
        return f"{files.clean_name(too_large['file'])} was not kept. {uploads.TOO_LARGE}"
    try:
        actions.add_evidence(event, upload)
    except (files.NotTaken, TransitionError) as error:
        return f"{files.clean_name(upload.name)} was not kept. {error}"
    return ""


def event_page(request, event, **context):
    """Show an event, and what can be done with it."""
    asked = page.asked_of(event.partner)
    stands = lines(asked, pacific_today())
    [entry] = page.entries([event], asked, stands)
    more = {
        "event": event,
        "entry": entry,
        "has_begun": event.first_day <= timezone.localdate(timezone=event.zone),
        "files": event.files.all(),
        "moves": event.changes.select_related("by"),
        "most_files": actions.MOST_FILES,
        "sees_costs": event.status == CommunityEvent.Status.COMPLETED and request.acting.sees_money,
    }
    return _show(request, "event", **more | context)


def _name(event):
    """Return what an event is called in the database, whatever was typed in a form."""
    return CommunityEvent.objects.values_list("title", flat=True).get(pk=event.pk)


def _done(request, event, what):
    messages.success(request, f"{what}: {event.title}.")
    return _back_to(event)


def _back_to(event):
    return redirect("workshops:community-event", event.partner_id, event.pk)


def _show(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"workshops/community/{template}.html", shared | context)
