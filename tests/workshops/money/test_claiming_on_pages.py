"""What a partner's first page says of reimbursement."""

from datetime import date

import pytest

from applications.registry import Look, added_steps, dates_of, open_at
from tests.make import make_community_event
from tests.workshops.make_money import make_reimbursement
from tests.workshops.money.group import DAYS, make_group
from tests.workshops.money.test_requests_pages import of_2016
from workshops.actions import claiming

ON = date(2016, 12, 20)


@pytest.fixture
def group(partner):
    return make_group(5, DAYS[:2], partner=partner, school_year=of_2016())


def steps(partner):
    found = added_steps(Look([partner], ON))
    return [step for step in found if step.is_of_money]


def whats(partner):
    return [(step.what, step.more) for step in steps(partner)]


def dates(partner):
    return [(each.last, each.what) for each in dates_of(Look([partner], ON))]


def test_asks_for_completed_days(group, partner):
    ask = ("Ask for reimbursement: CS Principles", "2 workshop days completed, and not asked for.")
    assert whats(partner) == [ask]
    assert (date(2016, 12, 31), "Last day of this reimbursement period") in dates(partner)


def test_asks_to_send_what_is_begun(group, partner):
    claiming.begin(group.cohort, on=ON)

    assert whats(partner) == [("Send your request for CS Principles, or withdraw it", "")]


def test_puts_what_was_returned_before_all_others(group, partner):
    request = make_reimbursement(partner_year=group.year, cohort=group.cohort, status="sent")
    request.move("returned", by=None, note="One was not there.")

    [step] = steps(partner)

    assert step.is_returned
    assert step.what == "Look again at your request for CS Principles: we returned it"
    assert step.more == "We wrote: One was not there."


def test_says_nothing_once_all_is_asked_for(partner):
    group = make_group(5, partner=partner, school_year=of_2016())
    make_reimbursement(partner_year=group.year, cohort=group.cohort, status="sent")

    assert steps(partner) == []
    assert dates(partner) == []


def test_says_until_when_an_event_can_be_claimed(group, partner):
    make_community_event(partner=partner, day=date(2016, 12, 1), status="completed", title="Meetup")

    assert (date(2016, 12, 31), "Last day to claim what it cost: Meetup") in dates(partner)


def test_says_what_is_open_when_a_partnership_ends(group, partner):
    claiming.begin(group.cohort, on=ON)
    make_reimbursement(partner_year=group.year, status="approved", kind="invoice", title="Books")

    assert {
        "1 reimbursement request begun and not sent.",
        "1 reimbursement request sent and not paid.",
    } <= set(open_at(partner, ON))


def test_sets_what_somebody_typed_in_quotes(year, partner):
    make_reimbursement(partner_year=year, kind="invoice", of_day=ON, title="Cords")

    assert [step.what for step in steps(partner)] == [
        "Send your request for “Cords”, or withdraw it"
    ]
