"""What a workshop's page says of its money."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from tests.workshops.make import make_enrollment, make_leading, make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement

pytestmark = pytest.mark.django_db
DAY = date(2016, 10, 8)


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel("2016-10-20T18:00:00Z", tick=False):
        yield


@pytest.fixture
def workshop(year):
    return make_workshop(DAY, partner_year=year, status="completed")


def page(workshop):
    return reverse("workshops:workshop", args=[workshop.partner_year.partner_id, workshop.pk])


def said(response):
    return " ".join(strip_tags(response.text.replace("<", " <")).split())


def claim(workshop, year, **fields):
    """A request with a part for the first day of a workshop."""
    request = make_reimbursement(partner_year=year, **{"status": "sent"} | fields)
    request.lines.create(
        position=1,
        kind="part",
        part=1,
        session=workshop.sessions.first(),
        text="Part 1 of 4",
        amount=1320,
    )
    return request


def test_names_each_payment_and_each_part_asked_for(browse, workshop, year):
    payable = make_payable(500, workshop=workshop)
    request = claim(workshop, year)

    response = browse(may_handle_money=True).get(page(workshop))

    text, partner = said(response), workshop.partner_year.partner
    assert f"{payable.payee.name} Leading $500" in text
    assert "Due on Monday, 7 November 2016, 18 days" in text
    assert f"Part 1 of 4. Request {request.code}" in text
    for name, row in [("payment", payable), ("request", request)]:
        assert reverse(f"workshops:{name}", args=[partner.pk, row.pk]) in response.text


def test_adds_up_what_teachers_get(manager, workshop):
    for status in ["proposed", "paid"]:
        row = make_enrollment(workshop)
        make_payable(50, enrollment=row, kind="attended", status=status)

    text = said(manager.get(page(workshop)))

    assert "2 payments $100 to teachers 1 of 2 still to be paid" in text


def test_says_why_nothing_is_owed_or_asked_for(manager, workshop):
    leading = make_leading(workshop, status="confirmed")

    response = manager.get(page(workshop))

    text = said(response)
    assert f"{leading.facilitator.name} No contract covers Saturday, 8 October 2016" in text
    assert "See what you can ask for today" in text
    workshop.assignments.all().delete()
    assert "nobody who led it or came to it is owed anything" in said(manager.get(page(workshop)))


def test_says_nothing_before_it_is_over(manager, year):
    for status in ["planned", "in_progress", "cancelled"]:
        workshop = make_workshop(DAY, partner_year=year, status=status)

        assert 'id="money"' not in manager.get(page(workshop)).text, status


def test_one_that_was_cancelled_late_has_what_is_owed(manager, year):
    workshop = make_workshop(DAY, partner_year=year, status="cancelled")
    make_payable(250, workshop=workshop, kind="cancelled_late")

    response = manager.get(page(workshop))

    assert "Cancelled late $250" in said(response)
    assert "Reimbursement from the program" not in said(response)


def test_a_member_without_any_right_reads_no_amount(browse, workshop, year):
    make_payable(500, workshop=workshop)
    claim(workshop, year)

    text = browse().get(page(workshop)).text

    assert 'id="money"' not in text
    assert "$" not in text


def test_asks_as_much_of_the_database_for_many_as_for_one(manager, workshop, year, count_queries):
    make_payable(500, workshop=workshop)
    claim(workshop, year)
    with_one = count_queries(manager, page(workshop))
    for _ in range(2):
        make_payable(500, assignment=make_leading(workshop, role="co_lead", status="confirmed"))
        make_payable(50, enrollment=make_enrollment(workshop), kind="attended")
        claim(workshop, year)

    assert count_queries(manager, page(workshop)) == with_one <= 25
