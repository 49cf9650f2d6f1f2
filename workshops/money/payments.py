"""What a partner reads of what it owes and has paid, and the days that no contract covers."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from applications.models import Partner
from workshops.models import Assignment, Objection, Payable, PayableLine, Workshop
from workshops.money.amounts import chosen_year, sum_of
from workshops.money.owing import uncovered_days, uncovered_of

Status = Payable.Status
RELATED = ["assignment__facilitator", "enrollment__teacher", "workshop__course"]


def rows_of(partner: Partner) -> QuerySet[Payable]:
    """Return what a partner owes or has paid, the next due first, each with its `total`, and
    whether its payee waits for an answer: `is_questioned`."""
    rows = Payable.objects.filter(partner=partner).live().with_total()
    return rows.with_questioned().select_related(*RELATED)


@dataclass
class Sum:
    """Some payments, and what they come to."""

    rows: list[Payable]

    @property
    def total(self):
        return sum_of(self.rows)

    @property
    def is_any_ready(self):
        """Whether there is one that no payee finds wrong."""
        return any(not row.is_questioned for row in self.rows)


@dataclass
class Board:
    """What waits at a partner, and what it paid in a calendar year."""

    to_approve: Sum
    to_pay: Sum
    paid: Sum
    year: int | None  # None: nothing is paid yet
    years: list[int]  # in which something was paid, the last one first


def board_of(partner: Partner, asked_year: str | None) -> Board:
    """Return what a partner owes, and what it paid in a year: the last one, if none is named."""
    rows = rows_of(partner)
    owed = list(rows.owed())
    years = partner.payables.years_paid()
    shown = chosen_year(asked_year, years)
    of_year = rows.paid_in(shown).order_by("-paid_on", "-pk") if shown else []
    return Board(
        Sum([row for row in owed if row.status == Status.PROPOSED]),
        Sum([row for row in owed if row.status == Status.APPROVED]),
        Sum(list(of_year)),
        shown,
        years,
    )


def without_contract(partner: Partner) -> list[dict]:
    """Return days that somebody led and no contract covers, so that nothing is owed for them: each
    with the `assignment` and the `day`."""
    led = Assignment.objects.confirmed().filter(
        workshop__partner_year__partner=partner, workshop__status=Workshop.Status.COMPLETED
    )
    rows = list(uncovered_days(led))
    keys = {row["pk"] for row in rows}
    people = Assignment.objects.select_related("facilitator", "workshop__course").in_bulk(keys)
    return [{"assignment": people[row["pk"]], "day": row["day"]} for row in rows]


@dataclass
class Seen:
    """One payment as a partner reads it."""

    payable: Payable
    lines: list[PayableLine]
    others: list[Payable]  # of the same payee for the same workshop
    uncovered: list  # days that they led and no contract covers

    @property
    def total(self):
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def is_questioned(self):
        return any(line.waits_for_answer for line in self.lines)


def seen_by_partner(payable: Payable) -> Seen:
    lines = payable.lines.select_related("session", "contract", "by").prefetch_related(
        "files", Prefetch("objections", Objection.objects.select_related("answered_by"))
    )
    of_payee = {"assignment": payable.assignment_id, "enrollment": payable.enrollment_id}
    others = Payable.objects.live().filter(**of_payee).exclude(pk=payable.pk).with_total()
    return Seen(payable, list(lines), list(others.order_by("pk")), uncovered_of(payable))
