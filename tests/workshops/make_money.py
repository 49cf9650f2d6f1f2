"""Valid records of money; a test names only what it is about."""

from datetime import date

from plp.core.codes import new_code
from tests.make import make_cohort, make_partner_year
from tests.workshops.make import make_leading, make_workshop
from workshops.models import Payable, PayableLine, PaymentBatch, Reimbursement

SENT = ["sent", "approved", "paid"]


def make_batch(**fields):
    """One to be paid; one that is paid has a day and a reference."""
    defaults = {"code": new_code()}
    if fields.get("status") == "paid":
        defaults |= {"paid_on": date(2016, 11, 20), "reference": "ACH 1001"}
    return PaymentBatch.objects.create(**(defaults | fields))


def make_reimbursement(*amounts, **fields):
    """A request for a teacher group with one line an amount in dollars; not sent, unless a status
    says so."""
    defaults = {"code": new_code(), "kind": "cohort"}
    year = fields.get("partner_year") or make_partner_year()
    if fields.get("kind", "cohort") in {"cohort", "adjustment"} and "cohort" not in fields:
        defaults["cohort"] = make_cohort(
            partner=year.partner, school_year=year.program_year.school_year
        )
    if fields.get("status") in SENT:
        defaults |= {"as_of": date(2016, 10, 9), "closed_on": date(2016, 10, 8)}
    if fields.get("status") == "paid" and "batch" not in fields:
        defaults["batch"] = make_batch(status="paid")
    request = Reimbursement.objects.create(**(defaults | {"partner_year": year} | fields))
    for position, amount in enumerate(amounts, 1):
        request.lines.create(
            position=position, kind="expense", text=f"Expense {position}", amount=amount
        )
    return request


def make_payable(*amounts, **fields):
    """What a facilitator is owed for leading a workshop, one line an amount in dollars; to be
    approved, unless a status says so."""
    defaults = {"code": new_code(), "kind": "led", "due_on": date(2016, 11, 7)}
    if not {"assignment", "enrollment"} & fields.keys():
        workshop = fields.get("workshop") or make_workshop()
        defaults["assignment"] = make_leading(workshop, status="confirmed")
    payee = fields.get("assignment") or fields.get("enrollment") or defaults["assignment"]
    defaults["workshop"] = payee.workshop
    defaults["partner"] = payee.workshop.partner_year.partner
    if fields.get("status") == "paid":
        defaults |= {"paid_on": date(2016, 11, 1), "reference": "Check 204"}
    payable = Payable.objects.create(**(defaults | fields))
    for amount in amounts:
        PayableLine.objects.create(
            payable=payable,
            kind="day" if amount >= 0 else "correction",
            text="A day led",
            amount=amount,
        )
    return payable
