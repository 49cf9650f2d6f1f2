"""Workshops by the month: of a partner, of a facilitator."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browsing import said
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member
from tests.workshops.make import make_leading, make_session, make_workshop
from workshops import months
from workshops.models import Blackout


def month(partner, name="2016-11"):
    return reverse("workshops:month", args=[partner.pk]) + f"?month={name}"


@pytest.fixture
def person(db):
    return make_facilitator_with_account(name="Jonas")


@pytest.fixture
def leading(client, person):
    client.force_login(person.user)
    return client


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_shows_a_month_with_holidays_and_days_without_workshops(manager, partner, year):
    workshop = make_workshop(date(2016, 11, 5), partner_year=year, title="Loops")
    make_session(workshop, day=date(2016, 11, 19))
    make_workshop(date(2016, 11, 12), partner_year=year, title="Off", status="cancelled")
    day = date(2016, 11, 22)
    Blackout.objects.create(partner=partner, first_day=day, last_day=day, note="State tests")

    page = manager.get(month(partner))

    text = said(page)
    for words in [
        "November 2016",
        "Thanksgiving",
        "State tests",
        'aria-label="Loops, 5 November 2016, planned"',
        "2 days",
        "Saturday, 19 November 2016, 9:00 a.m. to 3:30 p.m., Central time (CST)",
    ]:
        assert words in text, words
    assert "Off, 12 November" not in text
    found = page.context["month"]
    assert (len(found.weeks), {len(week) for week in found.weeks}) == (5, {7})
    assert found.weeks[0][0].day == date(2016, 10, 30)


def test_begins_with_this_month_and_leads_to_the_next(manager, partner):
    for name in ["", "soon", "2016-13", "0001-01", "2016-09"]:
        text = said(manager.get(month(partner, name)))

        assert "September 2016, as a list" in text
        assert "?month=2016-08" in text
        assert "?month=2016-10" in text
        assert "No workshop is in this month." in text


def test_a_month_at_either_end_leads_one_way(manager, partner):
    assert manager.get(month(partner, "2000-01")).context["month"].before is None
    assert manager.get(month(partner, "2099-12")).context["month"].after is None


def test_a_full_day_says_how_many_more_there_are(manager, partner, year):
    for _ in range(months.MOST_A_DAY + 2):
        make_workshop(date(2016, 11, 5), partner_year=year)

    assert "and 2 more" in said(manager.get(month(partner)))


def test_another_partner_finds_nothing(partner, client):
    client.force_login(make_member().user)

    assert client.get(month(partner)).status_code == 404


def test_a_partners_month_asks_equally_often_for_one_and_three(manager, partner, year):
    make_leading(make_workshop(date(2016, 11, 5), partner_year=year))
    with_one = queries(manager, month(partner))
    for _ in range(2):
        make_leading(make_workshop(date(2016, 11, 12), partner_year=year))

    assert queries(manager, month(partner)) == with_one <= 15


def test_a_facilitator_sees_what_they_lead_and_when_they_are_away(leading, person, year):
    for status in ["penciled", "asked", "confirmed", "declined"]:
        workshop = make_workshop(date(2016, 11, 5), partner_year=year, title=status)
        make_leading(workshop, facilitator=person, status=status)
    make_workshop(date(2016, 11, 5), partner_year=year, title="of-others")
    day = date(2016, 11, 9)
    person.unavailabilities.create(first_day=day, last_day=day)

    page = leading.get(reverse("workshops:own-month") + "?month=2016-11")

    names = {str(entry.session.workshop) for entry in page.context["month"].entries}
    assert names == {"asked", "confirmed"}
    assert "You cannot come" in said(page)
    assert "Lakeside Learning" in said(page)


def test_who_is_no_facilitator_has_no_such_page(manager):
    assert manager.get(reverse("workshops:own-month")).status_code == 404
    assert Client().get(reverse("workshops:own-month")).status_code == 302


def test_a_facilitators_month_asks_equally_often_for_one_and_three(leading, person, year):
    address = reverse("workshops:own-month") + "?month=2016-11"
    first = make_workshop(date(2016, 11, 5), partner_year=year)
    make_leading(first, facilitator=person, status="confirmed")
    with_one = queries(leading, address)
    for day in [12, 19]:
        workshop = make_workshop(date(2016, 11, day), partner_year=year)
        make_leading(workshop, facilitator=person, status="confirmed")

    assert queries(leading, address) == with_one <= 15
