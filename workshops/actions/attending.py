"""Who was at an event: as staff say it from the list, or people themselves with a code."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from applications.models import ProgramEvent
from plp.core import days
from plp.core.workflow import TransitionError
from workshops.models import EventRegistration

AROUND = timedelta(hours=24)
WRONG = (
    "This code and address do not fit together. Look at the code once more, and use the address "
    "with which you are registered; else ask somebody of the staff."
)


def check_in_closed(event: ProgramEvent, now: datetime) -> str:
    """Say why nobody can check in now: it is too early or too late, or nothing while they can."""
    opens, closes = days.start_of(event.first_day) - AROUND, days.end_of(event.last_day) + AROUND
    if now < opens:
        return f"You can check in from {days.moment_in_words(opens)}."
    return "Checking in is over. Ask us if you were there." if now >= closes else ""


@transaction.atomic
def check_in(event: ProgramEvent, *, code: str, email: str, now: datetime) -> None:
    """Note that the member or teacher of an address is at an event; twice is fine.

    Raises TransitionError outside of the event's days, and alike for a wrong code and an address
    that nobody is registered with; nothing is saved then.
    """
    if reason := check_in_closed(event, now):
        raise TransitionError(reason)
    theirs = Q(member__email__iexact=email) | Q(teacher__email__iexact=email)
    rows = list(EventRegistration.objects.filter(theirs, event=event))
    if not event.check_in_code or not constant_time_compare(event.check_in_code, code):
        raise TransitionError(WRONG)
    if not rows:
        raise TransitionError(WRONG)
    for row in rows:
        _note(row, True, "code")


def _note(row, attended, by_what):
    """Keep whether somebody attended; what is known already is not written again."""
    if row.attended is not attended:
        row.attended, row.attended_said_by = attended, by_what
        row.save(update_fields=["attended", "attended_said_by"])


@transaction.atomic
def attended(row: EventRegistration, *, by, on: date) -> None:
    """Note from the list that somebody was there. Raises TransitionError before the event."""
    _refuse_before(row.event, on)
    _note(row, True, "list")


@transaction.atomic
def did_not_attend(row: EventRegistration, *, by, on: date) -> None:
    """Note from the list that somebody was not there. Raises TransitionError before the event."""
    _refuse_before(row.event, on)
    _note(row, False, "list")


def _refuse_before(event, on):
    if on < event.first_day:
        raise TransitionError(
            f"It begins on {days.in_words(event.first_day)}, so nobody was there."
        )
