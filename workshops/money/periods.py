"""The halves of months by which the program reimburses."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from plp.core import days

MID = 15  # the last day of the first half


class Period(NamedTuple):
    """From the 1st to the 15th of a month, or from the 16th to its end; both days belong to it.

    Source: program page of 2016, reimbursement periods by the day a workshop was closed.
    """

    first: date
    last: date

    def __str__(self):
        return days.span(self.first, self.last)


def period_of(day: date) -> Period:
    """Return the period that a day belongs to."""
    if day.day <= MID:
        return Period(day.replace(day=1), day.replace(day=MID))
    return Period(day.replace(day=MID + 1), day.replace(day=monthrange(day.year, day.month)[1]))
