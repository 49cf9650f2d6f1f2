"""A month of workshops, as a calendar on paper shows it: weeks from Sunday on, and a list."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from plp.core import days
from plp.core.days import FIRST, LAST
from workshops.free_days import holiday_on
from workshops.models import Assignment, Session, Workshop

WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
MOST_A_DAY = 6  # entries; the list below has all of them, or leads to them
MOST_ROWS = 100
DAY = timedelta(days=1)


class Entry(NamedTuple):
    """A day of a workshop in a month."""

    session: Session
    name: str
    url: str

    @property
    def is_done(self):
        return self.session.workshop.status == Workshop.Status.COMPLETED

    @property
    def said(self):
        """What a screen reader says of it, out of its row and column."""
        state = self.session.workshop.get_status_display().lower()
        day = days.in_words(self.session.day, weekday=False)
        return f"{self.name}, {day}, {state}"


class Cell(NamedTuple):
    """One day of a month."""

    day: date
    is_out: bool  # of the month before or after
    is_today: bool
    off: list[str]  # why it is a day off
    entries: list[Entry]
    more: int  # entries that are cut


class Month(NamedTuple):
    """A month with its weeks, and those beside it, None where no calendar goes."""

    first: date
    weeks: list[list[Cell]]
    entries: list[Entry]  # in the month itself, the first one first
    before: date | None
    after: date | None

    @property
    def name(self):
        return f"{self.first:%B %Y}"

    @property
    def weekdays(self):
        return WEEKDAYS

    @property
    def rows(self):
        return self.entries[:MOST_ROWS]

    @property
    def more_rows(self):
        return len(self.entries) - len(self.rows)


def asked_for(text: str, on: date) -> date:
    """Return the first day of a month as an address names it, 2016-10, else of the month now."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = on
    return (first if FIRST <= first <= LAST else on).replace(day=1)


def sessions_in(sessions: QuerySet[Session], first: date) -> QuerySet[Session]:
    """Return the days of a month's weeks, of workshops that were not cancelled, and who leads."""
    weeks = _weeks(first)
    counted_on = Assignment.objects.active().select_related("facilitator")
    leading = Prefetch("workshop__assignments", counted_on, to_attr="counted_on")
    found = sessions.live().filter(day__range=(weeks[0][0], weeks[-1][-1]))
    related = ["workshop__course", "workshop__partner_year__partner"]
    return found.select_related(*related).prefetch_related(leading).order_by("day", "begins", "pk")


def month_of(
    first: date,
    entries: Iterable[Entry],
    *,
    on: date,
    state: str = "",
    off: Callable[[date], Iterable[str]] = lambda day: (),
) -> Month:
    """Put entries into their month; days off are holidays of a state, and what `off` says."""
    of_day = defaultdict(list)
    for entry in entries:
        of_day[entry.session.day].append(entry)

    def cell(day):
        why = [*filter(None, [holiday_on(day, state)]), *off(day)]
        return _cell(day, first, on, why, of_day[day])

    weeks = [[cell(day) for day in week] for week in _weeks(first)]
    shown = [each.day for week in weeks for each in week if not each.is_out]
    before, after = first - DAY, (first + 31 * DAY).replace(day=1)
    return Month(
        first,
        weeks,
        [entry for day in shown for entry in of_day[day]],
        before if before >= FIRST else None,
        after if after <= LAST else None,
    )


def _cell(day, first, on, off, entries):
    cut = entries[:MOST_A_DAY]
    is_out = (day.year, day.month) != (first.year, first.month)
    return Cell(day, is_out, day == on, off, cut, len(entries) - len(cut))


def _weeks(first):
    return calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
