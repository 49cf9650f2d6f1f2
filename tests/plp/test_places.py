"""Where people go once they are signed in."""

import pytest
from django.urls import reverse

from plp.core import places
from tests.make import make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clubs(monkeypatch):
    """Two apps, of which the second knows a place for everybody."""
    monkeypatch.setattr(places, "_places", [])
    places.place(lambda user: "/clubs/" if user.name == "Dana" else None)
    places.place(lambda user: "/everybody/")


def test_staff_go_to_their_work_whatever_else_they_are(clubs):
    assert places.place_of(make_user(name="Dana", is_staff=True)) == "/admin/"


def test_others_go_to_the_first_place_that_is_theirs(clubs):
    assert places.place_of(make_user(name="Dana")) == "/clubs/"
    assert places.place_of(make_user(name="Eva")) == "/everybody/"


def test_some_have_none(monkeypatch):
    monkeypatch.setattr(places, "_places", [])

    assert places.place_of(make_user()) is None


def test_an_app_that_registers_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(places, "_places", [])

    def find(user):
        """Know nobody."""

    places.place(find)
    places.place(find)

    assert places._places == [find]


def test_members_go_to_their_partner(client):
    partner, person = make_partner(), make_user()
    membership = partner.memberships.create(user=person)
    client.force_login(person)

    assert client.get(reverse("me")).url == reverse("applications:portal")
    membership.delete()

    assert client.get(reverse("me")).status_code == 200
