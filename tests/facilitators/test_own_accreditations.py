"""A facilitator's own page of accreditations."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.facilitators.make import make_accreditation, make_facilitator_with_account
from tests.make import make_course, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/facilitator/accreditations/"
FEW = 8


@pytest.fixture
def jonas(client):
    facilitator = make_facilitator_with_account()
    client.force_login(facilitator.user)
    return facilitator


def words(client):
    return " ".join(client.get(ADDRESS).content.decode().split())


def make_each(facilitator):
    """One that holds, one near its end, one to come, one ended, one revoked."""
    for name, first, last, more in [
        ("Alpha", (2016, 7, 1), (2018, 6, 30), {}),
        ("Beta", (2015, 7, 1), (2017, 5, 12), {}),
        ("Gamma", (2017, 7, 1), (2018, 6, 30), {}),
        ("Delta", (2015, 7, 1), (2016, 6, 30), {}),
        (
            "Epsilon",
            (2016, 7, 1),
            (2018, 6, 30),
            {"revoked_from": date(2017, 2, 1), "revoke_reason": "Moved <abroad>."},
        ),
    ]:
        days = {"first_day": date(*first), "last_day": date(*last)}
        course = make_course(name=name)
        make_accreditation(facilitator=facilitator, course=course, **days, **more)


@time_machine.travel("2017-05-02 12:00-07:00")
def test_says_what_holds_until_when_what_comes_and_what_is_over(client, jonas):
    make_each(jonas)

    page = client.get(ADDRESS)

    names = {
        part: [each.course.name for each, _ in page.context[part]]
        for part in ("now", "to_come", "over")
    }
    assert names == {
        "now": ["Beta", "Alpha"],
        "to_come": ["Gamma"],
        "over": ["Epsilon", "Delta"],
    }
    text = words(client)
    assert "Last day: <strong>Friday, 12 May 2017</strong>, 10 days." in text
    assert "Last day: <strong>Saturday, 30 June 2018</strong>, 424 days." in text
    assert "First day: <strong>Saturday, 1 July 2017</strong>, 60 days." in text
    assert "It does not count from <strong>Wednesday, 1 February 2017</strong> on." in text
    assert "Why: Moved &lt;abroad&gt;." in text
    assert 'href="mailto:partner@code.org"' in text


def test_says_what_an_accreditation_is_to_who_has_none(client, jonas):
    assert "You are not accredited for a course yet." in words(client)


@time_machine.travel("2019-05-02 12:00-07:00")
def test_says_whom_to_ask_where_none_holds_any_more(client, jonas):
    make_accreditation(facilitator=jonas)

    assert "You may lead no workshop today." in words(client)


def test_shows_nobody_those_of_another(client, jonas):
    make_accreditation(course=make_course(name="Omega"))

    assert "Omega" not in words(client)
    client.force_login(make_user())
    assert client.get(ADDRESS).status_code == 404


def test_asks_equally_often_for_one_and_for_five(client, jonas):
    make_accreditation(facilitator=jonas)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as with_one:
        client.get(ADDRESS)
    make_each(jonas)

    with CaptureQueriesContext(connection) as with_six:
        client.get(ADDRESS)

    assert len(with_six) == len(with_one) <= FEW


def test_is_in_the_navigation(client, jonas):
    home = client.get(reverse("facilitators:own")).content.decode()

    assert f'href="{ADDRESS}"' in home
