"""Counting what completed workshops came to, by school year and state: a few grouped queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum
from django.utils import timezone

from applications.registry import Share, shares_met
from workshops.models import Attendance, Workshop, WorkshopStatusChange
from workshops.reports.figures import Mean, means, with_district

COMPLETED = Workshop.Status.COMPLETED
PARTNER_YEAR = "partner_year"
YEAR = f"{PARTNER_YEAR}__program_year__school_year"
STATE = f"{PARTNER_YEAR}__partner__region__state"
ALL = ""  # states together

# (key of a school year, or None for all of them; code of a state, or ALL)
Where = tuple[int | None, str]


class Came(NamedTuple):
    """What workshops came to; a teacher counts who was present on at least one of their days."""

    workshops: int = 0
    teachers: int = 0
    returning: int = 0  # of them, who had come in an earlier year; of all years, in several
    hours: Decimal = Decimal(0)  # of professional learning, of all teachers together
    districts: int = 0


class Counted(NamedTuple):
    """All that is counted seldom, and when it was."""

    at: datetime
    on: date
    came: dict[Where, Came]
    means: list[Mean]  # by school year and question
    shares: dict[tuple[int, str], Share]  # by school year and kind of requirement


def stamp() -> int:
    """Return a number that changes whenever a workshop is completed or reopened."""
    moves = WorkshopStatusChange.objects.filter(Q(new=COMPLETED) | Q(old=COMPLETED))
    return moves.order_by("-pk").values_list("pk", flat=True).first() or 0


def count(on: date) -> Counted:
    """Count all of it, as it is on a day."""
    workshops = _workshops()
    came = dict(_came(workshops)) if workshops else {}
    found = means(Workshop.objects.all(), YEAR) if workshops else []
    return Counted(timezone.now(), on, came, found, shares_met(on))


def _workshops():
    """Return {where: how many were completed}."""
    rows = Workshop.objects.filter(status=COMPLETED).order_by()
    counted = defaultdict(int)
    for year, state, number in rows.values_list(YEAR, STATE).annotate(n=Count("pk")):
        for where in _wheres(year, state):
            counted[where] += number
    return dict(counted)


def _wheres(year, state) -> list[Where]:
    return [(year, state), (year, ALL), (None, state), (None, ALL)]


def _came(workshops) -> Iterator[tuple[Where, Came]]:
    teachers, districts = defaultdict(set), defaultdict(set)
    hours, years_of = defaultdict(Decimal), defaultdict(set)
    for first_day, year, state, teacher, name, its_state, credited in _present():
        years_of[teacher].add((first_day, year))
        for where in _wheres(year, state):
            teachers[where].add(teacher)
            hours[where] += credited
            if name:
                districts[where].add((name.casefold(), its_state))
    back = {teacher: _later(years) for teacher, years in years_of.items()}
    for where, number in workshops.items():
        returning = sum(where[0] in back[teacher] for teacher in teachers[where])
        found = len(teachers[where]), returning, hours[where], len(districts[where])
        yield where, Came(number, *found)


def _later(years):
    """Return all years of a teacher but the first, and None, which is all years, if there are."""
    _, *later = sorted(years)
    return {year for _, year in later} | ({None} if later else set())


def _present():
    """Return a row for each teacher, year and state: with their district, and hours credited."""
    rows = Attendance.objects.filter(is_present=True, enrollment__workshop__status=COMPLETED)
    of_workshop = "enrollment__workshop__"
    fields = [f"{of_workshop}{YEAR}__first_day", f"{of_workshop}{YEAR}", f"{of_workshop}{STATE}"]
    credited = F(f"{of_workshop}hours") * F("session__worth")
    exact = DecimalField(max_digits=14, decimal_places=2)
    return (
        with_district(rows, "enrollment__")
        .order_by()
        .values_list(*fields, "enrollment__teacher", "d_name", "d_state")
        .annotate(credited=Sum(ExpressionWrapper(credited, output_field=exact)))
    )
