"""What the pages of planning stand on: a partner's years and wishes, and who could lead."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from applications.models import Course, Partner, PartnerRequirement, PartnerYear, Requirement
from facilitators.registry import at_region
from workshops.knowing import A_DAY, Known, agreed_by, known_of, years_of
from workshops.leaders import Near, near
from workshops.models import PlanningWishes
from workshops.proposing import Asked, Shape

USUAL_NUMBER = 4  # workshops, where no requirement says how many days


class Choice(NamedTuple):
    """A course of one of the partner's years."""

    year: PartnerYear
    course: Course

    @property
    def key(self):
        return f"{self.year.pk}-{self.course.pk}"

    @property
    def label(self):
        return f"{self.course}, {self.year.program_year.school_year}"

    def is_over(self, on):
        return self.year.program_year.school_year.last_day <= on


class Desk:
    """What is read of a partner before anything is planned: two queries."""

    def __init__(self, partner: Partner, on: date):
        self.partner, self.on = partner, on
        self.years = years_of(partner)

    @property
    def wishes(self) -> PlanningWishes:
        """Those of the partner, or what holds for everybody."""
        try:
            return self.years[0].partner.planning
        except PlanningWishes.DoesNotExist:
            return PlanningWishes(partner=self.partner)

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """{key: Choice}, the first year that is not over before the others."""
        found = [
            Choice(year, course)
            for year in self.years
            for course in year.program_year.courses.all()
        ]
        found.sort(key=lambda each: each.is_over(self.on))
        return {each.key: each for each in found}

    def at(self, choice: Choice) -> "Setting":
        """Return the setting for workshops of a course: about a dozen queries."""
        agreed = agreed_by(self.partner)
        people = near(agreed, choice.course, at_region(self.partner.region), self.on)
        keys = [each.key for each in people]
        known = known_of(choice.year, keys, on=self.on, years=self.years, agreed=agreed)
        return Setting(self.partner, choice, self.wishes, people, known)


@dataclass
class Setting:
    """For what workshops are planned, and what is known of it."""

    partner: Partner
    choice: Choice
    wishes: PlanningWishes
    near: list[Near]
    known: Known

    @property
    def tz(self):
        """The zone of the partner's region, where no ZIP code says better."""
        return ZoneInfo(self.partner.region.zone)

    @property
    def keys(self):
        """Who could lead, the nearest first."""
        return [each.key for each in self.near]

    @cached_property
    def promised(self) -> PartnerRequirement | None:
        """How many days of the course the partner promised, and in which window."""
        rows = self.choice.year.requirements.filter(
            requirement__kind=Requirement.Kind.WORKSHOP_DAYS,
            requirement__course=self.choice.course,
            waived_because="",
        )
        return rows.first()

    def missing(self, shape: Shape) -> int:
        """Return how many workshops are to be planned yet, at least one."""
        if not self.promised or self.promised.number is None:
            return USUAL_NUMBER
        left = self.promised.number - self._planned()
        return max(1, ceil(left / shape.worth))

    def _planned(self):
        choice = self.choice
        return sum(
            taken.worth
            for of_day in self.known.others.values()
            for taken in of_day
            if (taken.course, taken.partner_year) == (choice.course.pk, choice.year.pk)
        )

    def asked(self, number: int, shape: Shape) -> Asked:
        """Return what is to be proposed, by the partner's wishes."""
        first, last = self.window()
        return Asked(
            course=self.choice.course,
            partner_year=self.choice.year.pk,
            number=number,
            first=first,
            last=last,
            tz=self.tz,
            weekdays=self.wishes.weekdays,
            begins=self.wishes.begins,
            ends=self.wishes.ends,
            shape=shape,
        )

    def window(self) -> tuple[date, date]:
        """Return from when to when workshops count; they are for teachers who attended the summer
        session, so they follow it where it lies in the first half."""
        row, known = self.promised, self.known
        first = (row and row.window_from) or known.first_day
        last = (row and row.window_until) or known.last_day
        summer = known.summer_until
        if summer and first <= summer < first + (last - first) / 2:
            first = summer + A_DAY
        return first, last
