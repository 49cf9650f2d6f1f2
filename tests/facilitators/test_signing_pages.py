"""Pages on which contracts are read and signed: whose they are, what they say, what goes wrong."""

import logging
from datetime import date

import pytest
from django.urls import reverse

from facilitators import documents
from facilitators.models import Contract
from plp.core.models import Message
from tests.browsing import said
from tests.facilitators.make import make_contract, make_facilitator_with_account
from tests.facilitators.signing import Parties
from tests.make import the_program

pytestmark = pytest.mark.django_db

LIST = reverse("facilitators:own-contracts")


@pytest.fixture(autouse=True)
def _in_april(time_machine):
    time_machine.move_to("2016-04-11 12:00 -0700", tick=False)


def own(parties, what="", *keys):
    name = f"facilitators:own-contract{what}"
    return reverse(name, args=[parties.contract.pk, *keys])


def of_partner(parties, what, *keys):
    name = f"facilitators:contract-{what}"
    return reverse(name, args=[parties.partner.pk, parties.contract.pk, *keys])


@pytest.fixture
def facilitator(client):
    parties = Parties()
    client.force_login(parties.jonas)
    return parties


@pytest.fixture
def signatory(client):
    parties = Parties("signed")
    client.force_login(parties.signatory)
    return parties


def test_lists_what_waits_for_them_first_and_no_drafts(client, facilitator):
    year = make_contract().school_year
    shared = {"facilitator": facilitator.facilitator, "partner": facilitator.partner}
    draft = make_contract(**shared)
    withdrawn = make_contract(**shared, status="withdrawn")
    past = make_contract(**shared, status="ended", school_year=year)

    shown = said(client.get(LIST))

    assert shown.index(facilitator.contract.code) < shown.index(past.code)
    assert "It waits for you to sign, until 22 April 2016, 11 days." in shown
    assert draft.code not in shown
    assert withdrawn.code not in shown


def test_an_empty_list_says_how_one_comes_by_a_contract(client):
    client.force_login(make_facilitator_with_account().user)

    assert "No partner has offered you a contract yet." in said(client.get(LIST))


def test_one_contract_is_as_many_queries_as_three(client, facilitator, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(LIST)
    for _ in range(2):
        make_contract(facilitator=facilitator.facilitator, status="ended")

    with django_assert_num_queries(4):
        client.get(LIST)


def test_shows_the_terms_the_document_and_the_form(client, facilitator, django_assert_num_queries):
    with django_assert_num_queries(8):
        response = client.get(own(facilitator))

    shown = said(response)
    assert "$500, half of it for half a day" in shown
    assert own(facilitator, "-document", facilitator.document.pk) in shown
    assert f'name="sha256" value="{facilitator.document.sha256}"' in shown
    assert "I have read this contract and agree to it." in shown


def test_signs_and_says_so(client, facilitator):
    response = client.post(
        own(facilitator), facilitator.posted("facilitator"), REMOTE_ADDR="2001:db8::7", follow=True
    )

    assert response.redirect_chain == [(own(facilitator), 302)]
    assert "You have signed contract" in said(response)
    [signature] = facilitator.contract.signatures.all()
    assert signature.address == "2001:db8::7"
    assert signature.user == facilitator.jonas


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"name": ""}, "name", "Type your full name."),
        ({"name": "Someone"}, "name", "Type your name as we know it: Jonas Tinderbox."),
        ({"agrees": ""}, "agrees", "Tick this to sign."),
        ({"sha256": "f" * 64}, None, "The text has changed since you opened it."),
    ],
)
def test_says_beside_the_field_what_is_wrong_and_loses_nothing(
    client, facilitator, fields, field, why
):
    response = client.post(own(facilitator), facilitator.posted("facilitator", **fields))

    assert response.status_code == 200
    assert why in response.context["form"].errors[field or "__all__"][0]
    shown = said(response)
    assert "Error: Contract" in shown
    assert f'value="{facilitator.document.sha256}"' in shown
    assert f'value="{fields.get("name", "Jonas Tinderbox")}"' in shown or not fields.get(
        "name", "x"
    )
    assert not facilitator.contract.signatures.exists()


def test_a_second_signature_is_told_what_happened(client, facilitator):
    facilitator.sign()

    response = client.post(own(facilitator), facilitator.posted("facilitator"))

    assert "The facilitator has signed it already." in said(response)
    assert "Sign the contract" not in said(response)


def test_declines_with_a_reason(client, facilitator):
    page = own(facilitator, "-decline")
    assert "Write why" in said(client.post(page, {"reason": " "}))

    response = client.post(page, {"reason": "No time."}, follow=True)

    assert "You have declined contract" in said(response)
    assert Contract.objects.get(pk=facilitator.contract.pk).status == "declined"
    assert "cannot be declined" in said(client.get(page))
    assert "cannot be declined" in said(client.post(page, {"reason": "No."}))


def test_a_stranger_gets_nothing_and_is_logged_when_signing(client, facilitator, caplog):
    other = make_facilitator_with_account()
    client.force_login(other.user)
    pages = ["", "-decline"]

    with caplog.at_level(logging.WARNING, "facilitators.signing"):
        for page in pages:
            assert client.get(own(facilitator, page)).status_code == 404
            assert client.post(own(facilitator, page)).status_code == 404

    document = own(facilitator, "-document", facilitator.document.pk)
    assert client.get(document).status_code == 404
    said = [r.getMessage() for r in caplog.records if r.name == "facilitators.signing"]
    assert len(said) == 2
    assert f"contract {facilitator.contract.pk} by user {other.user.pk}" in said[0]


