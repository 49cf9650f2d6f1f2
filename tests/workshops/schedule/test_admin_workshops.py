"""Workshops as staff see and change them, and their calendar of all."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plp.core.models import Message
from tests.browsing import form_data, said
from tests.make import make_course, make_partner, make_partner_year, make_region, make_user
from tests.workshops.make import make_enrollment, make_leading, make_session, make_workshop
from workshops.models import PlanningWishes

LIST = "/admin/workshops/workshop/"
MONTH = "/admin/workshops/workshop/calendar/?month=2016-10"


@pytest.fixture
def workshop(year):
    return make_workshop(date(2016, 10, 8), partner_year=year, title="Loops")


@pytest.fixture
def as_group(client, db):
    def as_group(name):
        person = make_user(is_staff=True)
        person.groups.add(Group.objects.get(name=name))
        client.force_login(person)
        return client

    return as_group


@pytest.fixture
def staff(as_group):
    return as_group("Program staff")


def step(workshop, slug):
    return f"{LIST}step/{slug}/?ids={workshop.pk}"


def take(client, page, **typed):
    seen = client.get(page).context_data["seen"]
    return client.post(page, {"do": "1", "seen": seen, **typed}, follow=True)


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_days_leads_and_seats(staff, workshop):
    make_session(workshop, day=date(2016, 10, 15))
    make_leading(workshop)
    make_enrollment(workshop)

    text = said(staff.get(LIST))

    for words in ["Loops", "Lakeside Learning", "Illinois", "8–15 October 2016", "1 of 30"]:
        assert words in text, words
    assert str(workshop.assignments.get().facilitator) in text


def test_the_list_asks_equally_often_for_one_and_three(staff, workshop):
    make_leading(workshop)
    with_one = queries(staff, LIST)
    for _ in range(2):
        make_leading(make_workshop())

    assert queries(staff, LIST) == with_one <= 12


def test_changes_a_day_after_showing_who_is_told(staff, workshop):
    make_enrollment(workshop)
    address = step(workshop, "move")
    typed = {"day": "2016-10-15", "begins": "9:00", "ends": "12:00"}
    typed["session"] = workshop.sessions.get().pk

    shown = said(staff.post(address, typed | {"seen": ""}))
    assert "1 mail will go" in shown
    assert "Saturday, 15 October 2016" in shown
    assert workshop.sessions.get().day == date(2016, 10, 8)

    take(staff, address, **typed)
    assert workshop.sessions.get().day == date(2016, 10, 15)
    assert Message.objects.filter(what="workshop-changed").count() == 1


def test_says_why_a_day_cannot_be(staff, workshop):
    make_session(workshop, day=date(2016, 10, 15))
    address = step(workshop, "move")
    typed = {"begins": "9:00", "ends": "12:00", "session": workshop.sessions.first().pk}

    twice = staff.post(address, typed | {"day": "2016-10-15"})
    assert "The workshop has this day already." in said(twice)
    gone = staff.post(address, typed | {"day": "2017-03-12", "begins": "2:30"})
    assert "There is no such time" in said(gone)


def test_another_place_brings_its_zone(staff, workshop):
    address = step(workshop, "place")
    typed = {"venue": "Hall", "address": "", "zip_code": "85003", "capacity": "20"}

    assert "We do not know this ZIP code: choose the time zone." in said(
        staff.post(address, typed | {"zip_code": "00001"})
    )
    take(staff, address, **typed)

    workshop.refresh_from_db()
    assert (workshop.venue, workshop.zone, workshop.capacity) == ("Hall", "America/Phoenix", 20)


def test_opens_closes_and_cancels(staff, workshop):
    for slug, status in [("open", "open"), ("close", "planned")]:
        take(staff, step(workshop, slug))
        workshop.refresh_from_db()
        assert workshop.status == status

    take(staff, step(workshop, "cancel"), reason="Snow.")

    workshop.refresh_from_db()
    assert workshop.status == "cancelled"


def test_a_viewer_takes_no_step(as_group, workshop):
    viewer = as_group("Viewer")

    assert viewer.get(step(workshop, "cancel")).status_code == 403
    assert viewer.get(MONTH).status_code == 200
    assert as_group("Reviewer").get(MONTH).status_code == 403


def test_staff_say_that_nobody_is_written_to(staff, workshop):
    page = reverse("admin:workshops_workshop_change", args=[workshop.pk])
    sent = form_data(staff, page)

    answer = staff.post(page, sent | {"mails_off": "on"}, follow=True)

    workshop.refresh_from_db()
    assert workshop.mails_off, said(answer)


# The calendar


def test_shows_a_month_of_one_state_or_course(staff, workshop):
    other = make_partner(organization="Far Away", region=make_region(state="TX"))
    course = make_course(name="Games")
    year = make_partner_year(partner=other)
    make_workshop(date(2016, 10, 8), partner_year=year, title="Elsewhere", course=course)

    def names(query):
        month = staff.get(MONTH + query).context_data["month"]
        return {str(entry.session.workshop) for entry in month.entries}

    assert names("") == {"Loops", "Elsewhere"}
    assert names("&state=IL") == {"Loops"}
    assert names(f"&course={course.pk}") == {"Elsewhere"}
    assert names("&state=nowhere&course=x") == {"Loops", "Elsewhere"}


def test_the_calendar_asks_equally_often_for_one_and_three(staff, workshop):
    with_one = queries(staff, MONTH)
    for day in [9, 15]:
        make_leading(make_workshop(date(2016, 10, day)))

    # Of those who lead, in one query more.
    assert queries(staff, MONTH) <= with_one + 1 <= 12


# What plans go by


def test_wishes_say_the_weekdays_in_words(staff, partner):
    wishes = PlanningWishes.objects.create(partner=partner, weekdays=[5, 2])
    page = reverse("admin:workshops_planningwishes_change", args=[wishes.pk])

    assert "Wednesday, Saturday" in said(staff.get("/admin/workshops/planningwishes/"))
    sent = form_data(staff, page) | {"weekdays": ["0", "1"]}
    answer = staff.post(page, sent, follow=True)

    wishes.refresh_from_db()
    assert wishes.weekdays == [0, 1], said(answer)
