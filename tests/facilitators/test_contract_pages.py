"""A partner's pages of contracts: drawn up, offered, read, taken back, by whom and by whom not."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import FundingTerms
from facilitators import documents
from facilitators.models import Contract
from plp.core.models import Message
from tests.browsing import said
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_contract_file,
    make_facilitator,
    make_template,
)
from tests.make import (
    PDF,
    make_course,
    make_funding_terms,
    make_member,
    make_partner_year,
    make_program_year,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2029-08-01T19:00Z")


@pytest.fixture
def partner_year():
    year = make_program_year(school_year=make_school_year(2029))
    make_funding_terms(program=year.program)
    return make_partner_year(program_year=year)


@pytest.fixture
def partner(partner_year):
    return partner_year.partner


@pytest.fixture
def manager(partner):
    return signed_in(make_member(partner).user)


@pytest.fixture
def text():
    return make_template(
        text="{facilitator} leads for {partner}.", published_at="2029-07-01T12:00Z"
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, /, *keys, **query):
    return reverse(f"facilitators:{name}", args=keys, query=query)


def filled(partner_year, text, course, **changed):
    return {
        "school_year": partner_year.program_year.school_year_id,
        "courses": [course.pk],
        "paper": "online",
        "template": text.pk,
        "engagement": "contractor",
        "day_rate": "$1,512.50",
        "travel_cap": "200",
        "days_until_paid": "30",
        "late_cancel_pay": "0",
        "late_cancel_days": "14",
        "answer_by": "2029-08-20",
    } | changed


def ready(partner_year, text, **fields):
    return make_contract(
        partner=partner_year.partner,
        school_year=partner_year.program_year.school_year,
        template=text,
        answer_by=date(2029, 8, 20),
        **fields,
    )


def test_a_new_contract_begins_with_what_the_program_suggests(partner, manager):
    FundingTerms.objects.update(travel_cap=Decimal("212.50"))
    address = at("contract-new", partner.pk, facilitator=make_facilitator().pk)

    page = manager.get(address)

    assert "The program suggests $500" in said(page)
    assert "The program suggests $212.50" in said(page)
    assert 'name="travel_cap" value="212.50"' in page.content.decode()


def test_no_travel_is_suggested_where_the_program_says_none(partner, manager):
    address = at("contract-new", partner.pk, facilitator=make_facilitator().pk)

    assert said(manager.get(address)).count("The program suggests") == 1


def test_a_program_manager_draws_up_looks_and_offers(partner, partner_year, manager, text):
    jonas, course = make_facilitator(name="Jonas Tinderbox"), make_course()
    address = at("contract-new", partner.pk, facilitator=jonas.pk)
    blank = manager.get(address).content.decode()
    assert "The program suggests $500" in blank
    assert 'value="2029-08-15"' in blank

    page = manager.post(address, filled(partner_year, text, course))
    contract = Contract.objects.get()
    assert page.url == at("contract", partner.pk, contract.pk)
    assert (contract.day_rate, contract.travel_cap) == (pytest.approx(1512.5), 200)
    assert contract.first_day == date(2029, 7, 1)
    assert contract.last_day == date(2030, 6, 30)
    shown = manager.get(page.url).content.decode()
    assert "$1,512.50" in shown
    assert f"is not accredited for {course.name}" in shown
    preview = manager.get(at("contract-preview", partner.pk, contract.pk))
    assert preview.content.startswith(b"%PDF-")
    assert not Message.objects.exists()

    page = manager.post(at("contract-send", partner.pk, contract.pk))
    shown = manager.get(page.url).content.decode()
    assert "Offered: the contract with Jonas Tinderbox" in shown
    assert "It waits for Jonas Tinderbox to sign, until 20 August 2029, 19 days." in shown
    kept = contract.files.get()
    read = manager.get(at("contract-document", partner.pk, contract.pk, kept.pk))
    assert read.content == documents.read(kept)
    assert read["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"courses": []}, "courses", "Choose at least one course"),
        ({"template": ""}, "template", "Choose the text"),
        ({"day_rate": ""}, "day_rate", "Write what a day is paid"),
        ({"day_rate": "five"}, "day_rate", "Write an amount in dollars"),
        ({"day_rate": "1.005"}, "day_rate", "cents with two digits"),
        ({"day_rate": "-1"}, "day_rate", "Write 0 or more"),
        ({"answer_by": "2029-07-31"}, "answer_by", "This day has passed"),
        ({"answer_by": "2030-07-01"}, "answer_by", "after the last day of the contract"),
        ({"first_day": "2029-06-30"}, "first_day", "Choose a day in the school year"),
        ({"first_day": "2029-09-02", "last_day": "2029-09-01"}, "last_day", "before the first"),
        ({"first_day": "2029-07-01", "last_day": "2029-07-31"}, "last_day", "has passed"),
        ({"days_until_paid": "366"}, "days_until_paid", "less than or equal to 365"),
    ],
)
def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    partner, partner_year, manager, text, changed, field, why
):
    address = at("contract-new", partner.pk, facilitator=make_facilitator().pk)
    sent = filled(partner_year, text, make_course(), terms="Bring your own laptop.", **changed)

    page = manager.post(address, sent)

    form = page.context["form"]
    assert why in " ".join(form.errors[field])
    assert "Bring your own laptop." in page.content.decode()
    assert not Contract.objects.exists()


def test_an_employee_needs_no_day_rate_and_paper_of_their_own_no_text(
    partner, partner_year, manager, text
):
    address = at("contract-new", partner.pk, facilitator=make_facilitator().pk)
    changed = {"engagement": "employee", "day_rate": "", "paper": "outside"}

    manager.post(address, filled(partner_year, text, make_course(), **changed))

    contract = Contract.objects.get()
    assert (contract.day_rate, contract.template) == (0, None)


def test_finds_facilitators_by_name_who_are_listed(partner, manager):
    make_facilitator(name="Jonas Tinderbox")
    make_facilitator(name="Joan Hidden", is_listed=False)

    found = manager.get(at("contract-new", partner.pk, name="jo")).content.decode()
    nobody = manager.get(at("contract-new", partner.pk, name="zz")).content.decode()

    assert "Jonas Tinderbox" in found
    assert "Joan Hidden" not in found
    assert "Nobody of this name" in nobody


def test_changes_a_draft_and_overwrites_nothing_unseen(partner, partner_year, manager, text):
    contract = ready(partner_year, text)
    address = at("contract-change", partner.pk, contract.pk)
    sent = filled(partner_year, text, make_course())
    seen = manager.get(address).context["form"].initial["seen"]

    stale = manager.post(address, sent | {"seen": "draft-0"})
    saved = manager.post(address, sent | {"seen": seen})

    assert "Somebody has changed this contract" in stale.content.decode()
    contract.refresh_from_db()
    assert saved.status_code == 302
    assert str(contract.day_rate) == "1512.5"


def test_says_what_is_missing_before_it_can_be_offered(partner, partner_year, manager):
    contract = ready(partner_year, None, paper="outside")
    page = manager.get(at("contract", partner.pk, contract.pk)).content.decode()
    assert "Upload the document that is signed outside first." in page

    nothing = manager.post(at("contract-add-document", partner.pk, contract.pk))
    wrong = manager.post(
        at("contract-add-document", partner.pk, contract.pk),
        {"file": SimpleUploadedFile("a.pdf", b"Text.")},
    )
    manager.post(
        at("contract-add-document", partner.pk, contract.pk),
        {"file": SimpleUploadedFile("district.pdf", PDF)},
    )

    assert "Choose a file first" in nothing.content.decode()
    assert "a.pdf was not kept." in wrong.content.decode()
    assert contract.files.get().role == "outside"
    manager.post(at("contract-send", partner.pk, contract.pk))
    contract.refresh_from_db()
    assert contract.status == "offered"


def test_a_refused_offer_says_why_on_the_page(partner, partner_year, manager, text):
    first = ready(partner_year, text, status="in_force")
    contract = ready(partner_year, text, facilitator=first.facilitator)

    page = manager.post(at("contract-send", partner.pk, contract.pk))

    assert f"Contract {first.code} for this year is in force" in page.content.decode()
    assert not Message.objects.exists()


def test_withdraws_with_a_reason(partner, partner_year, manager, text):
    contract = ready(partner_year, text, status="offered")
    address = at("contract-withdraw", partner.pk, contract.pk)

    empty = manager.post(address, {"reason": " "})
    page = manager.post(address, {"reason": "We changed our plans."})

    assert "Write why" in empty.content.decode()
    assert "We changed our plans." in manager.get(page.url).content.decode()
    assert "We changed our plans." in Message.objects.get().text
    assert "cannot be withdrawn" in manager.get(address).content.decode()


def test_amends_what_is_in_force(partner, partner_year, manager, text):
    contract = ready(partner_year, text, status="in_force")

    page = manager.post(at("contract-amend", partner.pk, contract.pk))

    amendment = contract.amendments.get()
    assert page.url == at("contract-change", partner.pk, amendment.pk)
    assert f"It replaces contract {contract.code}" in manager.get(page.url).content.decode()


def test_an_accreditation_that_holds_leaves_no_warning(partner, partner_year, manager, text):
    contract = ready(partner_year, text)
    make_accreditation(
        facilitator=contract.facilitator,
        course=contract.courses.get(),
        first_day=date(2029, 1, 1),
        last_day=date(2030, 1, 1),
    )

    assert "accredited" not in manager.get(at("contract", partner.pk, contract.pk)).content.decode()


POSTED = ["contract-send", "contract-send-again", "contract-amend", "contract-withdraw"]


@pytest.mark.parametrize("name", [*POSTED, "contract-change", "contract-add-document"])
def test_only_who_manages_changes_anything(partner, partner_year, text, name):
    contract = ready(partner_year, text)
    address = at(name, partner.pk, contract.pk)
    signs = make_member(partner, may_manage=False, may_sign=True, may_handle_money=True).user

    assert signed_in(signs).post(address).status_code == 403
    for other in [make_user(), make_member().user]:
        assert signed_in(other).post(address).status_code == 404

    contract.refresh_from_db()
    assert contract.status == "draft"


def test_nobody_reaches_a_contract_through_another_partner(partner_year, text):
    contract = ready(partner_year, text)
    kept = make_contract_file(contract, sha256=documents.sha256(PDF))
    other = make_member()
    client = signed_in(other.user)

    for name in [*POSTED, "contract", "contract-change", "contract-preview"]:
        assert client.get(at(name, other.partner_id, contract.pk)).status_code == 404
    of_theirs = make_contract(partner=other.partner)
    address = at("contract-document", other.partner_id, of_theirs.pk, kept.pk)
    assert client.get(address).status_code == 404


def test_members_without_a_right_read_no_amounts_and_no_documents(partner, partner_year, text):
    contract = ready(partner_year, text, day_rate=517, status="offered")
    kept = make_contract_file(contract, sha256=documents.sha256(PDF))
    rights = {"may_manage": False}
    plain = signed_in(make_member(partner, **rights).user)
    finance = signed_in(make_member(partner, **rights, may_handle_money=True).user)
    pages = [at("contracts", partner.pk), at("contract", partner.pk, contract.pk)]
    document = at("contract-document", partner.pk, contract.pk, kept.pk)

    for address in pages:
        assert "517" not in plain.get(address).content.decode()
        assert "$517" in finance.get(address).content.decode()
    assert plain.get(document).status_code == 404
    assert finance.get(document).status_code == 200


def test_who_signs_for_the_partner_is_led_to_what_waits(partner, partner_year, manager, text):
    contract = ready(partner_year, text, status="signed")
    signs = signed_in(make_member(partner, may_manage=False, may_sign=True).user)
    address, lead = (
        at("contract", partner.pk, contract.pk),
        at("contract-sign", partner.pk, contract.pk),
    )

    assert lead in signs.get(address).content.decode()
    assert lead not in manager.get(address).content.decode()


def test_says_who_can_sign_for_the_partner_or_that_nobody_can(partner, partner_year, manager, text):
    contract = ready(partner_year, text)
    page = at("contract", partner.pk, contract.pk)
    nobody = manager.get(page)
    make_member(partner, may_manage=False, may_sign=True, user=make_user(name="Vera Quillpen"))

    assert "Nobody can sign it for" in said(nobody)
    assert "by Vera Quillpen." in said(manager.get(page))


def test_a_document_whose_bytes_have_changed_is_not_shown(partner, partner_year, manager, text):
    contract = ready(partner_year, text)
    kept = make_contract_file(contract, sha256=documents.sha256(PDF + b"x"))

    page = manager.get(at("contract-document", partner.pk, contract.pk, kept.pk))

    assert page.status_code == 500
    assert "is not as we kept it" in page.content.decode()


def test_a_partner_that_has_ended_reads_and_changes_nothing(partner, partner_year, manager, text):
    contract = ready(partner_year, text)
    partner.ended_on = date(2029, 7, 31)
    partner.save()

    assert manager.get(at("contract", partner.pk, contract.pk)).status_code == 200
    assert manager.post(at("contract-send", partner.pk, contract.pk)).status_code == 403
    assert manager.get(at("contract-new", partner.pk)).status_code == 302


def test_says_that_no_school_year_is_open(text):
    member = make_member()

    page = signed_in(member.user).get(
        at("contract-new", member.partner_id, facilitator=make_facilitator().pk)
    )

    assert "No school year of yours is open" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_equally_often(
    partner, partner_year, manager, text, number, django_assert_max_num_queries
):
    for status in ["draft", "in_force", "ended"] * number:
        contract = ready(partner_year, text, status=status)
    make_contract_file(contract)
    # session, user, members; contracts
    with django_assert_max_num_queries(5):
        manager.get(at("contracts", partner.pk))
    with django_assert_max_num_queries(10):
        manager.get(at("contract", partner.pk, contract.pk))


def test_the_home_says_what_waits(partner, partner_year, manager, text):
    course = {"courses": [make_course()]}
    ready(partner_year, text, facilitator=make_facilitator(name="Ann"), **course)
    soon = ready(partner_year, text, facilitator=make_facilitator(name="Ben"), **course)
    later = ready(partner_year, text, facilitator=make_facilitator(name="Cleo"), **course)
    signed = ready(partner_year, text, facilitator=make_facilitator(name="Dora"), **course)
    Contract.objects.filter(pk=soon.pk).update(status="offered", answer_by=date(2029, 8, 8))
    Contract.objects.filter(pk=later.pk).update(status="offered")
    Contract.objects.filter(pk=signed.pk).update(status="signed")

    home = manager.get(reverse("applications:portal-home", args=[partner.pk])).content.decode()

    assert "Offer the contract you drew up: Ann" in home
    assert "Look after your offer to Ben" in home
    assert "Sign the contract with Dora" in home
    assert "Cleo" not in home


def test_a_file_of_another_kind_is_refused_with_what_is_taken(partner, partner_year, manager):
    contract = ready(partner_year, None, paper="outside")
    sent = SimpleUploadedFile("notes.txt", b"hello")

    page = manager.post(at("contract-add-document", partner.pk, contract.pk), {"file": sent})

    assert "notes.txt was not kept. Save it as PDF and try again" in said(page)
    assert not contract.files.exists()
