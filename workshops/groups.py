"""The teacher groups of a partner as its people read them, and who is proposed for each."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from applications.models import Course, Partner, PartnerYear, ProgramEvent
from plp.core.privacy.registry import NOWHERE
from workshops.models import Cohort, CohortTeacher, EventRegistration, Teacher


class Proposal(NamedTuple):
    """Teachers who attended a session, for the group of a course."""

    event: ProgramEvent
    course: Course
    teachers: list[Teacher]


class Group(NamedTuple):
    """The group of a course in a school year, with who is in it and who is proposed for it."""

    course: Course
    school_year: object
    rows: list[CohortTeacher]
    proposals: list[Proposal]


def groups_of(partner: Partner) -> list[Group]:
    """Return the groups of a partner, those of the latest year first: also empty ones."""
    years = _years([partner])
    rows = _rows(partner)
    found = proposals([partner])
    keys = {(course, year.program_year.school_year): None for year in years for course in _of(year)}
    keys |= dict.fromkeys(rows)
    return [
        Group(
            course,
            school_year,
            rows.get((course, school_year), []),
            [
                each
                for each in found.get(partner.pk, [])
                if each.course == course and each.event.program_year.school_year == school_year
            ],
        )
        for course, school_year in sorted(keys, key=_place)
    ]


def _place(key):
    course, school_year = key
    return -school_year.first_day.toordinal(), course.name, course.pk


def _years(partners):
    years = PartnerYear.objects.filter(partner__in=partners)
    related = years.select_related("program_year__school_year")
    return list(related.prefetch_related("program_year__courses"))


def _of(year):
    return year.program_year.courses.all()


def _rows(partner):
    """Return {(course, school year): who is in the group}, by name."""
    rows = CohortTeacher.objects.filter(cohort__partner=partner)
    related = rows.select_related("teacher__district", "course", "school_year")
    found = {}
    cohorts = Cohort.objects.filter(partner=partner).select_related("course", "school_year")
    for cohort in cohorts:
        found[cohort.course, cohort.school_year] = []
    for row in related.order_by("teacher__name", "pk"):
        found[row.course, row.school_year].append(row)
    return found


def proposals(partners: Sequence[Partner]) -> dict[int, list[Proposal]]:
    """Return {key of a partner: who attended a session and is in no group of its courses}, in the
    same few queries however many partners there are."""
    came = _came(partners)
    related = ["event__program_year__school_year", "teacher__district"]
    rows = list(
        came.select_related(*related)
        .prefetch_related("event__program_year__courses")
        .order_by("event__first_day", "teacher__name", "pk")
    )
    taken = _taken(rows)
    found = {}
    for row in rows:
        year = row.event.program_year
        for course in year.courses.all():
            if (row.teacher_id, course.pk, year.school_year_id) not in taken:
                of = found.setdefault(row.partner_id, {})
                key = (row.event_id, course.pk)
                of.setdefault(key, Proposal(row.event, course, [])).teachers.append(row.teacher)
    return {partner: list(of.values()) for partner, of in found.items()}


def waiting(partners: Sequence[Partner]) -> QuerySet:
    """Return how many teachers wait for each group: rows with `partner`, `event`, `course`,
    `course_name` and `number`, of all the partners together."""
    taken = CohortTeacher.objects.filter(
        teacher=OuterRef("teacher"), course=OuterRef("course"), school_year=OuterRef("school_year")
    )
    came = _came(partners).annotate(
        course=F("event__program_year__courses"),
        course_name=F("event__program_year__courses__name"),
        school_year=F("event__program_year__school_year"),
    )
    found = came.filter(~Exists(taken), course__isnull=False).order_by()
    return found.values("partner", "event", "course", "course_name").annotate(number=Count("pk"))


def _came(partners):
    """Return who attended a session; whoever was erased is no teacher to take anywhere."""
    rows = EventRegistration.objects.filter(
        partner__in=partners, teacher__isnull=False, attended=True
    )
    return rows.exclude(teacher__email__endswith=NOWHERE)


def _taken(rows):
    """Return which of the teachers are in a group: (teacher, course, school year)."""
    teachers = {row.teacher_id for row in rows}
    grouped = CohortTeacher.objects.filter(teacher__in=teachers)
    return set(grouped.values_list("teacher", "course", F("school_year")))
