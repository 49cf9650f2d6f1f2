"""Sums of what partners ask for: the one place that adds lines of requests up."""

from decimal import Decimal

from django.db.models import Sum

from workshops.models import Reimbursement


def total_of(request: Reimbursement) -> Decimal:
    """Return what a request asks for, in dollars; less than nothing where it gives back."""
    if hasattr(request, "total"):
        return request.total or Decimal(0)
    return request.lines.aggregate(total=Sum("amount"))["total"] or Decimal(0)
