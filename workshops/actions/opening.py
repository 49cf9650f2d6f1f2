"""Opening a workshop for sign-up, closing it again, and cancelling it."""

from django.db import transaction
from django.utils import timezone

from plp.core import pages
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions import staffing
from workshops.actions.owing import lock_payer, renew_payables
from workshops.emails import changing as emails
from workshops.models import Workshop

Status = Workshop.Status


@transaction.atomic
def open_sign_up(workshop: Workshop, *, by: User | None) -> None:
    """Let teachers sign up. Raises TransitionError where that is so, or it has begun or is off."""
    found = Workshop.objects.locked(workshop.pk)
    if found.status == Status.OPEN:
        raise TransitionError("Teachers can sign up already.")
    if found.status != Status.PLANNED:
        raise TransitionError(_as_it_is(found, "opened for sign-up"))
    if not found.sessions.exists():
        raise TransitionError("Say on which day it is first.")
    _move(workshop, found, Status.OPEN, by=by)


@transaction.atomic
def close_sign_up(workshop: Workshop, *, by: User | None) -> None:
    """Let nobody else sign up; who has a seat keeps it. Raises TransitionError where nobody can."""
    found = Workshop.objects.locked(workshop.pk)
    if found.status != Status.OPEN:
        raise TransitionError("Nobody can sign up for it now, so there is nothing to close.")
    _move(workshop, found, Status.PLANNED, by=by)


@transaction.atomic
def cancel_workshop(workshop: Workshop, *, by: User | None, reason: str) -> None:
    """Cancel a workshop that has not begun: who leads is free then, and all concerned hear of it
    once, with the reason. Their seats stay on record. Cancelled late, they are owed what their
    contracts say.

    Raises TransitionError where it has begun, or is cancelled; nothing is changed then.
    """
    lock_payer(workshop)
    found = staffing.lock(workshop)
    if not found.is_to_come:
        raise TransitionError(_as_it_is(found, "cancelled"))
    _move(workshop, found, Status.CANCELLED, by=by, note=reason)
    staffing.free(found)
    renew_payables(found, now=timezone.now())
    emails.cancelled(found, by=by, reason=reason)


def _as_it_is(workshop, what):
    return f"It is {workshop.get_status_display().lower()}, so it cannot be {what}."


def _move(workshop, found, to, *, by, note=""):
    found.move(to, by=by, note=note)
    pages.changed()
    workshop.status = found.status
