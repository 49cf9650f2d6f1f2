"""Where people go once they are signed in."""

import pytest
from django.db.models import Exists
from django.urls import reverse

from plp.core import places
from plp.core.models import User
from tests.browsing import said
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member, make_user

pytestmark = pytest.mark.django_db


def go(client, person):
    client.force_login(person)
    return client.get(reverse("me"))


def test_staff_go_to_their_work_whatever_else_they_are(client):
    person = make_user(is_staff=True)
    make_member(user=person)

    assert go(client, person).url == reverse("admin:index")


def test_some_have_no_place_yet(client):
    assert "Nothing is open to you yet" in said(go(client, make_user()))


def test_members_go_to_their_partner(client):
    membership = make_member(user=make_user())

    assert go(client, membership.user).url == reverse("applications:portal")


def test_facilitators_go_to_their_own_pages(client):
    jonas = make_facilitator_with_account()

    assert go(client, jonas.user).url == reverse("facilitators:own")


def test_who_is_both_chooses(client):
    jonas = make_facilitator_with_account()
    make_member(user=jonas.user)

    answer = go(client, jonas.user)

    for text in ["Where to?", "Your partners", "Your pages as a facilitator"]:
        assert text in said(answer), text
    assert reverse("facilitators:own") in answer.content.decode()


def test_each_of_their_pages_leads_to_the_others(client):
    jonas = make_facilitator_with_account()
    member = make_member(user=jonas.user)
    client.force_login(jonas.user)

    at_partner = client.get(reverse("applications:portal-home", args=[member.partner_id]))
    own = client.get(reverse("facilitators:own"))

    assert "Your pages as a facilitator" in said(at_partner)
    assert "Your partners" in said(own)


def test_who_is_not_both_reads_of_one_alone(client):
    jonas, member = make_facilitator_with_account(), make_member(user=make_user())
    client.force_login(jonas.user)
    assert "Your partners" not in said(client.get(reverse("facilitators:own")))

    client.force_login(member.user)
    at_partner = client.get(reverse("applications:portal-home", args=[member.partner_id]))
    assert "Your pages as a facilitator" not in said(at_partner)


def test_all_places_of_a_person_are_found_in_one_query(django_assert_num_queries):
    person = make_user()

    with django_assert_num_queries(1):
        assert places.places_of(person) == []


def test_an_app_that_registers_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(places, "_places", [])

    def everybody(user):
        return Exists(User.objects.filter(pk=user))

    places.place("Everybody", "me", everybody)
    places.place("Everybody", "me", everybody)

    assert [each.label for each in places.places_of(make_user())] == ["Everybody"]