def test_a_draft_is_nobodys_but_the_partners(client, facilitator):
    draft = make_contract(facilitator=facilitator.facilitator)

    response = client.get(reverse("facilitators:own-contract", args=[draft.pk]))

    assert response.status_code == 404


def test_a_document_is_given_back_byte_for_byte_to_read_and_to_save(client, facilitator):
    page = own(facilitator, "-document", facilitator.document.pk)

    read, again, saved = client.get(page), client.get(page), client.get(page + "?save=1")

    kept = documents.read(facilitator.document)
    assert read.content == again.content == saved.content == kept
    assert read["Content-Type"] == "application/pdf"
    assert read["Content-Disposition"] == 'inline; filename="contract.pdf"'
    assert saved["Content-Disposition"] == 'attachment; filename="contract.pdf"'
    assert read["Cache-Control"].startswith("private, no-store")


def test_what_was_uploaded_is_only_saved(client):
    parties = Parties(paper="outside")
    client.force_login(parties.jonas)

    response = client.get(own(parties, "-document", parties.document.pk))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox"


def test_a_document_that_was_altered_is_refused_and_staff_are_told_once_a_day(client, facilitator):
    facilitator.document.file.storage.delete(facilitator.document.file.name)
    page = own(facilitator, "-document", facilitator.document.pk)

    responses = [client.get(page), client.get(page)]

    assert {response.status_code for response in responses} == {500}
    assert "is not as we kept it" in said(responses[0])
    [message] = Message.objects.filter(what="document-altered")
    assert facilitator.contract.code in message.subject
    assert message.to == the_program().contact_email


def test_a_signature_under_an_altered_document_is_refused_and_staff_are_told(client, facilitator):
    facilitator.document.file.storage.delete(facilitator.document.file.name)

    response = client.post(own(facilitator), facilitator.posted("facilitator"))

    assert "is not as we kept it" in said(response)
    assert Message.objects.filter(what="document-altered").exists()


def test_signs_for_the_partner(client, signatory, django_assert_max_num_queries):
    page = of_partner(signatory, "sign")
    with django_assert_max_num_queries(15):
        assert "I may sign it for Larkspur Office" in said(client.get(page))

    response = client.post(page, signatory.posted("partner"), follow=True)

    assert "is in force." in said(response)
    assert Contract.objects.get(pk=signatory.contract.pk).status == "in_force"


def test_a_manager_reads_who_signs_and_may_not(client, signatory, caplog):
    client.force_login(signatory.manager)
    page = of_partner(signatory, "sign")

    shown = said(client.get(page))
    with caplog.at_level(logging.WARNING, "facilitators.signing"):
        response = client.post(page, signatory.posted("partner"))

    assert "It is signed for Larkspur Office by Vera Quill." in shown
    assert 'name="agrees"' not in shown
    assert response.status_code == 403
    assert "no right to sign" in caplog.text
    assert not signatory.contract.signatures.filter(side="partner").exists()


def test_the_facilitator_reads_that_somebody_else_signs(client, signatory):
    signatory.partner.memberships.create(user=signatory.jonas, may_sign=True)
    client.force_login(signatory.jonas)
    page = of_partner(signatory, "sign")

    shown = said(client.get(page))
    response = client.post(page, signatory.posted("partner", name="Jonas Tinderbox"))

    assert "somebody else signs it for Larkspur Office" in shown
    assert 'name="agrees"' not in shown
    assert "somebody else signs it for the partner" in said(response)
    assert not signatory.contract.signatures.filter(side="partner").exists()


def test_says_before_the_signature_that_an_accreditation_is_missing(client):
    parties = Parties("signed", is_accredited=False)
    client.force_login(parties.signatory)

    shown = said(client.get(of_partner(parties, "sign")))

    assert "Jonas Tinderbox is not accredited for" in shown
    assert 'name="agrees"' not in shown


def test_a_contract_of_another_partner_is_not_there(client, signatory):
    other = Parties(school_year=make_contract().school_year)
    for name in ("sign", "end"):
        page = f"facilitators:contract-{name}"
        mine = reverse(page, args=[signatory.partner.pk, other.contract.pk])
        assert client.get(mine).status_code == 404
        assert client.get(of_partner(other, name)).status_code == 404


def test_ends_a_contract_early(client):
    parties = Parties("in_force")
    client.force_login(parties.manager)
    page = of_partner(parties, "end")
    late = client.post(page, {"last_day": "2018-01-01", "reason": "She moves."})
    assert "Choose a day that it covers" in late.context["form"].errors["last_day"][0]
    assert "She moves." in said(late)

    response = client.post(page, {"last_day": "2016-12-31", "reason": "She moves."}, follow=True)

    assert "ends early" in said(response)
    assert Contract.objects.get(pk=parties.contract.pk).last_day == date(2016, 12, 31)
    assert "nothing to end" in said(client.get(page))


def test_an_empty_form_names_all_that_is_missing(client, facilitator):
    response = client.post(own(facilitator), {"sha256": facilitator.document.sha256})

    assert sorted(response.context["form"].errors) == ["agrees", "name"]
