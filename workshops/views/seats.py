"""A teacher's own page of one workshop: whether they have a seat, taking one, giving it back."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plp.core import limits, zones
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops import seats
from workshops.actions import enrolling
from workshops.emails.about import in_charge
from workshops.models import Enrollment
from workshops.views.own import page_of_seat

Status = Enrollment.Status
SEAT_BACK = "You have given your seat back."
LEFT = "You have left the waiting list."


@page_of_seat
@require_safe
def seat(request, enrollment):
    """Say how a teacher's seat is, and when and where the workshop is."""
    return _show(request, enrollment)


@page_of_seat
@get_or_post
def take(request, enrollment):
    """Take a seat that was offered; whoever comes by the address is led to its page."""
    if request.method == "POST":
        limits.spend(request, "own", key=str(enrollment.teacher_id))
        try:
            enrolling.take_offered(enrollment)
        except TransitionError as refusal:
            enrollment.refresh_from_db(fields=["status", "answer_by"])
            return _show(request, enrollment, problem=str(refusal))
    return redirect("workshops:seat", enrollment.pk)


@page_of_seat
@get_or_post
def give_back(request, enrollment):
    """Give a seat back, or leave the list, once a teacher has read what follows."""
    if request.method == "POST":
        limits.spend(request, "own", key=str(enrollment.teacher_id))
        more = LEFT if enrollment.status == Status.WAITLISTED else SEAT_BACK
        try:
            enrolling.cancel(enrollment, by=None, more=more)
        except TransitionError as refusal:
            return _show(request, enrollment, problem=str(refusal))
    elif _may_give_back(enrollment):
        context = {"enrollment": enrollment, "workshop": enrollment.workshop}
        return render(request, "workshops/own/give_back.html", context)
    return redirect("workshops:seat", enrollment.pk)


def _show(request, enrollment, *, problem=""):
    workshop = enrollment.workshop
    context = {
        "enrollment": enrollment,
        "workshop": workshop,
        "sessions": workshop.sessions.all(),
        "contact": in_charge(workshop),
        "problem": problem,
        "may_give_back": _may_give_back(enrollment),
    }
    return render(request, "workshops/own/seat.html", context | _how_it_stands(enrollment))


def _may_give_back(enrollment):
    return enrollment.workshop.is_going_on and enrollment.status != Status.CANCELLED


def _how_it_stands(enrollment):
    """Return who waits before them, or until when a seat is kept for them."""
    if enrollment.status == Status.WAITLISTED:
        line = enrollment.workshop.enrollments.in_line()
        return {"before": line.filter(since__lt=enrollment.since).count()}
    if enrollment.status == Status.OFFERED:
        now, workshop = timezone.now(), enrollment.workshop
        is_kept = now < enrollment.answer_by and not seats.gives_none(workshop, now)
        until = zones.in_words(enrollment.answer_by, workshop.tz)
        return {"is_kept": is_kept, "until": until}
    return {}
