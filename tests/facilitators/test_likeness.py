"""In which form people are compared, and who is likely kept twice."""

import pytest

from facilitators.models import Facilitator
from facilitators.models.likeness import email_key, name_key
from tests.facilitators.make import make_facilitator


@pytest.mark.parametrize(
    "name",
    [
        "José García",
        "JOSE GARCIA",
        "Jose  Garcia",
        "José M. García",
        "Dr. José García, PhD",
        "García, José",
        "García, José M.",
        "Jose\u0301 Garci\u0301a",
    ],
)
def test_one_name_however_written_has_one_key(name):
    assert name_key(name) == "jose garcia"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("J. Tinderbox", "j tinderbox"),
        ("Siobhán O’Brien", "siobhan obrien"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("Madonna", "madonna"),
        ("王小明", "王小明"),
        ("🎒", ""),
        ("Dr.", ""),
        (", ,", ""),
        ("", ""),
    ],
)
def test_names_of_every_kind_have_a_key(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("ada+csp@example.org", "ada@example.org"),
        ("a.d.a@googlemail.com", "ada@gmail.com"),
        ("a.d.a@example.org", "a.d.a@example.org"),
        ("+ada@example.org", "+ada@example.org"),
        ("erased-1@erased.invalid", ""),
        ("nothing", ""),
    ],
)
def test_addresses_of_one_mailbox_have_one_key(email, key):
    assert email_key(email) == key


@pytest.mark.django_db
def test_finds_those_kept_twice_by_name_or_mailbox():
    make_facilitator(name="Nobody Else")
    by_name = {make_facilitator(name="Ada Vale"), make_facilitator(name="VALE, Ada K.")}
    by_email = {
        make_facilitator(name="B. Sun", email="b.sun@gmail.com"),
        make_facilitator(name="Bea Sun", email="bsun+csp@gmail.com"),
    }

    assert {*Facilitator.objects.with_doubles()} == by_name | by_email


@pytest.mark.django_db
def test_nothing_is_like_what_cannot_be_compared():
    make_facilitator(name="🎒")
    make_facilitator(name="!!")
    make_facilitator(name="[erased]", email="erased-1@erased.invalid")
    make_facilitator(name="[erased]", email="erased-2@erased.invalid")

    assert not Facilitator.objects.with_doubles().exists()
    assert not Facilitator.objects.like("🎒", "").exists()


@pytest.mark.django_db
def test_another_name_has_another_key_also_when_saved_alone():
    person = make_facilitator(name="Ada Vale")
    person.name = "Ada Sun"

    person.save(update_fields=["name"])

    person.refresh_from_db()
    assert person.name_key == "ada sun"
