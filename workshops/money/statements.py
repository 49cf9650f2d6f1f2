"""The statement of what a facilitator or teacher was paid over some days, as a PDF."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from plp.core import days
from plp.core.money import dollars
from plp.core.pdf import Part, Row, letter
from plp.core.texts import counted
from workshops.models import Payable
from workshops.money.amounts import sum_of
from workshops.money.own import with_lines
from workshops.money.travel import TRAVEL

NOTHING = "Nothing was paid in these days."
NO_TAX = (
    "A statement of payments as partners entered them; it is no tax form. Travel with receipts "
    "stands apart from pay."
)


def pdf(payee, payables: QuerySet[Payable], first: date, last: date, *, on: date) -> bytes:
    """Return the statement, tagged (PDF/UA-1); it says on which day it was made."""
    span = days.span(first, last)
    return letter(
        title=f"Statement, {payee}, {span}",
        heading="Statement of payments",
        below=f"{payee} · {span}",
        reference=f"As of {days.in_words(on, weekday=False)}",
        contact=f"Statement of payments to {payee}, {span}",
        parts=parts_of(payables, first, last, on=on),
        dated=on,
    )


def parts_of(payables: QuerySet[Payable], first: date, last: date, *, on: date) -> list[Part]:
    """Return what was paid from a first to a last day, both of them counted, by partner; and what
    is owed still, where today is among the days."""
    read = with_lines(payables.live())
    paid = list(read.paid().filter(paid_on__gte=first, paid_on__lte=last).order_by("paid_on", "pk"))
    owed = list(read.owed().order_by("due_on", "pk")) if first <= on <= last else []
    return [_in_all(paid), *_by_partner(paid), *_not_paid(owed)]


def _in_all(paid):
    if not paid:
        return Part("In all", [Row("Paid", NOTHING)], note=NO_TAX)
    total, travel = sum_of(paid), _travel(paid)
    rows = [
        Row("Paid", f"{dollars(total)} in {counted(len(paid), 'payment')}"),
        Row("Pay", dollars(total - travel)),
        Row("Travel with receipts", dollars(travel)),
    ]
    return Part("In all", rows, note=NO_TAX)


def _travel(paid):
    lines = (line for each in paid for line in each.lines.all())
    return sum((line.amount for line in lines if line.kind == TRAVEL), Decimal(0))


def _by_partner(paid):
    ordered = sorted(paid, key=lambda each: (str(each.partner), each.partner_id))
    for _, group in groupby(ordered, key=attrgetter("partner_id")):
        rows = list(group)
        together = Row("Together", dollars(sum_of(rows)))
        yield Part(f"Paid by {rows[0].partner}", [*map(_paid_row, rows), together])


def _paid_row(payable):
    head = f"{payable.workshop}, {payable.get_kind_display().lower()}, {payable.code}"
    foot = f"Together {dollars(payable.total)}, reference {payable.reference}"
    day = days.in_words(payable.paid_on, weekday=False)
    return Row(day, "\n".join([head, *_lines(payable), foot]))


def _not_paid(owed):
    if owed:
        rows = [*map(_owed_row, owed), Row("Together", dollars(sum_of(owed)))]
        yield Part("Not paid yet", rows)


def _owed_row(payable):
    head = f"{payable.workshop}, {payable.partner}, {payable.get_status_display().lower()}"
    due = f"Due {days.in_words(payable.due_on, weekday=False)}"
    return Row(due, "\n".join([head, *_lines(payable), f"Together {dollars(payable.total)}"]))


def _lines(payable):
    return [f"{line.text}: {dollars(line.amount)}" for line in payable.lines.all()]
