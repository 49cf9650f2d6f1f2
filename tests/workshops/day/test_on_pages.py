"""What the pages of a partner and of a workshop say of its day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.registry import Look
from tests.browsing import said
from tests.workshops.day.conftest import make_cast
from tests.workshops.make import make_attendance, make_session
from workshops.models import Workshop
from workshops.on_pages.day import end_it, mark_who_is_here, start_it

pytestmark = pytest.mark.django_db

DAY = date(2016, 10, 8)


def steps(cast, on):
    look = Look([cast.partner], on)
    found = [*start_it(look), *mark_who_is_here(look), *end_it(look)]
    return [(step.what, step.last_day) for step in found]


def test_asks_to_start_it_from_its_first_day_on(cast):
    assert steps(cast, DAY - timedelta(days=1)) == []
    assert steps(cast, DAY) == [("Start Loops", DAY)]
    assert steps(cast, DAY + timedelta(days=9)) == [("Start Loops", DAY)]


def test_leads_to_the_roll_on_its_days_and_asks_to_end_it_after_the_last(cast):
    cast.started()

    assert steps(cast, DAY) == [("Mark who is here: Loops", DAY)]
    assert steps(cast, date(2016, 10, 9)) == [("End Loops", date(2016, 10, 10))]
    Workshop.objects.update(status="completed")
    assert steps(cast, date(2016, 10, 9)) == []


def test_a_workshops_page_leads_to_its_day(cast, manager):
    address = cast.address("workshop")
    page = said(manager.get(address))
    assert "You can start it now." in page
    assert "Start it" in page
    assert cast.day() in page

    cast.started()
    make_attendance(cast.ines, cast.session)

    page = said(manager.get(address))
    assert f"1 here, code {cast.session.check_in_code}" in page
    assert "Mark who is here" in page
    assert "Send this address to teachers" not in page


def test_says_from_when_it_can_be_started(client, db):
    cast = make_cast(date(2016, 11, 8))
    client.force_login(cast.dana)

    page = said(client.get(cast.address("workshop")))

    assert "You can start it from Monday, 7 November 2016, 9:00 a.m. Central time (CST) on." in page


def test_says_nothing_of_the_day_once_it_is_cancelled(cast, manager):
    Workshop.objects.update(status="cancelled")

    assert "On the day" not in said(manager.get(cast.address("workshop")))


def test_asks_as_much_of_the_database_however_many_days(cast, manager):
    manager.get(cast.address("workshop"))
    with CaptureQueriesContext(connection) as first:
        manager.get(cast.address("workshop"))
    for day in (9, 10, 11):
        make_session(cast.workshop, day=date(2016, 10, day))
    with CaptureQueriesContext(connection) as then:
        manager.get(cast.address("workshop"))

    assert len(then) == len(first)
