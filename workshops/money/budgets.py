"""What the program may spend in each of its years, and what came of it: all from rows."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from applications.models import ProgramYear
from plp.core.money import dollars
from workshops.models import ProgramBudget, Reimbursement, ReimbursementLine
from workshops.models.reimbursements import LIVE

Status = Reimbursement.Status
NOTHING = Decimal(0)


class Sums(NamedTuple):
    """What partners ask for, by what has become of it, in dollars."""

    asked: Decimal = NOTHING  # sent, not decided
    committed: Decimal = NOTHING  # approved, not paid
    spent: Decimal = NOTHING  # paid

    @property
    def taken(self):
        """What is gone of a budget: spent, or committed."""
        return self.spent + self.committed

    @property
    def all(self):
        return self.taken + self.asked


class Spending(NamedTuple):
    """One program year: its budget, None where nobody has set one, and its sums."""

    year: ProgramYear
    budget: Decimal | None
    sums: Sums

    @property
    def left(self):
        return None if self.budget is None else self.budget - self.sums.taken

    @property
    def left_at_last(self):
        """What is left once all is approved that is asked for now."""
        return None if self.budget is None else self.budget - self.sums.all


def spending_of(years: Iterable[ProgramYear]) -> list[Spending]:
    """Return the spending of program years, in two queries, however many there are."""
    years = list(years)
    budgets = dict(
        ProgramBudget.objects.filter(program_year__in=years).values_list("program_year", "amount")
    )
    sums = sums_by("partner_year__program_year", program_years=years)
    return [Spending(year, budgets.get(year.pk), sums.get(year.pk, Sums())) for year in years]


def sums_by(path: str, *, program_years: Iterable[ProgramYear]) -> dict[object, Sums]:
    """Return {what a path leads to from a request: Sums}, in one query."""
    lines = ReimbursementLine.objects.filter(
        reimbursement__status__in=LIVE,
        reimbursement__partner_year__program_year__in=program_years,
    )
    rows = lines.order_by().values_list(f"reimbursement__{path}", "reimbursement__status")
    found = defaultdict(dict)
    for key, status, amount in rows.annotate(sum=Sum("amount")):
        found[key][NAMES[status]] = amount
    return {key: Sums(**amounts) for key, amounts in found.items()}


NAMES = {Status.SENT: "asked", Status.APPROVED: "committed", Status.PAID: "spent"}


def in_words(spending: Spending) -> str:
    """Say in a sentence what is left of a budget."""
    of_year, sums = f"{spending.year.school_year}", spending.sums
    gone = f"{dollars(sums.spent)} paid, {dollars(sums.committed)} approved and not paid yet"
    if spending.budget is None:
        return f"{of_year} has no budget: {gone}."
    left = f"{dollars(spending.left)} left"
    if spending.left < 0:
        left = f"{dollars(-spending.left)} too much"
    return f"Budget of {of_year}: {dollars(spending.budget)}; {gone}; {left}."
