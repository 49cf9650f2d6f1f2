"""Where facilitators are lacking: by course and state, who is there and what was promised there."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from django.db.models import Count, Sum

from applications.models import Course, PartnerRequirement, PartnerYear, Requirement, SchoolYear
from applications.models.program import STATE_NAMES
from facilitators.models import Accreditation

DAYS_EACH = 8  # workshop days that one facilitator is counted for in a school year: two partners'


def plain(number: Decimal) -> str:
    """Say 4, not 4.0."""
    return f"{number.normalize():f}"


class Row(NamedTuple):
    """A course in a state: how many may lead it there, and how many workshop days it needs."""

    course: Course
    state: str  # empty: no ZIP code tells where they live
    today: int
    at_end: int
    promised: Decimal
    partners: int

    @property
    def place(self) -> str:
        return STATE_NAMES.get(self.state, self.state) or "Home not known"

    @property
    def days(self) -> str:
        return plain(self.promised)

    @property
    def needed(self) -> int:
        """How many facilitators the promised days need."""
        return int((self.promised / DAYS_EACH).to_integral_value(ROUND_CEILING))

    @property
    def is_short(self) -> bool:
        return min(self.today, self.at_end) < self.needed

    @property
    def look(self) -> str:
        """The icon and the class in the style sheet of what is lacking."""
        if not self.promised:
            return "before"
        if not self.is_short:
            return "met"
        return "waiting" if min(self.today, self.at_end) else "overdue"

    @property
    def in_words(self) -> str:
        if not self.promised:
            return "Nothing promised"
        if not self.today and not self.at_end:
            return f"Nobody: {self.needed} needed"
        if not self.today:
            return "Nobody today"
        if not self.at_end:
            return "Nobody at the end of the year"
        if self.today < self.needed:
            return f"{self.needed - self.today} more needed"
        return f"{self.needed - self.at_end} more needed at the end" if self.is_short else "Enough"


def board(year: SchoolYear, on: date) -> list[Row]:
    """Return each course and state in which somebody is accredited or something is promised, by
    name. It asks four times, however many there are."""
    today, at_end = _there(on), _there(year.last_day)
    promised = {(course, state): more for course, state, *more in _promised(year)}
    courses = Course.objects.in_bulk()
    rows = [
        Row(
            courses[course],
            state,
            today.get((course, state), 0),
            at_end.get((course, state), 0),
            *promised.get((course, state), (Decimal(0), 0)),
        )
        for course, state in {*today, *at_end, *promised}
    ]
    return sorted(rows, key=lambda row: (str(row.course), row.course.pk, not row.state, row.place))


def years_behind(year: SchoolYear, course: Course, state: str):
    """Return what partners in a state promised of a course: the rows behind its days."""
    related = ["partner_year__partner__region", "partner_year__program_year__school_year"]
    of_both = {"requirement__course": course, "partner_year__partner__region__state": state}
    found = promises(year).filter(**of_both).select_related(*related)
    return found.order_by("partner_year__partner__organization", "pk")


def promises(year: SchoolYear):
    """Return the workshop days that active partners are asked for in a school year."""
    return PartnerRequirement.objects.filter(
        requirement__kind=Requirement.Kind.WORKSHOP_DAYS,
        waived_because="",
        partner_year__partner__ended_on__isnull=True,
        partner_year__program_year__school_year=year,
    ).exclude(partner_year__status=PartnerYear.Status.NOT_RENEWING)


def _there(day: date) -> dict[tuple[int, str], int]:
    """Return {(course, state): how many that partners can find are accredited on a day}."""
    valid = Accreditation.objects.valid_on(day).filter(facilitator__is_listed=True)
    rows = valid.with_home_state().order_by().values_list("course", "home_state")
    counted = rows.annotate(number=Count("pk"))
    return {(course, state or ""): number for course, state, number in counted}


def _promised(year: SchoolYear) -> Iterator[tuple]:
    by = ["requirement__course", "partner_year__partner__region__state"]
    partners = Count("partner_year__partner", distinct=True)
    rows = promises(year).order_by().values_list(*by)
    yield from rows.annotate(days=Sum("number", default=Decimal(0)), partners=partners)
