"""Sending a partner to another summer session than that of its state, and back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.attending import events_of
from applications.models import EventException, PartnerYear, ProgramEvent
from applications.registry import session_changes
from plp.core.workflow import TransitionError


def session_of(year: PartnerYear) -> ProgramEvent | None:
    """Return the summer session that a partner goes to in a year, if there is one."""
    sessions = [e for e in events_of([year])[year.pk] if e.kind == ProgramEvent.Kind.SUMMER_SESSION]
    return sessions[0] if sessions else None


@transaction.atomic
def choose_session(year: PartnerYear, *, by, event: ProgramEvent, reason: str) -> None:
    """Send a partner to a summer session of the year; that of its own state needs no exception.

    Who is registered for the one before moves along, and its people are written to. Raises
    TransitionError where it goes there already, or the event is no session of that year; nothing is
    saved then.
    """
    PartnerYear.objects.select_for_update(of=["self"]).get(pk=year.pk)
    before = session_of(year)
    if before == event:
        raise TransitionError("It goes to this session already.")
    exception = EventException.objects.filter(partner_year=year).first()
    if event.attending.filter(state=year.partner.region.state).exists():
        exception.delete()  # there was one, else it would go there already
    else:
        _keep(exception or EventException(partner_year=year), event, reason)
    for change in session_changes():
        change(year, before, event, reason)


def _keep(exception, event, reason):
    exception.event, exception.reason = event, reason
    try:
        exception.full_clean()
    except ValidationError as error:
        raise TransitionError(" ".join(error.messages)) from None
    exception.save()
