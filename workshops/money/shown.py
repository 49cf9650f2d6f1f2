"""A request as its partner, or staff, reads it: worked out today, or as it was written down."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse

from plp.core.money import from_cents
from workshops.models import Reimbursement
from workshops.models.reimbursements import LIVE
from workshops.money import expenses
from workshops.money.cohorts import Claim, claim_of
from workshops.money.stamps import stamp_of, stamp_of_lines


class Row(NamedTuple):
    """An amount, with the workshop day that it is for, if it is for one."""

    text: str
    amount: Decimal
    url: str = ""
    key: int | None = None  # of what is written down


class Person(NamedTuple):
    """A funded teacher, and the day that made them one."""

    name: str
    school: str
    day: date
    url: str


class Shown(NamedTuple):
    """What stands on the page of a request, and in its PDF."""

    rows: list[Row]
    people: list[Person]
    steps: list[tuple[str, Decimal]]  # how the whole of the group comes about, the sum last
    obstacles: list[str] = []  # why it cannot be sent
    remarks: list[str] = []
    seen: str = ""  # what sending it says was seen
    difference: Decimal = Decimal(0)  # of the group, by now

    @property
    def total(self):
        return sum((row.amount for row in self.rows), Decimal(0))

    @property
    def too_much(self):
        """How much less would be asked for by now."""
        return max(-self.difference, Decimal(0))


def shown(request: Reimbursement, on: date) -> Shown:
    """Return what a request says; of a teacher group it is worked out anew until it is sent."""
    if not request.is_with_partner:
        return _written(request, on)
    if request.is_of_cohort:
        return _worked_out(request.partner.pk, claim_of(request.cohort, on))
    obstacles, seen = expenses.obstacles_of(request, on), stamp_of_lines(request)
    return Shown(_rows(request), [], [], obstacles, seen=seen)


def _worked_out(partner, claim: Claim):
    rows = [
        Row(line.text, line.amount, _day(partner, line.workshop, line.session))
        for line in claim.lines
    ]
    people = [
        Person(one.name, one.school, one.day, _day(partner, one.workshop, one.session))
        for one in claim.funded
    ]
    steps = in_dollars(claim.steps)
    return Shown(rows, people, steps, claim.obstacles, claim.remarks, stamp_of(claim))


def _written(request, on):
    partner = request.partner.pk
    people = [
        Person(
            one.teacher.name,
            one.teacher.school,
            one.session.day,
            _day(partner, one.session.workshop_id, one.session_id),
        )
        for one in request.funded.select_related("teacher", "session")
    ]
    is_live = request.is_of_cohort and request.status in LIVE
    difference = claim_of(request.cohort, on).difference if is_live else Decimal(0)
    return Shown(_rows(request), people, in_dollars(request.steps), difference=difference)


def in_dollars(steps: list[list]) -> list[tuple[str, Decimal]]:
    """Return steps with amounts in dollars, that are kept in cents."""
    return [(words, from_cents(cents)) for words, cents in steps]


def _rows(request):
    partner = request.partner.pk
    return [
        Row(
            line.text,
            line.amount,
            _day(partner, line.session and line.session.workshop_id, line.session_id),
            line.pk,
        )
        for line in request.lines.select_related("session")
    ]


def _day(partner, workshop, session):
    return reverse("workshops:day", args=[partner, workshop, session]) if session else ""
