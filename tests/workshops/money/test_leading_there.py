"""Where pages of other things lead to the money behind them."""

from datetime import date

import pytest
from django.urls import reverse

from tests.browsing import said
from tests.make import make_cohort, make_community_event
from tests.workshops.make_money import make_reimbursement

pytestmark = pytest.mark.django_db


def page(partner, name, *keys):
    return reverse(f"workshops:{name}", args=[partner.pk, *keys])


@pytest.fixture
def event(partner):
    return make_community_event(partner=partner, status="completed", headcount=20)


def test_an_event_that_is_over_leads_to_what_is_asked_for_it(manager, partner, year, event):
    address = page(partner, "community-event", event.pk)
    assert "Nothing is asked for." in said(manager.get(address))

    request = make_reimbursement(
        partner_year=year, kind="event", event=event, of_day=date(2016, 10, 8)
    )

    text = manager.get(address).text
    assert page(partner, "request", request.pk) in text
    assert "Nothing is asked for." not in text


def test_members_without_a_right_read_nothing_of_it(browse, partner, event):
    text = browse().get(page(partner, "community-event", event.pk)).text

    assert "Reimbursement" not in text


def test_teacher_groups_lead_to_what_they_bring(manager, browse, partner, year):
    make_cohort(partner=partner, school_year=year.program_year.school_year)

    address, leads_to = page(partner, "teachers"), page(partner, "estimate")
    assert leads_to in manager.get(address).text
    assert leads_to not in browse().get(address).text
