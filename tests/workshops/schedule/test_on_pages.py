"""What a partner's home, calendar and calls say of workshops."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.registry import Look, added_steps, dates_of, news_of, open_at
from tests.browsing import said
from tests.make import make_teacher
from tests.workshops.make import make_enrollment, make_leading, make_session, make_workshop
from workshops.actions import opening
from workshops.looking import workshops

TODAY = date(2016, 9, 1)
AUGUST = datetime(2016, 8, 1, tzinfo=UTC)


@pytest.fixture
def workshop(year):
    return make_workshop(date(2016, 10, 8), partner_year=year, title="Loops")


def look(partner, on=TODAY):
    return Look([partner], on)


def steps(partner, on=TODAY):
    return [step for step in added_steps(look(partner, on)) if "workshop" in step.key]


def test_reads_workshops_with_their_days_and_people_in_one_query(
    partner, workshop, django_assert_num_queries
):
    make_session(workshop, day=date(2016, 10, 9))
    make_leading(workshop, status="confirmed")
    make_leading(workshop, role="co_lead", status="asked")
    make_enrollment(workshop, make_teacher())
    make_enrollment(workshop, make_teacher(), status="waitlisted")
    for status in ["completed", "cancelled"]:
        make_workshop(partner_year=workshop.partner_year, status=status)
    make_workshop()

    with django_assert_num_queries(1):
        [found] = workshops(look(partner))
        assert (found.first_day, found.last_day) == (date(2016, 10, 8), date(2016, 10, 9))
        assert [each.day.day for each in found.workshop.sessions.all()] == [8, 9]
        assert found.partner == partner.pk
    assert (found.leads, found.has_lead, found.asked, found.confirmed) == (1, True, 1, 1)
    assert (found.seats_taken, found.waiting) == (1, 1)


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (date(2016, 8, 1), 0),
        (date(2016, 8, 2), 1),
        (date(2016, 10, 1), 1),
        (date(2016, 10, 2), 0),
    ],
)
def test_asks_to_open_sign_up_while_that_is_of_use(partner, workshop, on, number):
    assert len(steps(partner, on)) == number


def test_asks_nothing_of_one_that_is_open(partner, workshop, stranger):
    opening.open_sign_up(workshop, by=None)

    assert steps(partner) == []


def test_names_each_day_and_the_last_one_to_sign_up(partner, workshop):
    opening.open_sign_up(workshop, by=None)
    make_session(workshop, day=date(2016, 10, 15))

    found = [(each.when, each.what) for each in dates_of(look(partner))]

    place = "Loops, Lake Street Library, 1 Lake Street, Chicago, IL"
    assert found == [
        ("1 October 2016", "Last day to sign up: Loops"),
        ("8 October 2016", place),
        ("15 October 2016", place),
    ]


def test_says_what_has_happened_and_not_what_was_set_back(partner, workshop):
    opening.open_sign_up(workshop, by=None)
    opening.close_sign_up(workshop, by=None)

    said = [each.what for each in news_of(partner, AUGUST)]
    assert said == ["Loops was planned for Saturday, 8 October 2016"]

    opening.cancel_workshop(workshop, by=None, reason="Snow.")
    assert "Loops was cancelled" in {each.what for each in news_of(partner, AUGUST)}


def test_is_open_while_workshops_are_left(partner, workshop):
    left = "1 workshop neither completed nor cancelled."
    assert left in open_at(partner, TODAY)

    opening.cancel_workshop(workshop, by=None, reason="Snow.")
    assert left not in open_at(partner, TODAY)


def test_the_home_asks_as_often_for_three_workshops_as_for_one(manager, partner, workshop):
    home = reverse("applications:portal-home", args=[partner.pk])

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert "Open sign-up: Loops" in said(manager.get(home))
        return len(found)

    with_one = queries()
    for _ in range(2):
        make_workshop(date(2016, 11, 8), partner_year=workshop.partner_year)

    assert queries() == with_one <= 15
