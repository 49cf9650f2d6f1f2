"""The page on which anybody checks a document: what it says, and all it does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from facilitators import documents, verifying
from facilitators.models import ContractFile
from plp.core import limits
from tests.facilitators.signing import Parties

pytestmark = pytest.mark.django_db

PAGE = reverse("facilitators:verify")


def signed():
    parties = Parties("in_force")
    kept = parties.contract.files.get(role="signed")
    return parties.contract, documents.read(kept), kept.sha256


def verdict_on(client, content=None, **typed):
    sent = {"document": SimpleUploadedFile("c.pdf", content)} if content is not None else {}
    return client.post(PAGE, sent | typed).context["verdict"]


def test_knows_the_document_that_both_have_signed(client):
    contract, content, sha256 = signed()

    verdict = verdict_on(client, content)

    assert verdict["is_signed"]
    assert verdict["words"].startswith(
        f"This is the document of contract {contract.code} as both signed it, on "
    )
    assert verdict["sha256"] == sha256


def test_refuses_a_flipped_byte_wherever_it_is(client):
    _, content, _ = signed()

    for place in (0, len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        verdict = verdict_on(client, bytes(changed))
        assert not verdict["is_signed"]
        assert verdict["words"] == verifying.UNKNOWN


def test_takes_the_number_and_the_hash_as_people_copy_them(client):
    contract, _, sha256 = signed()
    contract.code = "K7M4-PXQ"
    contract.save(update_fields=["code"])
    spaced = f" {sha256[:32].upper()} {sha256[32:]} "

    assert verdict_on(client, number=" k7m4-pxq", sha256=spaced)["is_signed"]
    assert not verdict_on(client, number="K7M4-PXA", sha256=sha256)["is_signed"]


def test_calls_an_offer_an_offer_and_says_nothing_of_what_became_of_it(client):
    for status in ("offered", "in_force"):
        parties = Parties(status)
        content = documents.read(parties.document)

        verdict = verdict_on(client, content)

        assert not verdict["is_signed"]
        assert verdict["words"] == (
            f"It is contract {parties.contract.code} as it was offered, without signatures."
        )


def test_a_paper_that_not_both_have_confirmed_is_no_contract(client):
    parties = Parties(paper="outside")
    content = documents.read(parties.document)

    assert verdict_on(client, content)["words"] == verifying.UNKNOWN

    parties.sign()
    parties.sign_for_partner()
    assert verdict_on(client, content)["is_signed"]


def test_names_nobody(client):
    contract, content, _ = signed()
    upload = SimpleUploadedFile("c.pdf", content)

    said = client.post(PAGE, {"document": upload}).content.decode()

    assert str(contract.facilitator) not in said
    assert str(contract.partner) not in said


def test_keeps_nothing(client):
    _, content, _ = signed()
    before = ContractFile.objects.count()

    verdict_on(client, content + b"more")

    assert ContractFile.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "document"),
        ({"number": "K7M4-PXQ"}, "sha256"),
        ({"sha256": "0" * 64}, "number"),
        ({"number": "7", "sha256": "0" * 64}, "number"),
        ({"number": "K7M4-PXQ", "sha256": "xyz"}, "sha256"),
        ({"document": SimpleUploadedFile("empty.pdf", b"")}, "document"),
    ],
)
def test_says_beside_the_field_what_is_missing(client, typed, field):
    response = client.post(PAGE, typed)

    assert [*response.context["form"].errors] == [field]
    assert response.context["verdict"] is None


def test_says_that_a_file_is_too_large(client, monkeypatch):
    monkeypatch.setattr("plp.core.uploads.LARGEST_FILE", 10)

    response = client.post(PAGE, {"document": SimpleUploadedFile("c.pdf", b"x" * 11)})

    assert "larger than 10 MB" in response.context["form"].errors["document"][0]


def test_has_a_limit(client, monkeypatch):
    monkeypatch.setitem(limits.RATES, "verify", limits.Rates("1/h", "100/h"))

    first = client.post(PAGE, {"number": "K7M4-PXQ", "sha256": "0" * 64})
    second = client.post(PAGE, {"number": "K7M4-PXQ", "sha256": "0" * 64})

    assert (first.status_code, second.status_code) == (200, 429)


def test_what_is_left_in_the_other_fields_keeps_no_document_from_being_checked(client):
    _, content, _ = signed()

    assert verdict_on(client, content, number="abc", sha256="zz")["is_signed"]
