"""What a person's export holds, and what is kept of an erasure."""

import io
import json
import zipfile

import pytest
from django.contrib.sessions.models import Session

from applications.models import (
    Interest,
)
from plp.core import history
from plp.core.models import Erasure, User
from plp.core.privacy.person import Person, erase, export
from tests.make import (
    make_attachment,
    make_user,
)
from tests.plp.test_privacy import EMAIL, NAME, apply, gone, mail_to

pytestmark = pytest.mark.django_db


def archive(email=EMAIL):
    return zipfile.ZipFile(io.BytesIO(b"".join(export(Person(email)))))


def test_an_export_holds_all_data_text_and_files():
    application = apply()
    make_attachment(draft=application.draft, name="plan.pdf")
    mail_to(EMAIL)

    made = archive()

    assert made.namelist() == ["person.json", "person.txt", "files/1-plan.pdf"]
    held = json.loads(made.read("person.json"))["held"]
    assert held["Applications"][0]["Contact, name"] == NAME
    assert held["Mails to them"][0]["Text"] == f"Dear {NAME},"
    assert "four 1-day workshops" in made.read("person.txt").decode()


def test_an_erasure_is_known_again_by_the_address_and_names_nobody(administrator, commit):
    Interest.objects.create(organization="Mill", email=EMAIL, zip="97701")

    made = gone(administrator, commit)

    assert Person(EMAIL).erased_before() == [made]
    assert Person("bo@example.org").erased_before() == []
    assert made.counts == {"Interest list, deleted": 1}
    assert "zelda" not in archive().read("person.txt").decode().replace(EMAIL, "")


def test_a_person_can_come_back(administrator, commit):
    Interest.objects.create(organization="Mill", email=EMAIL, zip="97701")
    gone(administrator, commit)

    Interest.objects.create(organization="Mill", email=EMAIL, zip="97701")

    gone(administrator, commit)
    assert Erasure.objects.count() == 2
    assert not Interest.objects.exists()


def test_an_account_leaves_no_name_in_its_history_and_stays_signed_in_nowhere(
    administrator, client, commit
):
    cher = make_user("cher@people.example", name="Cher")
    cher.name, cher.email = "Cherilyn", EMAIL
    cher.save()
    client.force_login(cher)

    with commit():
        erase(Person(EMAIL), by=administrator, names=[])

    said = {*history.of(User).filter(id=cher.pk).values_list("name", "email")}
    assert len(said) == 1
    assert not {"Cher", "Cherilyn", "cher@people.example"} & {*said.pop()}
    assert not Session.objects.exists()
