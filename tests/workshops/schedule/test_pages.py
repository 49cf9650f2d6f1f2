"""The list of a partner's workshops, and the page of each."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browsing import said
from tests.make import make_course, make_member, make_partner_year
from tests.workshops.make import make_enrollment, make_leading, make_session, make_workshop
from workshops import listing, parts


def page(partner, name="workshops", *keys):
    return reverse(f"workshops:{name}", args=[partner.pk, *keys])


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_says_when_where_who_leads_and_how_many_seats_are_taken(manager, partner, year):
    course = make_course(name="CS Principles")
    workshop = make_workshop(date(2016, 10, 8), partner_year=year, course=course, number=2)
    leading = make_leading(workshop)
    make_enrollment(workshop)
    make_enrollment(workshop, status="waitlisted")

    text = said(manager.get(page(partner)))

    for words in [
        "Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)",
        "CS Principles workshop 2",
        "Lake Street Library, 1 Lake Street, Chicago, IL",
        f"{leading.facilitator}: penciled in",
        "1 of 30",
        "Planned",
    ]:
        assert words in text, words


def test_begins_with_what_will_stand_there(manager, partner):
    assert "You have no workshop yet." in said(manager.get(page(partner)))


def test_keeps_cancelled_ones_apart(manager, year, partner):
    make_workshop(partner_year=year, status="cancelled")

    text = said(manager.get(page(partner)))

    assert "All that was planned for this year was cancelled." in text
    assert "Cancelled: 1" in text


def test_shows_every_day_of_a_workshop_with_its_zone(manager, year, partner):
    workshop = make_workshop(date(2016, 11, 5), partner_year=year)
    make_session(workshop, day=date(2016, 11, 6), worth="0.5")

    text = said(manager.get(page(partner, "workshop", workshop.pk)))

    assert "Saturday, 5 November 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)" in text
    assert (
        "Sunday, 6 November 2016, 9:00 a.m. to 3:30 p.m., Central time (CST)</strong>, half a day"
        in text
    )


@pytest.mark.parametrize("name", ["workshops", "workshop"])
def test_people_of_another_partner_find_nothing(client, partner, year, name):
    workshop = make_workshop(partner_year=year)
    keys = [workshop.pk] if name == "workshop" else []
    client.force_login(make_member().user)

    assert client.get(page(partner, name, *keys)).status_code == 404


def test_a_workshop_of_another_partner_is_not_there(manager, partner):
    other = make_workshop(partner_year=make_partner_year())

    assert manager.get(page(partner, "workshop", other.pk)).status_code == 404


def test_a_list_of_three_takes_as_many_queries_as_one_of_one(manager, partner, year):
    make_leading(make_workshop(partner_year=year))
    with_one = queries(manager, page(partner))
    for _ in range(2):
        make_leading(make_workshop(partner_year=year))

    assert queries(manager, page(partner)) == with_one <= 15


def test_the_page_of_one_takes_as_many_queries_as_its_days(manager, partner, year):
    workshop = make_workshop(partner_year=year)
    with_one = queries(manager, page(partner, "workshop", workshop.pk))
    for day in [9, 15, 16]:
        make_session(workshop, day=date(2016, 10, day))

    assert queries(manager, page(partner, "workshop", workshop.pk)) == with_one <= 15


def test_others_add_their_parts_in_order(manager, partner, year, monkeypatch):
    monkeypatch.setattr(parts, "_parts", {})
    template = "workshops/schedule/_facts.html"
    parts.part_of_workshop(30)(lambda seen: parts.Part("Teachers", template, {}, "teachers"))
    parts.part_of_workshop(20)(lambda seen: parts.Part("Staffing", template, {}, "staffing"))
    parts.part_of_workshop(10)(lambda seen: None)
    workshop = make_workshop(partner_year=year)

    html = manager.get(page(partner, "workshop", workshop.pk)).content.decode()

    assert 0 < html.index('id="staffing-heading"') < html.index('id="teachers-heading"')


@pytest.mark.parametrize(
    ("moves", "says"),
    [
        (["open"], "Sign-up opened"),
        (["open", "planned"], "Sign-up closed"),
        (["open", "in_progress"], "Started"),
        (["open", "in_progress", "open"], "Start undone"),
        (["open", "in_progress", "completed"], "Ended"),
        (["open", "in_progress", "completed", "in_progress"], "Reopened"),
        (["cancelled"], "Cancelled"),
    ],
)
def test_says_what_was_done_with_it(manager, partner, year, moves, says):
    workshop = make_workshop(date(2016, 10, 8), partner_year=year)
    for status in moves:
        workshop.move(status, by=None)

    page_said = said(manager.get(page(partner, "workshop", workshop.pk)))

    assert says in page_said.partition("Who ")[0]
    assert says == listing.became(workshop.changes.last())


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_offers_nothing_to_change_once_it_is_over(manager, partner, year, status):
    workshop = make_workshop(date(2016, 10, 8), partner_year=year)
    make_leading(workshop)
    workshop.move("in_progress" if status == "completed" else status, by=None)
    if status == "completed":
        workshop.move(status, by=None)

    text = said(manager.get(page(partner, "workshop", workshop.pk)))

    for words in ["Change who leads", "Draw up a contract", "Send this address", "Change it"]:
        assert words not in text, words
