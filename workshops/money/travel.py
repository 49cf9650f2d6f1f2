"""What a facilitator may still enter as travel for a workshop, and what they have entered."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from facilitators.models import Contract
from workshops.models import Assignment, Payable, PayableLine
from workshops.money.owing import contract_days

TRAVEL = PayableLine.Kind.TRAVEL


class Travel(NamedTuple):
    """The contract that pays the travel to a workshop, if any does, and what was entered so far."""

    contract: Contract | None
    entered: Decimal

    @property
    def cap(self) -> Decimal:
        """The most that is paid for the workshop, in dollars."""
        is_paid = self.contract and self.contract.is_paid_by_the_day
        return self.contract.travel_cap if is_paid else Decimal(0)

    @property
    def left(self) -> Decimal:
        return max(self.cap - self.entered, Decimal(0))


def travel_of(assignment: Assignment) -> Travel:
    """Return how travel to a workshop stands: two queries. What was taken back is free again."""
    entered = lines_of(assignment).aggregate(total=Sum("amount"))["total"]
    return Travel(contract_of(assignment), entered or Decimal(0))


def lines_of(assignment: Assignment) -> QuerySet[PayableLine]:
    """Return the travel that was entered for a workshop, on whichever payment it stands."""
    mine = PayableLine.objects.filter(kind=TRAVEL, payable__assignment=assignment)
    return mine.exclude(payable__status=Payable.Status.VOID)


def contract_of(assignment: Assignment) -> Contract | None:
    """Return the contract of the latest day of a workshop that one covers."""
    days = contract_days(Assignment.objects.filter(pk=assignment.pk))
    covered = [row["contract"] for row in days if row["contract"]]
    return Contract.objects.get(pk=covered[-1]) if covered else None
