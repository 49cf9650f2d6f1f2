"""A teacher's own workshops on their page, and all that is held of them as a teacher, as data."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from plp.core.privacy.registry import KINDS
from workshops.models import (
    Attendance,
    Certificate,
    Enrollment,
    Feedback,
    Payable,
    Teacher,
    Workshop,
)

# What is held of teachers, by the titles under which each family registered it. Whoever is more
# than a teacher asks us for the rest: a mailed link is enough for this alone.
HELD = [
    "Teachers",
    "Earlier records of teachers",
    "Registrations for events",
    "Workshops",
    "Walked in at workshops",
    "Certificates",
    "Feedback on workshops",
]


class Mine(NamedTuple):
    """The workshops of a teacher: those to come or going on, the next first, and past ones."""

    to_come: list[Enrollment]
    past: list[Enrollment]

    @property
    def is_paid(self):
        """Whether something is or was owed to them."""
        return any(row.is_paid for row in [*self.to_come, *self.past])


def workshops_of(teacher: Teacher, on: date) -> Mine:
    """Return them in two queries, each with what there is to do and to see: `asks`, `is_certified`,
    `is_paid`."""
    rows = list(_rows(teacher))
    for row in rows:
        first, last = row.workshop.first_session, row.workshop.last_session
        row.first, row.last = (first.day, last.day) if first else (date.max, date.max)
    to_come = [row for row in rows if _is_to_come(row, on)]
    past = [row for row in rows if not _is_to_come(row, on)]
    return Mine(
        sorted(to_come, key=lambda row: (row.first, row.pk)),
        sorted(past, key=lambda row: (row.first, row.pk), reverse=True),
    )


def _is_to_come(row, on):
    return row.workshop.is_going_on and row.last >= on


def _rows(teacher):
    own = {"enrollment": OuterRef("pk")}
    present = Exists(Attendance.objects.filter(**own, is_present=True))
    is_over = Exists(
        Workshop.objects.filter(pk=OuterRef("workshop"), status=Workshop.Status.COMPLETED)
    )
    asks = is_over & present & ~Exists(Feedback.objects.filter(**own))
    rows = teacher.enrollments.annotate(
        asks=asks,
        is_certified=is_over & Exists(Certificate.objects.filter(**own)),
        is_paid=Exists(Payable.objects.live().filter(**own)),
    )
    related = ["workshop__course", "workshop__partner_year__partner"]
    return rows.select_related(*related).prefetch_related("workshop__sessions")


def as_data(teacher: Teacher) -> dict:
    """Return all that is held of somebody as a teacher."""
    held = {
        title: [{"what": row.title, **row.says} for row in KINDS[title].find(teacher.email)]
        for title in HELD
    }
    return {
        "e-mail": teacher.email,
        "as of": timezone.now().isoformat(timespec="seconds"),
        "held": {title: rows for title, rows in held.items() if rows},
    }
