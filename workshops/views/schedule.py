"""A partner's workshops: the list of them, and the page of each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for, portal_page
from plp.core.days import pacific_today
from plp.core.methods import sent
from plp.core.workflow import TransitionError
from workshops import listing, parts, rules
from workshops.acting import managed, posted, workshop_of
from workshops.actions import changing, opening, running
from workshops.forms.schedule import CancelForm, ChangeForm
from workshops.models import Workshop
from workshops.rehearsing import Rehearsed, rehearse

portal_page("Workshops", "workshops:workshops", 22)


@never_cache
@require_safe
def workshops(request, pk):
    """All workshops of a partner, by school year."""
    partner = acting_for(request, pk)
    ways = parts.ways_to_plan() if request.acting.may_manage else []
    return _show(request, "list", years=listing.years(partner), ways=ways)


@never_cache
@require_safe
def workshop(request, pk, workshop_pk):
    return page_of(request, workshop_of(request, pk, workshop_pk))


def page_of(request, workshop: Workshop, **context):
    """Show a workshop, and what can be done with it."""
    seen = parts.Seen(workshop, request.acting, pacific_today())
    shown = {
        "workshop": workshop,
        "days": workshop.sessions.all(),
        "when": listing.when(workshop),
        "moves": [(listing.became(move), move) for move in workshop.changes.select_related("by")],
        "parts": parts.parts_of(seen),
        "may_change": workshop.is_going_on and request.acting.may_manage,
        "is_the_day": workshop.status == Workshop.Status.IN_PROGRESS
        or running.can_be_started(workshop, timezone.now()),
    }
    return _show(request, "workshop", **shown | context)


@managed
def change(request, workshop):
    """Change a workshop; where that is told to somebody, or something speaks against it, the
    manager reads both before it is saved."""
    form = ChangeForm(sent(request), instance=workshop)
    name = str(Workshop.objects.select_related("course").get(pk=workshop.pk))
    context = {"form": form, "workshop": workshop, "name": name}
    if _is_to_be_taken(request, form):
        days, fields = form.said

        def take():
            seen = int(form.initial["seen"])
            changing.change_workshop(workshop, days, fields, by=request.user, seen=seen)

        remarks = _remarks(workshop, days) if form.is_moved else []
        seen = _taken(request, form, take, is_asked=bool(remarks))
        if seen is None:
            return _done(request, workshop, "Changed")
        if not form.errors:
            return _show(request, "change_preview", seen=seen, remarks=remarks, **context)
    return _show(request, "change", is_over=not workshop.is_going_on, **context)


def _remarks(workshop, days):
    return rules.of_workshop(workshop, on=pacific_today(), days=days)


@managed
def cancel(request, workshop):
    """Cancel a workshop; who is written to, and what, is shown first."""
    form = CancelForm(sent(request))
    context = {"form": form, "workshop": workshop, "when": listing.when(workshop)}
    if _is_to_be_taken(request, form):

        def take():
            opening.cancel_workshop(workshop, by=request.user, **form.cleaned_data)

        seen = _taken(request, form, take, is_asked=True)
        if seen is None:
            return _done(request, workshop, "Cancelled")
        if not form.errors:
            return _show(request, "cancel_preview", seen=seen, **context)
    workshop.refresh_from_db(fields=["status"])
    return _show(request, "cancel", is_to_come=workshop.is_to_come, **context)


def _is_to_be_taken(request, form):
    return request.method == "POST" and form.is_valid() and "back" not in request.POST


def _taken(request, form, take, *, is_asked) -> Rehearsed | None:
    """Take a step and return None, or return what it would do if that is to be read first: as it
    is asked for, or where mails go. What refuses it stands in the form."""
    if "do" not in request.POST:
        seen = rehearse(take)
        if seen.refused:
            form.add_error(None, seen.refused)
        if seen.refused or seen.mails or is_asked:
            return seen
    try:
        take()
    except TransitionError as refusal:
        form.add_error(None, str(refusal))
        return Rehearsed([], str(refusal))
    return None


@posted
def open_sign_up(request, workshop):
    return _step(request, workshop, opening.open_sign_up, "Opened for sign-up")


@posted
def close_sign_up(request, workshop):
    return _step(request, workshop, opening.close_sign_up, "Closed sign-up for")


def _step(request, workshop, take, done):
    try:
        take(workshop, by=request.user)
    except TransitionError as refusal:
        workshop.refresh_from_db(fields=["status"])
        return page_of(request, workshop, problem=str(refusal))
    return _done(request, workshop, done)


def _done(request, workshop, what):
    messages.success(request, f"{what}: {workshop}.")
    return redirect("workshops:workshop", request.acting.partner.pk, workshop.pk)


def _show(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"workshops/schedule/{template}.html", shared | context)
