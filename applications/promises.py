"""What a requirement asks, in the few words of the program page's table."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from applications.models import ProgramEvent, ProgramYear, Requirement
from plp.core import days

Kind = Requirement.Kind

SHARES = {
    Decimal("0.25"): "¼ of full time",
    Decimal("0.5"): "½ of full time",
    Decimal("0.75"): "¾ of full time",
    Decimal("1"): "Full time",
}

WHATEVER_THE_NUMBER = {
    Kind.FACILITATED: "Every workshop day",
    Kind.FUNDING: "Confirmed",
    Kind.PRIVACY: "Confirmed",
}


class Promise(NamedTuple):
    """One thing asked in one year: boxes to fill, the words beside them, and a remark."""

    words: str
    boxes: int = 0
    remark: str = ""


def share_of_full_time(year: ProgramYear) -> str:
    """Say a program manager's FTE as people do."""
    if year.manager_fte is None:
        return "Grows with time; we set the number"
    return full_time(year.manager_fte)


def full_time(share: Decimal) -> str:
    """Say a share of full time as people do: ¼ of full time."""
    return SHARES.get(share.normalize(), f"{share} of full time")


def promise(requirement: Requirement, year: ProgramYear, events: Iterable[ProgramEvent]) -> Promise:
    """Say what a requirement asks in its year; `events` are those of all years."""
    events = [event for event in events if event.program_year_id == year.pk]
    match requirement.kind:
        case Kind.MANAGER:
            said = Promise(share_of_full_time(year))
        case Kind.SUMMIT:
            said = _summit([e for e in events if e.kind == ProgramEvent.Kind.SUMMIT])
        case Kind.SUMMER_SESSION:
            said = _summer([e for e in events if e.kind == ProgramEvent.Kind.SUMMER_SESSION])
        case Kind.WORKSHOP_DAYS:
            said = _counted(requirement, "day", f", {requirement.course.name}")
        case Kind.MEETUPS:
            said = _counted(requirement, "meetup")
        case Kind.CALLS if not requirement.number:
            said = Promise("Calls as agreed")
        case Kind.CALLS:
            said = _counted(requirement, "call")
        case Kind.HOUR_OF_CODE:
            said = Promise(f"The Hour of Code{_in_month(requirement)}")
        case Kind.FAIR:
            said = Promise(f"A CS fair{_in_season(requirement)}")
        case kind:
            said = Promise(WHATEVER_THE_NUMBER[kind])
    return said._replace(remark=requirement.note or said.remark)


def _counted(requirement, unit, more=""):
    number = requirement.number
    whole = number == number.to_integral_value()
    words = f"{number:.0f}" if whole else f"{number}"
    return Promise(f"{words} {unit}{'' if number == 1 else 's'}{more}", int(number))


def _summit(events):
    if not events:
        return Promise("Days to be announced")
    event = events[0]
    return Promise(days.span(event.first_day, event.last_day), event.days, event.where)


def _summer(events):
    if not events:
        return Promise("Days to be announced")
    which = (
        f"1 of {len(events)} sessions; your state decides which"
        if len(events) > 1
        else str(events[0])
    )
    return Promise(f"{events[0].days} days", events[0].days, which)


def _in_month(requirement):
    return f" in {requirement.window_from:%B}" if requirement.window_from else ""


def _in_season(requirement):
    first = requirement.window_from
    return f" in {['winter', 'spring', 'summer', 'fall'][first.month % 12 // 3]}" if first else ""
