"""The requirements that the program's own events meet: the summit and the summer session."""

from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import (
    BooleanField,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from applications.models import ProgramEvent, Requirement
from applications.registry import Counted, measures
from plp.core.texts import counted
from workshops.models import EventRegistration
from workshops.models.events import CAME, IS_EXPECTED

Kind = Requirement.Kind
OF_YEAR = "program_year__partner_years"


def describe(event) -> Counted:
    """Name the event, and how many came, or are expected."""
    verb, of = ("came", "_came") if event.done else ("registered", "")
    people = counted(getattr(event, f"members{of}"), "member")
    if event.kind == ProgramEvent.Kind.SUMMER_SESSION:
        people += f" and {counted(getattr(event, f'teachers{of}'), 'teacher')}"
    return Counted(
        f"{event.get_kind_display()}, {event.where}",
        event.worth,
        event.done,
        day=event.first_day,
        url=reverse("workshops:events", args=[event.partner]),
        remark=f"{people} {verb}",
    )


def with_people(rows: QuerySet[ProgramEvent], on: date) -> QuerySet[ProgramEvent]:
    """Add what is said of each: how many of whom came, or are expected."""
    return rows.annotate(
        members=_how_many("member", CAME | IS_EXPECTED),
        members_came=_how_many("member", CAME),
        teachers=_how_many("teacher", CAME | IS_EXPECTED),
        teachers_came=_how_many("teacher", CAME),
    )


@measures(Kind.SUMMIT, describe=describe, detail=with_people)
def summits(requirements, on):
    """Summits of the year, done where a member of the partner attended.

    Unit: events, each worth 1. It is planned while a member is registered and nobody knows that
    they stayed away. Source: program page, the program manager attends the summit.
    """
    return _events(requirements, ProgramEvent.Kind.SUMMIT, "member")


@measures(Kind.SUMMER_SESSION, describe=describe, detail=with_people)
def summer_sessions(requirements, on):
    """Summer sessions of the year, done where a member and a teacher of the partner attended.

    Unit: events, each worth 1; planned likewise. Source: program page, the program manager
    attends the session with the partner's teachers.
    """
    return _events(requirements, ProgramEvent.Kind.SUMMER_SESSION, "member", "teacher")


def _events(requirements, kind, *sides):
    rows = ProgramEvent.objects.filter(
        **{f"{OF_YEAR}__requirements__in": requirements}, kind=kind
    ).annotate(
        requirement=F(f"{OF_YEAR}__requirements"),
        partner=F(f"{OF_YEAR}__partner"),
    )
    done, planned = _done_and_planned(*sides)
    return rows.filter(planned).annotate(
        done=ExpressionWrapper(done, BooleanField()),
        worth=Value(Decimal(1), DecimalField(max_digits=4, decimal_places=1)),
    )


@cache  # as it costs more to put together than to ask
def _done_and_planned(*sides):
    return _all_sides(sides, CAME), _all_sides(sides, CAME | IS_EXPECTED)


def _registered(side, who):
    of_partner = EventRegistration.objects.filter(event=OuterRef("pk"), partner=OuterRef("partner"))
    return of_partner.filter(who, **{f"{side}__isnull": False})


def _all_sides(sides, who):
    found = Q()
    for side in sides:
        found &= Q(Exists(_registered(side, who)))
    return found


def _how_many(side, who):
    rows = _registered(side, who).order_by().values("event")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
