"""What speaks against a workshop as somebody plans it: what warns, and what is refused.

Everything here is pure: `knowing.known_of` reads what is known, once for any number of workshops.
A warning never keeps anybody from planning; what is refused is never saved.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError

from applications.models import Course
from plp.core import days as calendar
from plp.core import zones
from plp.core.days import in_words
from plp.core.texts import counted
from workshops.actions.scheduling import Day
from workshops.free_days import holiday_on
from workshops.knowing import Known, Person, known_of
from workshops.models import Assignment, Workshop

LEAD, CONTRACT = "lead", "contract"  # what a remark is about, if not a day


class Plan(NamedTuple):
    """A workshop as it would be: its days by the clock of its place, and who would lead it.

    `workshop` is its key where it is there already, so that it is not in its own way.
    """

    course: Course
    days: Sequence[Day]
    tz: object
    leads: Sequence[int] = ()
    workshop: int | None = None


class Remark(NamedTuple):
    """A sentence on a plan that says what to do."""

    text: str
    refuses: bool = False
    about: str = "day"


def remarks(known: Known, plan: Plan) -> list[Remark]:
    """Return what speaks against a plan, what is refused first."""
    led = (lead_remarks(plan, known.people[key]) for key in plan.leads)
    found = [*day_remarks(known, plan), *(remark for of_one in led for remark in of_one)]
    return sorted(found, key=lambda remark: not remark.refuses)


def of_series(known: Known, plans: Sequence[Plan]) -> list[list[Remark]]:
    """Return what speaks against each of several plans, of which each stands beside the others."""
    return [
        [*remarks(known, plan), *_beside(known, plan, plans[:at] + plans[at + 1 :])]
        for at, plan in enumerate(plans)
    ]


def of_workshop(
    workshop: Workshop,
    *,
    on: date,
    days: Sequence[Day] | None = None,
    facilitators: Iterable[int] | None = None,
) -> list[Remark]:
    """Return what speaks against a workshop as it is saved, or as it would be with other days or
    facilitators (their keys). About a dozen queries."""
    if days is None:
        days = [*map(Day.of, workshop.sessions.all())]
    if facilitators is None:
        active = Assignment.objects.active().filter(workshop=workshop)
        facilitators = active.values_list("facilitator", flat=True)
    leads = list(facilitators)
    known = known_of(workshop.partner_year, leads, on=on)
    return remarks(known, Plan(workshop.course, days, workshop.tz, leads, workshop.pk))


def hours_of(day: Day, tz) -> tuple[datetime, datetime]:
    """Return the moments from which to which a day lasts.

    Raises ValidationError for a time that no clock of the place shows, or shows twice.
    """
    first, last = (datetime.combine(day.day, clock) for clock in (day.begins, day.ends))
    return zones.moment_in(tz, first), zones.moment_in(tz, last)


# The days


def day_remarks(known: Known, plan: Plan) -> list[Remark]:
    """Return what speaks against the days of a plan, whoever leads it."""
    if not plan.days:
        return [Remark("Name the day on which it takes place.", refuses=True)]
    found = [*_shared(plan.days)]
    for day in plan.days:
        found += _refused(day, plan.tz)
        found += (Remark(why) for why in _warned(known, day.day, plan.workshop))
    return found


def _shared(days):
    named = [day.day for day in days]
    for twice in sorted({day for day in named if named.count(day) > 1}):
        why = f"{in_words(twice)} is named twice. Write one line for each day, from and to."
        yield Remark(why, refuses=True)


def _refused(day, tz):
    if day.ends <= day.begins:
        why = "ends before it begins. Let it end later, before midnight; add another day for more."
        yield Remark(f"{in_words(day.day)} {why}", refuses=True)
        return
    try:
        hours_of(day, tz)
    except ValidationError as error:
        yield Remark(f"{in_words(day.day)}: {error.messages[0]}", refuses=True)


def _warned(known, day, workshop):
    name = in_words(day)
    if not known.first_day <= day <= known.last_day:
        span = calendar.span(known.first_day, known.last_day)
        yield f"{name} is outside the school year {known.year}. Choose a day in {span}."
    if holiday := holiday_on(day, known.state):
        yield f"{name} is {holiday}. Choose another day, unless teachers come on it."
    yield from _soon(known, day, name)
    for closed in known.closed:
        if closed.first <= day <= closed.last:
            yield closed.why
    for what in sorted({t.what for t in known.others.get(day, ()) if t.workshop != workshop}):
        yield f"{what} is on {name}, too. Choose another day, unless you run both."


def _soon(known, day, name):
    left = (day - known.on).days
    if left < 0:
        yield f"{name} is over. Choose a day to come, unless it took place then."
    elif left < known.short_notice:
        notice = counted(known.short_notice, "day")
        far = "today" if not left else f"in {counted(left, 'day')}"
        yield f"{name} is {far}: less than {notice} ahead. Choose a later day if you can."


# Who leads


def lead_remarks(plan: Plan, person: Person) -> Iterator[Remark]:
    """Yield what speaks against somebody as who leads a plan."""
    for day in plan.days:
        yield from _booked(person, day, plan)
        yield from _unfit(person, day.day, plan.course)


def is_fit(plan: Plan, person: Person, *, contracted=True) -> bool:
    """Whether nothing speaks against somebody; with `contracted=False`, a missing contract does
    not."""
    found = lead_remarks(plan, person)
    return all(remark.about == CONTRACT and not contracted for remark in found)


def _booked(person, day, plan):
    try:
        begins_at, ends_at = hours_of(day, plan.tz)
    except ValidationError:
        return
    for booked in person.booked:
        meets = booked.begins_at < ends_at and begins_at < booked.ends_at
        if meets and booked.workshop != plan.workshop:
            why = "leads another workshop then. Choose somebody else, or another time."
            yield Remark(f"{in_words(day.day)}: {person.name} {why}", refuses=True, about=LEAD)
            return


def _unfit(person, day, course):
    who, name = person.name, in_words(day)
    if person.is_away(day):
        yield Remark(
            f"{who} cannot come on {name}. Choose somebody else, or another day.", about=LEAD
        )
    if not person.is_accredited(day, course.pk):
        why = f"{who} is not accredited for {course} on {name}, so that day would not count."
        yield Remark(f"{why} Choose somebody else.", about=LEAD)
    if not person.is_contracted(day, course.pk):
        why = f"{who} has no signed contract with you for {course} on {name}."
        yield Remark(
            f"{why} Offer one in time: without it, that day does not count.", about=CONTRACT
        )


# Beside each other


def _beside(known, plan, others):
    for day in plan.days:
        same = [other for other in others if any(each.day == day.day for each in other.days)]
        if same:
            yield Remark(
                f"Another of these is on {in_words(day.day)}, too. Choose another day, unless you "
                "run both."
            )
        for key in plan.leads:
            if any(key in other.leads for other in same):
                yield Remark(
                    f"{known.people[key].name} would lead two of these on {in_words(day.day)}. "
                    "Choose somebody else for one.",
                    about=LEAD,
                )
