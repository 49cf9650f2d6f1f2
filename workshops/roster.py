"""Who comes to a workshop, as its partner reads it."""

from typing import NamedTuple

from django.db.models import QuerySet

from plp.core.privacy.registry import NOWHERE
from workshops.models import Cohort, CohortTeacher, Enrollment, Workshop
from workshops.models.schedule import TO_COME

Status = Enrollment.Status


class Roster(NamedTuple):
    """The teachers of a workshop, each list in the order in which it is read."""

    enrolled: list[Enrollment]
    offered: list[Enrollment]
    waiting: list[Enrollment]
    cancelled: list[Enrollment]

    @property
    def lists(self):
        """Those that have somebody, with their captions."""
        named = [
            ("Enrolled", self.enrolled),
            ("Offered a seat, not taken yet", self.offered),
            ("Waiting, the first one first", self.waiting),
            ("Cancelled", self.cancelled),
        ]
        return [(caption, rows) for caption, rows in named if rows]

    @property
    def seats_taken(self):
        return sum(not row.is_walk_in for row in [*self.enrolled, *self.offered])


def roster_of(workshop: Workshop) -> Roster:
    """Return who is enrolled, waits or has cancelled, in one query."""
    rows = workshop.enrollments.select_related("teacher").order_by("name", "pk")
    found = {status: [row for row in rows if row.status == status] for status in Status}
    waiting = sorted(found[Status.WAITLISTED], key=lambda row: (row.since, row.pk))
    return Roster(found[Status.ENROLLED], found[Status.OFFERED], waiting, found[Status.CANCELLED])


def series_of(workshop: Workshop) -> QuerySet[Workshop]:
    """Return the workshops to come of the same course and year of a partner, with their days."""
    same = {"partner_year": workshop.partner_year_id, "course": workshop.course_id}
    found = Workshop.objects.filter(**same, status__in=TO_COME).select_related("course")
    return found.with_days().order_by("first_day", "pk")


def groups_of(workshop: Workshop) -> QuerySet[Cohort]:
    """Return the teacher group for whose series a workshop is; there is one at most."""
    year = workshop.partner_year
    return Cohort.objects.filter(
        partner=year.partner_id,
        course=workshop.course_id,
        school_year=year.program_year.school_year_id,
    )


def group_of(workshop: Workshop) -> Cohort | None:
    return groups_of(workshop).first()


def members_of(group: Cohort) -> QuerySet[CohortTeacher]:
    """Return who of a group can come: whoever was erased stays in it as a number only."""
    return group.members.exclude(teacher__email__endswith=NOWHERE)


def missing_from(workshop: Workshop, group: Cohort | None) -> int:
    """Return how many of a group are neither enrolled, waiting nor cancelled."""
    if group is None:
        return 0
    return members_of(group).exclude(teacher__enrollments__workshop=workshop).count()
