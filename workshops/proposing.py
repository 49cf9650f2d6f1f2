"""A year of workshops as it could be: dates spread evenly, and for each who could lead it.

Of all dates it takes those of which the rules have nothing to say and for which somebody under
contract is free; of those, weekdays that the partner prefers; of those, the ones nearest to an even
spread. Only where there are not enough, it takes what comes next in that order.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices

from applications.models import Course
from workshops.actions.scheduling import WHOLE, Day
from workshops.knowing import Known
from workshops.rules import Plan, day_remarks, is_fit

HALF = Decimal("0.5")
A_DAY = timedelta(days=1)
QUARTER = 15  # minutes
SATURDAY = 5


class Shape(TextChoices):
    """How the days of one workshop lie."""

    DAY = "day", "One whole day"
    HALVES = "halves", "Two half-days, a week apart"
    WEEKEND = "weekend", "A weekend: two whole days in a row"

    @property
    def days(self):
        """(days after the first, worth) of each."""
        return DAYS[self]

    @property
    def worth(self):
        return sum(worth for _, worth in DAYS[self])


DAYS = {
    Shape.DAY: [(0, WHOLE)],
    Shape.HALVES: [(0, HALF), (7, HALF)],
    Shape.WEEKEND: [(0, WHOLE), (1, WHOLE)],
}


class Asked(NamedTuple):
    """What is to be proposed: so many workshops of a course, from a first to a last day."""

    course: Course
    partner_year: int
    number: int
    first: date
    last: date
    tz: object
    weekdays: Iterable[int]
    begins: time
    ends: time
    shape: Shape = Shape.DAY

    @property
    def preferred(self):
        """On which weekdays a workshop may begin."""
        return {SATURDAY} if self.shape == Shape.WEEKEND else set(self.weekdays)


class _Option(NamedTuple):
    """A workshop that could be, and what it costs: (warnings, nobody leads it, on a weekday that
    is not preferred)."""

    plan: Plan
    cost: tuple[int, int, int]

    @property
    def first(self):
        return self.plan.days[0].day.toordinal()

    @property
    def last(self):
        return self.plan.days[-1].day.toordinal()


def propose(known: Known, asked: Asked, near: Sequence[int]) -> list[Plan]:
    """Return as many workshops as were asked for, in order, none before the one before is over;
    fewer where there are not so many days. `near` are keys of who could lead, the nearest first.

    What is refused is never proposed; what is warned of, only where it cannot be avoided.
    """
    near = [key for key in near if _may_fit(known.people[key], asked.course)]
    on_preferred = [day for day in _window(known, asked) if day.weekday() in asked.preferred]
    chosen = _best(known, asked, _options(known, asked, near, on_preferred))
    if len(chosen) < asked.number or any(any(option.cost) for option in chosen):
        chosen = _best(known, asked, _options(known, asked, near, _window(known, asked)))
    return [option.plan for option in chosen]


def _may_fit(person, course):
    """Whether somebody is fit on any day at all; it spares asking for each."""
    agreed = any(course.pk in contract.courses for contract in person.contracts)
    return agreed and any(each.course_id == course.pk for each in person.accreditations)


def even(first: date, last: date, number: int, taken: Iterable[date] = ()) -> list[float]:
    """Return so many places of an even spread, as ordinals of days: what is taken already fills the
    places nearest to it."""
    taken = list(taken)
    step = ((last - first).days + 1) / (number + len(taken) or 1)
    places = [first.toordinal() + (at + 0.5) * step - 0.5 for at in range(number + len(taken))]
    for day in taken:
        places.remove(min(places, key=lambda place: abs(place - day.toordinal())))
    return places


def half_of(begins: time, ends: time) -> time:
    """Return when half of the hours are over, at a quarter of an hour."""
    first, last = (datetime.combine(date.min, clock) for clock in (begins, ends))
    quarters = round((last - first).total_seconds() / 60 / 2 / QUARTER)
    return (first + timedelta(minutes=max(quarters, 1) * QUARTER)).time()


def _window(known, asked):
    """Return the days on which a workshop may begin: to come, and over by the last one."""
    first = max(asked.first, known.on + A_DAY, known.first_day)
    last = min(asked.last, known.last_day) - timedelta(days=asked.shape.days[-1][0])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _options(known, asked, near, days):
    """Return the workshops that could begin on some days and are not refused."""
    found = (_option(known, asked, near, day) for day in days)
    return [option for option in found if option]


def _option(known, asked, near, first):
    plan = Plan(asked.course, _days(asked, first), asked.tz)
    said = day_remarks(known, plan)
    if any(remark.refuses for remark in said):
        return None
    lead = next((key for key in near if is_fit(plan, known.people[key])), None)
    cost = (len(said), lead is None, first.weekday() not in asked.preferred)
    return _Option(plan._replace(leads=[lead] if lead else []), cost)


def _days(asked, first):
    half = half_of(asked.begins, asked.ends)
    return [
        Day(first + timedelta(days=n), asked.begins, asked.ends if worth == WHOLE else half, worth)
        for n, worth in asked.shape.days
    ]


def _best(known, asked, options):
    """Return the options that together cost least."""
    for number in range(asked.number, 0, -1):
        if chosen := _cheapest(options, _places(known, asked, number)):
            return chosen
    return []


def _places(known, asked, number):
    first = max(asked.first, known.on + timedelta(days=known.short_notice), known.first_day)
    last = max(min(asked.last, known.last_day), first)
    there = {}
    for day in sorted(known.others):
        for taken in known.others[day]:
            if (taken.course, taken.partner_year) == (asked.course.pk, asked.partner_year):
                there.setdefault(taken.workshop, day)
    return even(first, last, number, there.values())


def _cheapest(options, places):
    """Return one option for each place, in order, at the least cost in sum; none if there are not
    enough that follow one another.

    For each number of places filled it keeps the cheapest way up to each option, so it takes as
    many steps as there are places times options, and no way is overlooked.
    """
    firsts, lasts = [o.first for o in options], [o.last for o in options]
    before = [bisect_left(lasts, first) for first in firsts]  # how many options are over by then
    ways = [((0, 0, 0, 0.0), ())] * (len(options) + 1)  # cheapest among the first so many options
    for place in places:
        best, filled = None, [None]
        for at, option in enumerate(options):
            if way := ways[before[at]]:
                so_far, chosen = way
                far = (option.first - place) ** 2
                cost = tuple(a + b for a, b in zip(so_far, (*option.cost, far), strict=True))
                if best is None or cost < best[0]:
                    best = cost, (chosen, at)
            filled.append(best)
        ways = filled
    return [options[at] for at in _unwound(ways[-1][1])] if ways[-1] else []


def _unwound(chosen):
    """Return in order what was linked one behind another."""
    found = []
    while chosen:
        chosen, at = chosen
        found.append(at)
    return found[::-1]
