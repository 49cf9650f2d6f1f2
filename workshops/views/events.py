"""The events of a partner: its people register themselves, and bring teachers."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import ProgramEvent
from applications.models.partner import Right
from applications.registry import acting_for
from plp.core import limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops import coming
from workshops.actions import registering
from workshops.forms.events import DetailsForm, TeacherForm
from workshops.models import EventRegistration, Said


def of_event(*rights):
    """Decorate a view of one event that a partner goes to; any other is not there."""

    def decorate(view):
        @never_cache
        @wraps(view)
        def answer(request, pk, event):
            partner = acting_for(request, pk, *rights)
            found = ProgramEvent.objects.filter(pk=event).first()
            if found is None or not registering.goes_to(partner, found):
                raise Http404("The partner does not go to this event.")
            return view(request, partner, found)

        return answer

    return decorate


def _page(request, name, partner, **context):
    context |= {"signed_in": True, "partner": partner}
    return render(request, f"workshops/events/{name}.html", context)


@never_cache
@require_safe
def events(request, pk):
    """Where and when the partner's summits and sessions are, who registered, and who came."""
    partner = acting_for(request, pk)
    to_come, past = coming.events_for(partner, request.user, pacific_today())
    contact = coming.contact(partner)
    return _page(request, "list", partner, to_come=to_come, past=past, contact=contact)


@of_event()
@get_or_post
def register(request, partner, event):
    """Let somebody register themselves for an event, or change what they have said."""
    mine = EventRegistration.objects.filter(event=event, member=request.user).first()
    is_registered = mine is not None and mine.said == Said.COMES
    form = DetailsForm(
        request.POST or None,
        instance=mine,
        button="Save" if is_registered else "Register",
    )
    if request.method == "POST" and form.is_valid():
        try:
            registering.register_member(
                event, partner, request.user, on=pacific_today(), **form.details
            )
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You are registered: {event}.")
            return redirect("workshops:events", partner.pk)
    context = {
        "event": event,
        "form": form,
        "closed": registering.closed_because(event, pacific_today()),
        "contact": coming.contact(partner),
        "is_registered": is_registered,
    }
    return _page(request, "register", partner, **context)


@of_event()
@get_or_post
def cancel(request, partner, event):
    """Note that who asks does not come; who comes by the address is led to the events."""
    if request.method == "POST":
        _try(
            request,
            lambda: registering.cancel_member(event, partner, request.user, on=pacific_today()),
            f"Noted that you do not come: {event}.",
        )
    return redirect("workshops:events", partner.pk)


def _try(request, step, done):
    try:
        step()
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


@of_event(Right.MANAGE)
@get_or_post
def bring(request, partner, event):
    """Let a manager bring a teacher to a summer session; the next can follow at once."""
    if event.kind != ProgramEvent.Kind.SUMMER_SESSION:
        raise Http404("Teachers come to summer sessions only.")
    form = TeacherForm(request.POST or None, partner=partner)
    if request.method == "POST":
        limits.spend(request, "teacher", key=str(partner.pk))
        if form.is_valid() and _brought(request, partner, event, form):
            return redirect("workshops:event-bring", partner.pk, event.pk)
    context = {
        "event": event,
        "form": form,
        "closed": registering.closed_because(event, pacific_today()),
        "teachers": coming.teachers_of(partner, event),
        "contact": coming.contact(partner),
    }
    return _page(request, "bring", partner, **context)


def _brought(request, partner, event, form):
    """Invite the teacher; say why not beside their address."""
    try:
        row = registering.bring_teacher(
            event, partner, on=pacific_today(), by=request.user, **form.typed
        )
    except TransitionError as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(
        request, f"We have written to {row.teacher.email}, who says whether they come."
    )
    return True


def _invited(partner, registration):
    rows = EventRegistration.objects.filter(partner=partner, teacher__isnull=False)
    related = rows.select_related("event", "teacher", "partner")
    return get_object_or_404(related, pk=registration)


def of_invited(view):
    """Decorate a view of a teacher who was brought to an event, that is posted to by a manager."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, registration):
        partner = acting_for(request, pk, Right.MANAGE)
        row = _invited(partner, registration)
        event = row.event_id
        if request.method == "POST":
            view(request, partner, row)
        return redirect("workshops:event-bring", partner.pk, event)

    return answer


@of_invited
def again(request, partner, row):
    """Mail their link once more to a teacher who has not answered."""
    limits.spend(request, "teacher", key=str(partner.pk))
    _try(
        request,
        lambda: registering.write_again(row, on=pacific_today(), by=request.user),
        f"We have written to {row.teacher.email} again.",
    )


@of_invited
def take_off(request, partner, row):
    """Take a teacher who has not answered off the list."""
    email = row.teacher.email
    _try(request, lambda: registering.take_off(row), f"Took {email} off the list.")
