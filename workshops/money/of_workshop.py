"""What a workshop costs its partner and brings it: who is paid for it, and what is asked for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from workshops.models import Payable, ReimbursementLine, Workshop
from workshops.models.reimbursements import LIVE
from workshops.money.amounts import sum_of
from workshops.money.owing import uncovered_days
from workshops.money.payments import RELATED


@dataclass
class Sums:
    """The money of one workshop."""

    leading: list[Payable]  # of those who led it, each with its `total`
    coming: list[Payable]  # of teachers who came
    uncovered: list[dict]  # `name` and `day` of who led under no contract
    claimed: list[ReimbursementLine]  # of requests that are sent, approved or paid

    @property
    def of_teachers(self) -> Decimal:
        return sum_of(self.coming)

    @property
    def still_owed(self) -> int:
        """How many of the payments to teachers are not paid yet."""
        return sum(1 for row in self.coming if row.is_owed)


def sums_of(workshop: Workshop) -> Sums:
    """Return it in three queries, however many led it or came."""
    owed = Payable.objects.live().filter(workshop=workshop).with_total()
    rows = list(owed.select_related(*RELATED).order_by("due_on", "pk"))
    return Sums(
        [row for row in rows if row.assignment_id],
        [row for row in rows if row.enrollment_id],
        _uncovered(workshop),
        _claimed(workshop),
    )


def _uncovered(workshop) -> list[dict[str, str | date]]:
    if workshop.status != Workshop.Status.COMPLETED:
        return []
    led = uncovered_days(workshop.assignments.confirmed())
    return list(led.annotate(name=F("facilitator__name")).values("name", "day"))


def _claimed(workshop):
    lines = ReimbursementLine.objects.filter(
        session__workshop=workshop, reimbursement__status__in=LIVE
    )
    return list(lines.select_related("reimbursement").order_by("part", "pk"))
