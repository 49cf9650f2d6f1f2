"""Keys of another partner's records, below one's own address: they lead nowhere."""

from datetime import date

import pytest
from django.urls import reverse

from tests.make import make_cohort, make_community_event, make_partner_year
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from workshops.models import (
    Objection,
    PayableLine,
    Reimbursement,
    ReimbursementFile,
    ReimbursementLine,
    TaxForm,
)

pytestmark = pytest.mark.django_db

# The name of an address, which keys in it are one's own, and which are another partner's.
ADDRESSES = [
    ("request", [], ["request"]),
    ("request-pdf", [], ["request"]),
    ("request-send", [], ["request"]),
    ("request-withdraw", [], ["request"]),
    ("request-line-delete", ["request"], ["row"]),
    ("request-line-delete", [], ["request", "row"]),
    ("request-paper", ["request"], ["paper"]),
    ("request-paper", [], ["request", "paper"]),
    ("request-paper-delete", ["request"], ["paper"]),
    ("request-begin", [], ["cohort"]),
    ("request-begin-event", [], ["event"]),
    ("payment", [], ["payable"]),
    ("payment-back", [], ["payable"]),
    ("payment-correct", [], ["payable"]),
    ("payment-line-remove", ["payable"], ["line"]),
    ("payment-line-remove", [], ["payable", "line"]),
    ("payment-answer", ["payable"], ["objection"]),
    ("payment-answer", [], ["payable", "objection"]),
    ("payment-receipt", ["payable"], ["receipt"]),
    ("payment-receipt", [], ["payable", "receipt"]),
    ("w9-facilitator", [], ["facilitator"]),
]


def records(year):
    """Return {what: the key of one of a partner}."""
    fields = {"kind": "invoice", "title": "Paper", "of_day": date(2016, 10, 8)}
    request = make_reimbursement(90, partner_year=year, **fields)
    paper = request.files.create(name="r.pdf", kind="pdf", size=9, file="reimbursements/2016/r.pdf")
    owed = make_payable(500, -50, workshop=make_workshop(partner_year=year))
    line = owed.lines.last()
    receipt = line.files.create(name="t.pdf", kind="pdf", size=9, file="receipts/2016/t.pdf")
    found = {
        "request": request,
        "row": request.lines.get(),
        "paper": paper,
        "cohort": make_cohort(partner=year.partner),
        "event": make_community_event(partner=year.partner, status="completed"),
        "payable": owed,
        "line": line,
        "receipt": receipt,
        "objection": line.objections.create(text="Two days."),
        "facilitator": owed.assignment.facilitator,
    }
    return {name: record.pk for name, record in found.items()}


def all_rows():
    models = [ReimbursementLine, ReimbursementFile, PayableLine, Objection, TaxForm]
    statuses = Reimbursement.objects.order_by("pk").values_list("pk", "status")
    return [[*model.objects.order_by("pk").values()] for model in models], [*statuses]


def test_the_keys_of_another_partner_lead_nowhere(browse, year):
    money, own, theirs = browse(may_handle_money=True), records(year), records(make_partner_year())
    before = all_rows()

    for name, mine, others in ADDRESSES:
        keys = [own[key] for key in mine] + [theirs[key] for key in others]
        address = reverse(f"workshops:{name}", args=[year.partner_id, *keys])

        answers = [money.get(address), money.post(address, {"text": "x", "amount": "1"})]

        assert {answer.status_code for answer in answers} <= {302, 404, 405}, address
        assert "/login" not in str([getattr(answer, "url", "") for answer in answers])
    assert all_rows() == before
