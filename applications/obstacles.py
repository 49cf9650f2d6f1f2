"""Why a draft cannot be sent now, in words; the draft itself is kept whatever happens."""

from datetime import date

from applications import facts
from applications.models import Draft, Pin
from applications.models.places import PinStatus
from applications.models.program import Period, period_on


def obstacle(draft: Draft, edition, *, is_late: bool = False) -> str:
    """Say why a draft cannot be sent on the day of an edition, from kept facts; or nothing.

    `is_late`: staff enter it for someone and may send it after the last day.
    """
    places = facts.places_of(edition).get(draft.program_id, {}).values()
    status = next((place.status for place in places if place.pin == draft.pin_id), None)
    return _reason(draft, facts.periods(edition)[draft.program_id], status, is_late)


def obstacle_now(draft: Draft, on: date, *, is_late: bool = False) -> str:
    """The same from the database itself, for the moment of sending."""
    pin = Pin.objects.with_status().filter(pk=draft.pin_id).first()
    period = period_on(on, draft.program.rounds.all())
    return _reason(draft, period, pin and pin.status, is_late)


def _reason(draft, period: Period, status: PinStatus | None, is_late) -> str:
    if not draft.program.is_current:
        return f"{draft.program} takes no applications any more: the next program has begun."
    if not period.is_open and not is_late:
        return str(period)
    if status and not status.takes_applications:
        return f"{draft.pin} takes no applications now: {status.label.lower()}."
    return ""
