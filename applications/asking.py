"""What a requirement asks of one partner, and whether that is more than was promised."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from applications.models import PartnerRequirement, Requirement
from plp.core import days


class Ask(NamedTuple):
    """A number and a window, as one requirement asks for them; None where it has none."""

    number: Decimal | None
    window_from: date | None
    window_until: date | None

    @classmethod
    def of(cls, row) -> "Ask":
        """Return what a requirement, one of a partner or a proposal asks for."""
        return cls(row.number, row.window_from, row.window_until)

    def __str__(self):
        """Say it in words: 4 within 1 July 2016 – 30 June 2017."""
        number = "" if self.number is None else f"{self.number.normalize():f}"
        when = days.span(self.window_from, self.window_until) if self.window_from else ""
        return " within ".join(filter(None, [number, when])) or "as agreed"


def asks_more(row: PartnerRequirement, ask: Ask) -> bool:
    """Whether something asks more of a partner than it has promised by a requirement.

    More is a higher number, a window that leaves out a day on which it may be met now, and
    anything at all where it is waived.
    """
    if row.waived_because:
        return True
    now, year = Ask.of(row), row.partner_year.program_year.school_year
    first, last = _window(now, year)
    new_first, new_last = _window(ask, year)
    # Without a number, as for calls as agreed, it is one at least.
    return _least(ask) > _least(now) or new_first > first or new_last < last


def objection(kind: str, ask: Ask) -> str:
    """Say why a requirement of a kind cannot ask for that, or nothing."""
    if ask.number == 0:
        return "0 asks for nothing: waive it instead."
    if why := Requirement(kind=kind, number=ask.number).number_objection():
        return why
    if (ask.window_from is None) != (ask.window_until is None):
        return "Give both days of the window, or neither."
    if ask.window_from and ask.window_until < ask.window_from:
        return "The last day is before the first."
    return ""


def _least(ask):
    return Decimal(1) if ask.number is None else ask.number


def _window(ask, year):
    if ask.window_from:
        return ask.window_from, ask.window_until
    return year.first_day, year.last_day
