"""Documents of contracts: what they say, that they stay as they were read, byte for byte."""

import logging
from datetime import date

import pytest

from facilitators import documents
from tests.facilitators.make import (
    make_contract,
    make_facilitator,
    make_signature,
    make_template,
)

pytestmark = pytest.mark.django_db

TEXT = """# Services

{facilitator} leads workshops in **{courses}** for {partner}.

1. {day_rate} a day
2. {travel}
"""


def contract_of(**fields):
    defaults = {
        "template": make_template(text=TEXT),
        "facilitator": make_facilitator(name="Jonas Tinderbox"),
        "answer_by": date(2016, 4, 22),
    }
    return make_contract(**(defaults | fields))


def kept_offer(contract):
    return documents.keep(contract, "offer", documents.offer_pdf(contract), "contract.pdf")


def said(contract):
    return dict(documents.terms_of(contract))


def test_an_example_stands_for_each_placeholder():
    assert documents.placeholders(contract_of()).keys() == documents.PLACEHOLDERS.keys()


def test_an_offer_is_tagged_and_the_same_each_time():
    contract = contract_of()

    made = documents.offer_pdf(contract)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/StructTreeRoot" in made
    assert made == documents.offer_pdf(contract)


def test_what_people_wrote_is_never_markup():
    contract = contract_of(terms="# *Not* #panic() $x$ `y` {number}")

    words = documents.words_of(contract)

    assert documents.offer_pdf(contract).startswith(b"%PDF")
    assert ["What else is agreed", contract.terms] in words["rows"]


def test_pay_of_an_employee_is_on_the_payroll():
    assert said(contract_of())["Pay for a day"] == "$500, half of it for half a day"
    assert "Pay for a day" not in said(contract_of(engagement="employee"))
    assert "payroll" in said(contract_of(engagement="employee"))["Pay"]


def test_nothing_of_an_employee_s_contract_names_an_amount_or_a_day_of_pay():
    contract = contract_of(engagement="employee", day_rate=0)

    words = documents.placeholders(contract)

    assert words["pay"] == "Pay is on the partner’s payroll, not under this contract."
    assert words["day_rate"] == "what the partner’s payroll pays"
    assert "Paid within" not in said(contract)


def test_pay_of_a_contractor_says_how_much_and_when():
    assert documents.placeholders(contract_of())["pay"] == documents.PLACEHOLDERS["pay"]


def test_cents_are_told_exactly():
    contract = contract_of(day_rate="500.50", travel_cap="200", late_cancel_pay="0.01")
    contract.refresh_from_db()

    assert said(contract)["Pay for a day"].startswith("$500.50")
    assert said(contract)["Travel"] == "Up to $200 for each workshop, against receipts"
    assert said(contract)["Cancelled late"].startswith("$0.01 for a day")


def test_a_kept_document_is_given_back_byte_for_byte():
    contract = contract_of()

    file = kept_offer(contract)

    assert documents.read(file) == documents.offer_pdf(contract)
    assert file.sha256 == documents.sha256(documents.offer_pdf(contract))
    assert file.name == "contract.pdf"
    assert "contract" not in file.file.name.removeprefix("contracts/")


def test_the_signed_one_says_what_was_read_whatever_has_changed_since():
    contract = contract_of()
    kept_offer(contract)
    for side in ("facilitator", "partner"):
        make_signature(contract, side=side, address="203.0.113.7")
    before = documents.signed_pdf(contract)

    contract.facilitator.name = "Jonas Somebody Else"
    contract.facilitator.save()
    contract.refresh_from_db()

    assert documents.signed_pdf(contract) == before
    assert documents.offer_pdf(contract) != documents.read(contract.files.get())


def flip_a_byte(file):
    content = bytearray(documents.read(file))
    content[len(content) // 2] ^= 1
    file.file.storage.delete(file.file.name)
    with file.file.storage.open(file.file.name, "wb") as opened:
        opened.write(bytes(content))


def test_a_flipped_byte_is_refused_and_logged(caplog):
    file = kept_offer(contract_of())
    flip_a_byte(file)

    with caplog.at_level(logging.ERROR), pytest.raises(documents.Altered, match="not as we kept"):
        documents.read(file)

    assert f"Document {file.pk} of a contract is not as it was kept." in caplog.text


def test_lost_bytes_are_refused_too():
    file = kept_offer(contract_of())
    file.file.storage.delete(file.file.name)

    with pytest.raises(documents.Altered):
        documents.read(file)
