"""A contract is offered, signed by both sides in two browsers, saved, checked, and refused once a
byte of it is changed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from applications.models import SchoolYear
from facilitators.models import Contract
from plp.core.days import pacific_today
from tests.browser.looking import SCHEMES, look
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator_with_account,
    make_template,
)
from tests.make import make_course, make_partner, make_school_year, make_user

pytestmark = [pytest.mark.browser, pytest.mark.looks]

TEXT = "# What you do\n\n{facilitator} leads workshops in {courses}.\n\n1. {day_rate} a day\n"


def far_year():
    found = SchoolYear.objects.filter(first_day=date(2061, 7, 1)).first()
    return found or make_school_year(2061)


def drafted():
    """A contract that a manager has drawn up, with everybody who is to do something with it."""
    jonas, dana, vera = (make_user(name=n) for n in ("Jonas Tinderbox", "Dana Whit", "Vera Quill"))
    facilitator = make_facilitator_with_account(user=jonas, name=jonas.name)
    partner = make_partner(organization="Paper Lantern Office")
    partner.memberships.create(user=dana, may_manage=True)
    partner.memberships.create(user=vera, may_sign=True)
    course, year = make_course(name="Computer Science Principles"), far_year()
    make_accreditation(
        facilitator=facilitator, course=course, first_day=year.first_day, last_day=year.last_day
    )
    contract = make_contract(
        partner=partner,
        facilitator=facilitator,
        school_year=year,
        courses=[course],
        template=make_template(text=TEXT, published_at="2026-01-01T12:00Z"),
        terms="Materials are provided by the partner.",
        travel_cap=200,
        answer_by=pacific_today() + timedelta(days=9),
        by=dana,
    )
    return contract, jonas, dana, vera


def saved(page, name):
    """The bytes that a browser saves when a link is followed."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def sign(page, name, button):
    page.get_by_role("checkbox").press("Space")
    page.get_by_label("Your full name").fill(name)
    page.get_by_role("button", name=button).press("Enter")


def verdict_on(page, content):
    page.get_by_label("The document", exact=True).set_input_files(
        {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Check it").press("Enter")
    return page.get_by_role("alert").inner_text()


def test_a_contract_from_offer_to_force(open_page, cookies_of):
    contract, jonas, dana, vera = drafted()
    of_partner = f"/partner/{contract.partner_id}/contracts/{contract.pk}/"

    # The manager offers it
    manager = open_page(of_partner, cookies=cookies_of(dana))
    manager.get_by_role("button", name="Offer it to Jonas Tinderbox").click()
    manager.get_by_text("Offered", exact=True).first.wait_for()

    # The facilitator reads and signs it, from the keyboard
    own = open_page("/facilitator/contracts/", cookies=cookies_of(jonas))
    look(own, "own-contracts", SCHEMES)
    own.get_by_role("link", name="Contract with Paper Lantern Office").press("Enter")
    offered = saved(own, f"Save contract-{contract.code}.pdf")
    assert offered.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in offered
    own.get_by_role("button", name="Sign the contract").press("Enter")
    own.get_by_role("alert").get_by_text("Type your full name.").wait_for()
    look(own, "own-contract", SCHEMES)
    sign(own, "jonas tinderbox", "Sign the contract")
    own.get_by_text("Now the partner does.").wait_for()

    # The signatory signs it, without JavaScript
    look(open_page(f"{of_partner}sign/", cookies=cookies_of(vera)), "contract-sign", SCHEMES)
    theirs = open_page(f"{of_partner}sign/", cookies=cookies_of(vera), script=False)
    sign(theirs, "Vera Quill", "Sign for the partner")
    theirs.get_by_text("is in force.").wait_for()
    assert Contract.objects.get(pk=contract.pk).status == "in_force"

    # Both save the same document
    own.reload()
    look(own, "own-contract-signed")
    name = f"Save contract-{contract.code}-signed.pdf"
    signed = saved(own, name)
    assert signed == saved(theirs, name)
    assert signed != offered

    # Anybody checks it
    public = open_page("/contracts/verify/")
    assert "as both signed it" in verdict_on(public, signed)
    look(public, "verify", SCHEMES)
    flipped = bytearray(signed)
    flipped[len(flipped) // 2] ^= 1
    assert "It is not one we keep, or it was changed." in verdict_on(public, bytes(flipped))

    # Forms that nobody has needed so far
    theirs = open_page(f"{of_partner}end/", cookies=cookies_of(vera))
    look(theirs, "contract-end")
