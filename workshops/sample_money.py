"""Ten years of requests and payments of a large sample."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random

from applications.models import PartnerYear
from applications.registry import sample_records
from facilitators.models import Contract
from plp.core.codes import ALPHABET
from workshops.models import (
    Cohort,
    Payable,
    PayableLine,
    PaymentBatch,
    Reimbursement,
    ReimbursementLine,
    Workshop,
)
from workshops.models.payables import PayableStatusChange
from workshops.models.reimbursements import ReimbursementStatusChange

YEARS = 10
REQUESTS = 12  # of each partner and year
AT_ONCE = 50  # partners whose money is in memory at a time
SETTLED = 60  # days after which everything is paid, or came to nothing
WITHIN = 30  # days until what was led is paid

OLD = ["paid"] * 19 + ["declined"]
NEW = ["sent"] * 5 + ["approved"] * 3 + ["returned", "draft", "withdrawn"]
WAYS = {
    "draft": [],
    "withdrawn": ["withdrawn"],
    "sent": ["sent"],
    "returned": ["sent", "returned"],
    "declined": ["sent", "declined"],
    "approved": ["sent", "approved"],
    "paid": ["sent", "approved", "paid"],
}


@sample_records
def load(partners, on: date, dice: Random, **sizes) -> None:
    """Write what partners asked for and were paid, and what they owe and have paid."""
    batches = _batches(on)
    codes = _codes("D"), _codes("F")
    for start in range(0, len(partners), AT_ONCE):
        some = partners[start : start + AT_ONCE]
        _ask(some, on, dice, codes[0], batches)
        _owe(some, on, dice, codes[1])


def _codes(letter) -> Iterator[str]:
    for letters in product(ALPHABET, repeat=4):
        first, *others = letters
        yield f"{letter * 3}{first}-{''.join(others)}"


def _batches(on):
    """Write a paid batch a month, the latest first."""
    days = [on - timedelta(days=SETTLED // 2 + 30 * n) for n in range(YEARS * 12 + 2)]
    return PaymentBatch.objects.bulk_create(
        PaymentBatch(code=code, status="paid", paid_on=day, reference=f"ACH {day:%Y%m%d}")
        for code, day in zip(_codes("H"), days, strict=False)
    )


# What partners ask for


def _ask(partners, on, dice, codes, batches):
    years = {year.partner_id: year for year in PartnerYear.objects.filter(partner__in=partners)}
    groups = {group.partner_id: group for group in Cohort.objects.filter(partner__in=partners)}
    made = Reimbursement.objects.bulk_create(
        _request(years[partner.pk], groups.get(partner.pk), n, on, dice, next(codes), batches)
        for partner in partners
        if partner.pk in years
        for n in range(REQUESTS * YEARS)
    )
    ReimbursementLine.objects.bulk_create(
        ReimbursementLine(
            reimbursement=request,
            position=n,
            kind="correction" if request.kind == "adjustment" else "expense",
            text=f"Amount {n}",
            amount=dice.randrange(20, 400),
        )
        for request in made
        for n in range(1, dice.randrange(1, 3) + 1)
    )
    ReimbursementStatusChange.objects.bulk_create(
        ReimbursementStatusChange(reimbursement=request, old="draft", new=status)
        for request in made
        for status in WAYS[request.status]
    )


def _request(year, group, n, on, dice, code, batches):
    """Return the nth request of a partner, counted back from today; the newest are of its group."""
    ago = n * 365 // REQUESTS + dice.randrange(1, 20)
    day = on - timedelta(days=ago)
    status = dice.choice(OLD if ago > SETTLED else NEW)
    is_of_group = group and n < 3 and status not in {"draft", "returned"}
    was_sent = status not in {"draft", "withdrawn"}
    return Reimbursement(
        code=code,
        partner_year=year,
        kind="adjustment" if is_of_group else "invoice",
        cohort=group if is_of_group else None,
        title="" if is_of_group else f"Rooms and food, {n + 1}",
        of_day=None if is_of_group else day,
        status=status,
        as_of=day if was_sent else None,
        closed_on=day if was_sent else None,
        batch=batches[(ago - SETTLED) // 30] if status == "paid" else None,
    )


# What partners owe


def _owe(partners, on, dice, codes):
    """Write what is owed for each completed workshop, and corrections of ten years."""
    done = Workshop.objects.filter(
        partner_year__partner__in=partners,
        status=Workshop.Status.COMPLETED,
        assignments__status="confirmed",
    )
    done = done.prefetch_related("assignments", "sessions").select_related("partner_year")
    contracts = _contracts(partners)
    firsts = [_led(workshop, on, next(codes)) for workshop in done.order_by("pk")]
    Payable.objects.bulk_create(firsts)
    later = Payable.objects.bulk_create(
        _correction(first, years, on, next(codes)) for first in firsts for years in range(1, YEARS)
    )
    PayableLine.objects.bulk_create(_line(row, contracts, dice) for row in [*firsts, *later])
    PayableStatusChange.objects.bulk_create(
        PayableStatusChange(payable=row, old="proposed", new=row.status)
        for row in [*firsts, *later]
        if row.status != "proposed"
    )


def _contracts(partners):
    rows = Contract.objects.filter(partner__in=partners)
    return {(row.partner_id, row.facilitator_id): row for row in rows}


def _led(workshop, on, code):
    [assignment, *_] = workshop.assignments.all()
    due_on = workshop.sessions.all()[0].day + timedelta(days=WITHIN)
    return Payable(
        code=code,
        kind="led",
        partner_id=workshop.partner_year.partner_id,
        workshop=workshop,
        assignment=assignment,
        due_on=due_on,
        **_stands(due_on, on),
    )


def _correction(first, years, on, code):
    due_on = on - timedelta(days=365 * years - (on - first.due_on).days % 365)
    return Payable(
        code=code,
        kind="correction",
        corrects=first,
        partner_id=first.partner_id,
        workshop=first.workshop,
        assignment=first.assignment,
        due_on=due_on,
        status="paid",
        paid_on=due_on,
        reference="Check 7",
    )


def _stands(due_on, on):
    if due_on < on:
        return {"status": "paid", "paid_on": due_on, "reference": "Check 5"}
    return {"status": "approved" if due_on < on + timedelta(days=WITHIN // 2) else "proposed"}


def _line(row, contracts, dice):
    return PayableLine(
        payable=row,
        kind="day" if row.kind == "led" else "correction",
        session=row.workshop.sessions.all()[0],
        contract=contracts.get((row.partner_id, row.assignment.facilitator_id)),
        text="A day led",
        number=1 if row.kind == "led" else None,
        rate=500 if row.kind == "led" else None,
        amount=500 if row.kind == "led" else dice.randrange(-50, 250),
    )
