"""The workshops that a facilitator is asked to lead, leads and has led."""

from datetime import date

from django.db.models import QuerySet

from facilitators.models import Contract, Facilitator
from workshops.leading import note_of, with_gaps
from workshops.listing import when
from workshops.models import Assignment
from workshops.models.staffing import TOLD
from workshops.money.own import of_facilitator

Status = Assignment.Status
RELATED = ["workshop__course", "workshop__partner_year__partner__region", "facilitator"]


def rows(facilitator: Facilitator) -> QuerySet[Assignment]:
    """Return what somebody was asked or is confirmed for, with the days: three queries."""
    found = Assignment.objects.filter(
        pk__in=facilitator.assignments.known_to_them().order_by().values("pk")
    )
    return found.select_related(*RELATED).prefetch_related("workshop__sessions", "changes")


def sorted_out(assignments: QuerySet[Assignment], on: date) -> dict[str, list[Assignment]]:
    """Return {`asked`, `leads`, `over`: rows}, of what is to come the first day first."""
    found = {"asked": [], "leads": [], "over": []}
    for each in assignments:
        found[_where(each)].append(each)
    for name, of_one in found.items():
        of_one.sort(key=_first_day, reverse=name == "over")
    return found


def _where(assignment):
    if not assignment.workshop.is_going_on:
        return "over"
    return {Status.ASKED: "asked", Status.CONFIRMED: "leads"}.get(assignment.status, "over")


def _first_day(assignment):
    first = assignment.workshop.first_session
    return first.day if first else date.max


def can_answer(assignment: Assignment) -> bool:
    return assignment.status == Status.ASKED and assignment.workshop.is_going_on


def can_decline(assignment: Assignment) -> bool:
    return assignment.status in TOLD and assignment.workshop.is_going_on


def of_one(assignment: Assignment, on: date) -> dict:
    """Return what the page of one says: also what is in the way of their coming."""
    workshop = assignment.workshop
    with_them = with_gaps(Assignment.objects.filter(pk=assignment.pk)).get()
    others = workshop.assignments.active().exclude(pk=assignment.pk)
    contract = (
        Contract.objects.ever_offered()
        .filter(
            partner=workshop.partner,
            facilitator=assignment.facilitator,
            school_year=workshop.partner_year.program_year.school_year_id,
        )
        .order_by("-pk")
        .first()
    )
    return {
        "assignment": assignment,
        "workshop": workshop,
        "when": when(workshop),
        "note": note_of(assignment),
        "gaps": with_them,
        "others": others.confirmed().select_related("facilitator"),
        "contract": contract,
        "payables": of_facilitator(assignment.facilitator).live().filter(assignment=assignment),
        "can_answer": can_answer(assignment),
        "can_decline": can_decline(assignment),
    }
