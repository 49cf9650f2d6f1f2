"""Who leads a workshop and who could, as its partner looks at it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import ZipCode
from facilitators.models import Accreditation, Contract, Unavailability
from facilitators.registry import Place, at_region, at_zip
from plp.core.texts import counted
from workshops.actions.scheduling import Day
from workshops.knowing import agreed_by, people_of
from workshops.leaders import near
from workshops.models import Assignment, Booking, Session, Workshop
from workshops.models.schedule import GOING_ON
from workshops.models.staffing import COUNTED_ON
from workshops.rules import CONTRACT, Plan, Remark, lead_remarks

Status = Assignment.Status


class Candidate(NamedTuple):
    """Somebody who could lead a workshop, and what speaks against it."""

    key: int
    name: str
    miles: int | None  # None: nobody knows where they live
    has_contract: bool  # for every day of it
    remarks: list[Remark]

    @property
    def is_ready(self):
        """Free, accredited and under contract."""
        return not self.remarks

    @property
    def may_come(self):
        """Free and accredited; a contract may follow."""
        return all(remark.about == CONTRACT for remark in self.remarks)

    @property
    def in_a_line(self):
        """How they are called in a list to choose from."""
        far = "" if self.miles is None else f", {counted(self.miles, 'mile')}"
        if self.is_ready:
            return f"{self.name}{far}: free, accredited, under contract"
        contract = ", no contract yet"
        return f"{self.name}{far}{': free, accredited' + contract if self.may_come else ''}"


def place_of(workshop: Workshop) -> Place:
    """Return from where distances to a workshop are measured: its ZIP code, else the region."""
    found = workshop.zip_code and ZipCode.objects.filter(code=workshop.zip_code).first()
    return at_zip(found) if found else at_region(workshop.partner.region)


def candidates(workshop: Workshop, on: date, *, beside: Iterable[int] = ()) -> list[Candidate]:
    """Return who could lead a workshop: who is free, accredited and under contract first, then
    who would need a contract, then all others, each the nearest first; without those who are
    counted on already. Seven queries, however many there are."""
    agreed = agreed_by(workshop.partner)
    found = near(agreed, workshop.course, place_of(workshop), on)
    miles = {each.key: each.miles for each in found if each.key not in set(beside)}
    people = people_of(set(miles), agreed)
    plan = plan_of(workshop)
    rows = [
        Candidate(
            key,
            people[key].name,
            far,
            all(people[key].is_contracted(day.day, workshop.course_id) for day in plan.days),
            list(lead_remarks(plan, people[key])),
        )
        for key, far in miles.items()
    ]
    return sorted(rows, key=lambda each: (not each.is_ready, not each.may_come))


def plan_of(workshop: Workshop) -> Plan:
    """Return a workshop as the rules look at it."""
    days = [*map(Day.of, workshop.sessions.all())]
    return Plan(workshop.course, days, workshop.tz, workshop=workshop.pk)


# Who leads it


def with_gaps(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Annotate what speaks against who is counted on: `is_away`, `is_unaccredited`, `is_without`
    a contract, on one of the days; and `is_taken` elsewhere at some of its hours."""
    person = OuterRef(OuterRef("facilitator"))
    day, course = OuterRef("day"), OuterRef("workshop__course")
    away = Unavailability.objects.filter(facilitator=person).touching(day, day)
    holding = Accreditation.objects.filter(facilitator=person, course=course).valid_on(day)
    partner = OuterRef("workshop__partner_year__partner")
    agreed = Contract.objects.filter(facilitator=person, partner=partner, courses=course)
    booked = Booking.objects.filter(
        facilitator=person, begins_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("begins_at")
    ).exclude(session__workshop=OuterRef("workshop"))
    days = Session.objects.filter(workshop=OuterRef("workshop"))
    return assignments.annotate(
        is_away=Exists(days.filter(Exists(away))),
        is_unaccredited=Exists(days.exclude(Exists(holding))),
        is_without=Exists(days.exclude(Exists(agreed.covering(day)))),
        is_taken=Exists(days.filter(Exists(booked))),
    )


class Led(NamedTuple):
    """Somebody on a workshop, with what speaks against it and what they wrote last."""

    assignment: Assignment
    warnings: list[str]
    note: str

    @property
    def lacks_contract(self):
        return self.assignment.status in COUNTED_ON and self.assignment.is_without


def led_by(workshop: Workshop) -> list[Led]:
    """Return who is on a workshop, who is counted on first: two queries."""
    rows = with_gaps(workshop.assignments.select_related("facilitator"))
    found = list(rows.prefetch_related("changes"))
    found.sort(key=lambda each: (each.status not in COUNTED_ON, each.role != "lead", each.pk))
    return [Led(each, list(_warnings(each, workshop)), note_of(each)) for each in found]


def note_of(assignment: Assignment) -> str:
    """Return why somebody declined, or was taken off."""
    moves = [move for move in assignment.changes.all() if move.new == assignment.status]
    return moves[-1].note if moves else ""


def _warnings(assignment, workshop):
    if assignment.status not in COUNTED_ON or not workshop.is_going_on:
        return
    if assignment.is_taken:
        yield "They are confirmed for another workshop at these hours. Choose somebody else."
    if assignment.is_away:
        yield "They have said that they cannot come on one of the days. Ask them, or choose others."
    if assignment.role != Assignment.Role.LEAD:
        return  # what the others may lead, no day depends on
    if assignment.is_unaccredited:
        yield (
            f"They are not accredited for {workshop.course} on every day: that day would not "
            "count. Choose somebody else to lead."
        )
    if assignment.is_without:
        yield (
            "You have no signed contract with them that covers every day: without it, that day "
            "does not count."
        )


# Who is missing


def without_lead(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Narrow workshops to those that are to come and have no confirmed lead."""
    leads = Assignment.objects.confirmed().filter(workshop=OuterRef("pk"), role="lead")
    return workshops.filter(Q(status__in=GOING_ON), ~Exists(leads))
