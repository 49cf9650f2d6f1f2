"""What is known of teacher groups when it is worked out what they bring: read once for all."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Max, Sum

from applications.models import FundingTerms, PartnerRequirement, PartnerYear, Requirement
from applications.models.funding import in_force
from workshops.models import (
    Attendance,
    Cohort,
    Enrollment,
    ReimbursementLine,
    Session,
    Workshop,
)
from workshops.models.reimbursements import LIVE

MEMBER = "enrollment__teacher__in_cohorts"
WORKSHOP = "session__workshop"


class Day(NamedTuple):
    """A day, or half of one, of a completed workshop; records by their keys."""

    session: int
    workshop: int
    day: date
    worth: Decimal


class Funded(NamedTuple):
    """A member of a group who was present, and the first day on which they were."""

    teacher: int
    name: str
    school: str
    session: int
    workshop: int
    day: date


class Known(NamedTuple):
    """All from which it follows what a group brings, on a day."""

    on: date
    year: PartnerYear | None  # in which the partner teaches it
    required: PartnerRequirement | None  # the workshop days that it has to host for it
    terms: list[FundingTerms]
    days: list[Day]  # completed, the first one first
    funded: list[Funded]  # by name
    parts_claimed: int  # of requests that are sent, approved or paid
    claimed: Decimal  # by all their lines

    def terms_on(self, day: date) -> FundingTerms | None:
        """Return the terms in force on a day."""
        return in_force(self.terms, day)

    @property
    def first_terms(self) -> FundingTerms | None:
        """The terms of its first completed day, which say in how many parts it is paid."""
        return self.terms_on(self.days[0].day if self.days else self.on)

    @property
    def is_urban(self) -> bool:
        return bool(self.year) and self.year.urban == PartnerYear.Urban.YES

    @property
    def is_waived(self) -> bool:
        return bool(self.required and self.required.waived_because)

    def parts_under(self, terms: FundingTerms) -> int:
        """Return in how many parts the whole is paid; 0 where its days are waived, or none."""
        if self.is_waived:
            return 0
        return terms.parts_for(self.required and self.required.number)


def known_of(cohorts: Iterable[Cohort], on: date) -> dict[int, Known]:
    """Return {key of a group: what is known of it}; it takes six queries, however many they are."""
    cohorts = list(cohorts)
    years = _years(cohorts)
    of_group = {each.pk: years.get((each.partner_id, each.school_year_id)) for each in cohorts}
    required = _required(of_group.values())
    terms = _terms(of_group.values())
    completed = _completed(cohorts, on)
    funded = _funded(cohorts, on)
    claimed = _claimed(cohorts)
    found = {}
    for cohort in cohorts:
        year, course = of_group[cohort.pk], cohort.course_id
        parts, amount = claimed.get(cohort.pk, (0, Decimal(0)))
        found[cohort.pk] = Known(
            on,
            year,
            required.get((year and year.pk, course)),
            terms.get(year and year.program_year.program_id, []),
            completed.get((cohort.partner_id, course, cohort.school_year_id), []),
            funded.get(cohort.pk, []),
            parts,
            amount,
        )
    return found


def _years(cohorts):
    """Return {(partner, school year): its year}; of two programs, the one that it confirmed."""
    rows = PartnerYear.objects.filter(
        partner__in={each.partner_id for each in cohorts},
        program_year__school_year__in={each.school_year_id for each in cohorts},
    )
    rows = reversed(confirmed_first(rows.select_related("program_year")))
    return {(row.partner_id, row.program_year.school_year_id): row for row in rows}


def confirmed_first(years: Iterable[PartnerYear]) -> list[PartnerYear]:
    """Return years of a partner, of two programs that which it confirmed before the other."""
    return sorted(years, key=lambda row: (row.status != PartnerYear.Status.CONFIRMED, row.pk))


def _required(years):
    rows = PartnerRequirement.objects.filter(
        partner_year__in=[year.pk for year in years if year],
        requirement__kind=Requirement.Kind.WORKSHOP_DAYS,
    )
    rows = rows.select_related("requirement").order_by()
    return {(row.partner_year_id, row.requirement.course_id): row for row in rows}


def _terms(years):
    found = {}
    programs = {year.program_year.program_id for year in years if year}
    for row in FundingTerms.objects.filter(program__in=programs):
        found.setdefault(row.program_id, []).append(row)
    return found


def _completed(cohorts, on):
    """Return {(partner, course, school year): days of completed workshops}."""
    rows = Session.objects.filter(
        workshop__status=Workshop.Status.COMPLETED,
        workshop__partner_year__partner__in={each.partner_id for each in cohorts},
        workshop__course__in={each.course_id for each in cohorts},
        workshop__partner_year__program_year__school_year__in={
            each.school_year_id for each in cohorts
        },
        day__lte=on,
    )
    found = {}
    for partner, course, year, *day in rows.order_by("day", "pk").values_list(
        "workshop__partner_year__partner",
        "workshop__course",
        "workshop__partner_year__program_year__school_year",
        "pk",
        "workshop",
        "day",
        "worth",
    ):
        found.setdefault((partner, course, year), []).append(Day(*day))
    return found


def _funded(cohorts, on):
    """Return {group: its members who were present on a day of a workshop of the group}.

    Whose seat was cancelled, and days of cancelled workshops, do not count. Source: DESIGN,
    section 4: present on at least one workshop day by the day of the request.
    """
    rows = Attendance.objects.exclude(session__workshop__status=Workshop.Status.CANCELLED).filter(
        is_present=True,
        session__day__lte=on,
        enrollment__status=Enrollment.Status.ENROLLED,
        **{
            f"{MEMBER}__cohort__in": [each.pk for each in cohorts],
            f"{WORKSHOP}__course": F(f"{MEMBER}__course"),
            f"{WORKSHOP}__partner_year__partner": F(f"{MEMBER}__cohort__partner"),
            f"{WORKSHOP}__partner_year__program_year__school_year": F(f"{MEMBER}__school_year"),
        },
    )
    found = {}
    for cohort, *one in rows.order_by(
        "enrollment__teacher__name", "enrollment__teacher", "session__day", "session"
    ).values_list(
        f"{MEMBER}__cohort",
        "enrollment__teacher",
        "enrollment__teacher__name",
        "enrollment__teacher__school",
        "session",
        "session__workshop",
        "session__day",
    ):
        funded = Funded(*one)
        found.setdefault(cohort, {}).setdefault(funded.teacher, funded)
    return {cohort: list(people.values()) for cohort, people in found.items()}


def _claimed(cohorts):
    """Return {group: (parts, dollars)} of its requests that are sent, approved or paid."""
    rows = ReimbursementLine.objects.filter(
        reimbursement__cohort__in=[each.pk for each in cohorts], reimbursement__status__in=LIVE
    )
    rows = rows.order_by().values_list("reimbursement__cohort")
    return {
        cohort: (parts or 0, amount)
        for cohort, parts, amount in rows.annotate(Max("part"), Sum("amount"))
    }
