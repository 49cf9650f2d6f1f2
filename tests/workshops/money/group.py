"""A teacher group with its funding terms, its required days, and completed workshops."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from applications.models import PartnerYear
from tests.make import (
    make_cohort,
    make_course,
    make_funding_terms,
    make_partner,
    make_partner_requirement,
    make_program,
    make_program_year,
    make_teacher,
)
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.models import Cohort, Workshop, WorkshopStatusChange

DAYS = [date(2016, month, 8) for month in (9, 10, 11, 12)]


class Group(NamedTuple):
    cohort: Cohort
    year: PartnerYear
    teachers: list

    def complete(self, *days, present=None, **fields):
        """Complete a workshop on days, at which all teachers were present, unless some are named;
        it was closed on the evening of the last day."""
        fields = {"partner_year": self.year, "course": self.cohort.course} | fields
        workshop = make_workshop(*days, status="completed", **fields)
        for teacher in self.teachers if present is None else present:
            enrollment = make_enrollment(workshop, teacher)
            for session in workshop.sessions.all():
                make_attendance(enrollment, session)
        close(workshop, max(days))
        return workshop


def close(workshop, day):
    """Note that it was completed on a day, at six in the evening in Chicago."""
    workshop.changes.create(old="in_progress", new=Workshop.Status.COMPLETED, by=None)
    evening = datetime.combine(day + timedelta(days=1), time(0), UTC)
    WorkshopStatusChange.objects.filter(workshop=workshop).update(at=evening)


def make_group(teachers=5, days=(), *, required=4, urban="no", partner=None, terms=None, **year):
    """A group of so many teachers, all present at a completed workshop on each of the days.

    It is asked for so many workshop days; terms are those of 2016 from January on, unless some
    are given as fields, a row each; its program year can be given fields, too.
    """
    program = make_program()
    year = make_program_year(program=program, **year)
    course = make_course(name="CS Principles")
    for fields in [{}] if terms is None else terms:
        make_funding_terms(program=program, **fields)
    partner = partner or make_partner(organization="Lakeside Learning")
    asked = {"kind": "workshop_days", "course": course, "number": required}
    own = make_partner_requirement(partner=partner, program_year=year, **asked).partner_year
    PartnerYear.objects.filter(pk=own.pk).update(
        urban=urban, urban_reason="Our staff looked." if urban else "", status="confirmed"
    )
    own.refresh_from_db()
    people = [make_teacher() for _ in range(teachers)]
    cohort = make_cohort(*people, partner=partner, course=course, school_year=year.school_year)
    group = Group(cohort, own, people)
    for day in days:
        group.complete(day)
    return group
