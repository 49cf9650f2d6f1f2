"""Workshops as rows of a list: when, where, who leads, and how many seats are taken."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from applications.models import Partner, SchoolYear
from plp.core import days
from workshops.models import Assignment, Enrollment, Workshop, WorkshopStatusChange
from workshops.models.schedule import TO_COME

Status = Workshop.Status


class Year(NamedTuple):
    """The workshops of one school year, in order of their first day."""

    school_year: SchoolYear
    workshops: list[Workshop]
    cancelled: list[Workshop]


def rows(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Return workshops with all that a row of a list says of each: `taken` seats, and the others
    by their properties. Three queries, however many there are."""
    counted_on = Assignment.objects.active().select_related("facilitator")
    return (
        workshops.select_related("course", "partner_year__program_year__school_year")
        .prefetch_related("sessions", Prefetch("assignments", counted_on, to_attr="counted_on"))
        .annotate(taken=number_of(Enrollment.objects.taking_seats()))
        .with_days()
        .order_by("first_day", "pk")
    )


def number_of(rows: QuerySet, workshop: str = "pk") -> Coalesce:
    """Return how many of some rows a workshop has, to annotate with; `workshop` is what its key is
    called where that is done."""
    mine = rows.filter(workshop=OuterRef(workshop)).order_by().values("workshop")
    return Coalesce(mine.annotate(number=Count("pk")).values("number"), 0)


def years(partner: Partner) -> list[Year]:
    """Return the school years in which a partner has workshops, the latest first."""
    found = defaultdict(list)
    for row in rows(Workshop.objects.of(partner)):
        found[row.partner_year.program_year.school_year].append(row)
    latest_first = sorted(found, key=lambda year: year.first_day, reverse=True)
    return [Year(year, *_parted(found[year])) for year in latest_first]


def _parted(workshops):
    is_off = Workshop.Status.CANCELLED
    live = [each for each in workshops if each.status != is_off]
    return live, [each for each in workshops if each.status == is_off]


def when(workshop: Workshop) -> str:
    """Say on which days a workshop is: of one day, also from when to when."""
    return in_days(workshop.sessions.all())


def in_days(sessions: Iterable) -> str:
    sessions = list(sessions)
    if len(sessions) == 1:
        return str(sessions[0])
    return days.span(sessions[0].day, sessions[-1].day) if sessions else "No day is set yet"


BECAME = {
    Status.OPEN: "Sign-up opened",
    Status.IN_PROGRESS: "Started",
    Status.COMPLETED: "Ended",
    Status.CANCELLED: "Cancelled",
}


def became(move: WorkshopStatusChange) -> str:
    """Say what was done with a workshop when its status moved."""
    if move.old == Status.COMPLETED:
        return "Reopened"
    if move.old == Status.IN_PROGRESS and move.new in TO_COME:
        return "Start undone"
    return BECAME.get(move.new, "Sign-up closed")
