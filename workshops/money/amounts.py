"""Sums of what partners ask for, and of what they owe."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from plp.core.keys import key_in
from workshops.models import Payable, Reimbursement


def total_of(request: Reimbursement) -> Decimal:
    """Return what a request asks for, in dollars; less than nothing where it gives back."""
    if hasattr(request, "total"):
        return request.total or Decimal(0)
    return request.lines.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def sum_of(payables: Iterable[Payable]) -> Decimal:
    """Return what payments come to together, read with their `total`; it may be negative."""
    return sum((each.total for each in payables), Decimal(0))


def chosen_year(asked: str | None, years: list[int]) -> int | None:
    """Return the calendar year that was asked for, if it is one of these; else the first of them.
    None where there is none."""
    year = key_in(asked)
    return year if year in years else next(iter(years), None)
