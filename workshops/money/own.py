"""What a facilitator or a teacher sees of what they are paid."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Min, Prefetch, Q, QuerySet, Sum

from facilitators.models import Facilitator
from workshops.models import Payable, PayableLine, Teacher
from workshops.money.amounts import chosen_year, sum_of
from workshops.money.owing import uncovered_of
from workshops.money.travel import TRAVEL, Travel, travel_of

NAMED = [
    "partner",
    "workshop__course",
    "workshop__partner_year__partner",
    "assignment__facilitator",
    "enrollment__teacher",
]


class Year(NamedTuple):
    """What was paid in a calendar year, the last first."""

    year: int
    rows: list[Payable]

    @property
    def total(self):
        return sum_of(self.rows)


class Own(NamedTuple):
    """What is not paid yet, the next due first; what was paid in a year, and in which others."""

    owed: list[Payable]
    paid: Year | None
    years: list[int]

    @property
    def total_owed(self):
        return sum_of(self.owed)


def of_facilitator(facilitator: Facilitator) -> QuerySet[Payable]:
    """Return all that a facilitator is or was owed, also what was taken back."""
    return Payable.objects.filter(assignment__facilitator=facilitator)


def of_teacher(teacher: Teacher) -> QuerySet[Payable]:
    return Payable.objects.filter(enrollment__teacher=teacher)


def listed(payables: QuerySet[Payable], asked_year: str | None) -> Own:
    """Return the payments of a page, with those paid in the year that was asked for, else in the
    last: three queries."""
    years = payables.years_paid()
    year = chosen_year(asked_year, years)
    rows = payables.live().with_questioned().with_total().select_related(*NAMED)
    return Own(
        list(rows.owed().order_by("due_on", "pk")),
        Year(year, list(rows.paid_in(year).order_by("-paid_on", "-pk"))) if year else None,
        years,
    )


def with_lines(payables: QuerySet[Payable]) -> QuerySet[Payable]:
    """Read payments with their lines, those of days first, receipts, and what was said of each."""
    by_day = F("session__day").asc(nulls_last=True)
    lines = PayableLine.objects.select_related("contract").order_by(by_day, "pk")
    with_words = lines.prefetch_related("files", "objections__answered_by")
    return (
        payables.select_related(*NAMED).with_total().prefetch_related(Prefetch("lines", with_words))
    )


class Seen(NamedTuple):
    """One payment of a facilitator, as its page shows it."""

    payable: Payable
    lines: list[PayableLine]
    others: list[Payable]  # of the same workshop: what it adds to, and what adds to it
    uncovered: list[date]  # days that they led and no contract covers, so nothing is owed for them
    travel: Travel
    can_enter: bool


def seen(payable: Payable) -> Seen:
    first = payable.corrects_id or payable.pk
    same = Payable.objects.live().filter(Q(pk=first) | Q(corrects=first)).exclude(pk=payable.pk)
    travel = travel_of(payable.assignment)
    return Seen(
        payable,
        [_marked(line, payable) for line in payable.lines.all()],
        list(same.with_total().order_by("pk")),
        uncovered_of(payable),
        travel,
        bool(travel.left) and payable.status != Payable.Status.VOID,
    )


def _marked(line, payable):
    """Say what its payee can do with a line."""
    is_theirs = line.kind == TRAVEL and payable.status == Payable.Status.PROPOSED
    line.can_take_back = is_theirs and not line.objections.all()
    line.can_object = can_object(line, payable) and not line.can_take_back
    line.takes_receipts = is_theirs
    return line


def can_object(line: PayableLine, payable: Payable) -> bool:
    """Whether its payee can say now that a line, read with its objections, is not right."""
    return payable.status != Payable.Status.VOID and not line.waits_for_answer


class Owed(NamedTuple):
    """What a facilitator is owed in all, in dollars, and when the next of it is due."""

    total: Decimal
    due_on: date | None  # None: nothing is owed


def owed_to(facilitator: Facilitator) -> Owed:
    """Return it in one query."""
    owed = of_facilitator(facilitator).owed()
    # A row for each line: the first day is of all of them, each amount of one.
    found = owed.aggregate(total=Sum("lines__amount"), due_on=Min("due_on"))
    return Owed(found["total"] or Decimal(0), found["due_on"])


def with_all_lines(payables: QuerySet[Payable]) -> dict[str, list[Payable]]:
    """Return {`owed`, `paid`: payments}, each with its lines as its payee sees them."""
    found = {"owed": [], "paid": []}
    for payable in with_lines(payables.live()).order_by("due_on", "pk"):
        payable.seen_lines = [_marked(line, payable) for line in payable.lines.all()]
        found["owed" if payable.is_owed else "paid"].append(payable)
    found["paid"].sort(key=lambda each: (each.paid_on, each.pk), reverse=True)
    return found
