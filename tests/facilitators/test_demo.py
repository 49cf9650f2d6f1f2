"""The demo's facilitators: everything that their pages and those of partners show."""

from datetime import date

import pytest

from applications.registry import load_demo_records
from facilitators import documents
from facilitators.models import (
    Accreditation,
    Contract,
    Facilitator,
    Inquiry,
    Suggestion,
    Unavailability,
)
from plp.core.models import User
from tests.browsing import said
from tests.make import make_member, make_partner

# Python writes the demo: in CI on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

ON = date(2016, 10, 20)


@pytest.fixture
def demo():
    """Three partners, of which the first has a program manager, and the demo's facilitators."""
    partners = [make_partner(started_on=date(2015, 1, 1)) for _ in range(3)]
    make_member(partners[0])
    load_demo_records(ON)
    return partners


def test_has_contracts_in_every_state_with_the_documents_that_were_signed(demo):
    contracts = demo[0].contracts

    assert {*contracts.values_list("status", flat=True)} == {*Contract.Status.values}
    for contract in contracts.exclude(status="draft"):
        for file in contract.files.all():
            assert documents.read(file).startswith(b"%PDF"), contract
    in_force = contracts.get(status="in_force")
    assert {*in_force.files.values_list("role", flat=True)} == {"offer", "signed"}
    assert in_force.signatures.count() == 2


def test_has_one_who_signs_in_and_finds_something_of_each_kind(demo, client):
    jonas = Facilitator.objects.get(email="facilitator@example.org")
    assert User.objects.get(email=jonas.email) == jonas.user
    assert {*jonas.contracts.values_list("status", "paper")} == {
        ("offered", "online"),
        ("in_force", "online"),
        ("offered", "outside"),
    }
    assert jonas.inquiries.unanswered().count() == 1
    assert jonas.unavailabilities.filter(last_day__lt=ON).exists()
    client.force_login(jonas.user)
    assert "Jonas Tinderbox" in said(client.get("/facilitator/"))


def test_has_accreditations_of_every_kind(demo):
    states = {str(each.state_on(ON)) for each in Accreditation.objects.all()}

    assert states == {"valid", "ending", "to_come", "ended", "revoked"}
    assert Facilitator.objects.count() == 12


def test_has_questions_of_every_kind_and_a_suggestion(demo):
    assert Inquiry.objects.for_staff().unanswered().count() == 1
    assert Inquiry.objects.exclude(answered_at=None).count() == 1
    assert Suggestion.objects.unanswered().count() == 1
    assert Unavailability.objects.exclude(note="").exists()


@pytest.mark.parametrize("on", [date(2016, 7, 1), date(2017, 6, 30), date(2017, 7, 1)])
def test_it_can_be_loaded_on_any_day(on):
    make_member(make_partner(started_on=date(2015, 1, 1)))

    load_demo_records(on)

    assert {*Contract.objects.values_list("status", flat=True)} == {*Contract.Status.values}


def test_without_a_partner_there_are_people_alone():
    load_demo_records(ON)

    assert Facilitator.objects.count() == 12
    assert not Contract.objects.exists()
