"""The weekly reminder of partners' people: once a week, each stage once, nothing lost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from applications import renewals
from applications.actions import reminding
from applications.actions.reminding import remind_partners
from applications.look import Look
from applications.models import Reminder
from applications.next_steps import steps_of
from applications.reminding import Stage, stage_of, week_of
from plp.core.models import Message
from tests.make import (
    make_community_event,
    make_member,
    make_partner,
    make_partner_requirement,
    make_partner_year,
    make_program_year,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2016, 11, 14)


def make_asked(partner=None, **fields):
    """A confirmed year that asks for one meetup by 16 December."""
    defaults = {"kind": "meetups", "number": 1, "lead_days": 366}
    row = make_partner_requirement(partner=partner or make_partner(), **(defaults | fields))
    row.window_from, row.window_until = date(2016, 9, 1), date(2016, 12, 16)
    row.save()
    row.partner_year.move("confirmed", by=None)
    return row


def told():
    return [(m.to, m.text) for m in Message.objects.filter(what="week-ahead").order_by("pk")]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2016, 11, 6), None),
        (date(2016, 11, 10), None),  # that week ends on 13 November, 33 days before
        (MONDAY, Stage.MONTH),
        (date(2016, 12, 4), Stage.MONTH),
        (date(2016, 12, 5), Stage.WEEK),
        (date(2016, 12, 16), Stage.WEEK),
        (date(2016, 12, 17), Stage.OVERDUE),
    ],
)
def test_names_a_stage_in_the_week_in_which_it_begins(on, stage):
    assert stage_of(date(2016, 12, 16), on) == stage


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_names_each_stage_in_time_whatever_the_day_of_the_week(last_day, days):
    on = last_day - timedelta(days=days)
    stage = stage_of(last_day, on)

    assert stage is not Stage.OVERDUE
    assert stage == Stage.WEEK or days > 7
    assert stage is not None or days > 30
    assert stage is None or days <= 36


def test_writes_to_the_manager_what_comes_up_and_by_when():
    row = make_asked()
    manager = make_member(row.partner_year.partner, user=make_user("dana@x.example", name="Dana"))

    remind_partners(MONDAY)

    [(to, text)] = told()
    assert to == manager.user.email
    assert "- Plan 1 meetup. By Friday, 16 December 2016, 32 days." in text


def test_names_each_stage_once_and_writes_again_for_the_next():
    row = make_asked()
    make_member(row.partner_year.partner)

    for days in [0, 0, 1, 6, 7, 14, 20, 21, 21, 22, 32, 33, 34, 41]:
        remind_partners(MONDAY + timedelta(days=days))

    assert len(told()) == 3
    assert list(Reminder.objects.values_list("stage", flat=True)) == [30, 7, 0]
    assert "It was due on Friday, 16 December 2016, 1 day ago." in told()[-1][1]


def test_loses_nothing_when_runs_were_missed():
    make_member(make_asked().partner_year.partner)

    remind_partners(date(2016, 12, 15))

    assert "1 day" in told()[0][1]


def test_gathers_all_partners_of_a_person_in_one_mail():
    user = make_user()
    for name in ["Larkspur", "Quiet Owl"]:
        make_member(make_asked(make_partner(organization=name)).partner_year.partner, user=user)

    remind_partners(MONDAY)

    [(_, text)] = told()
    assert "Larkspur:\n- Plan 1 meetup" in text
    assert "Quiet Owl:\n- Plan 1 meetup" in text


def test_waits_for_the_next_week_with_what_arises_after_the_mail():
    row = make_asked()
    make_member(row.partner_year.partner)
    remind_partners(MONDAY)
    row.window_until = date(2016, 11, 17)
    row.save()

    remind_partners(MONDAY + timedelta(days=1))
    assert len(told()) == 1

    remind_partners(MONDAY + timedelta(days=7))
    assert "It was due on Thursday, 17 November 2016" in told()[1][1]


@pytest.mark.parametrize("how", ["planned", "waived", "not confirmed", "ended", "a viewer"])
def test_leaves_out_what_waits_for_nobody(how):
    row = make_asked()
    partner = row.partner_year.partner
    make_member(partner, may_manage=how != "a viewer")
    if how == "planned":
        make_community_event(partner=partner, day=date(2016, 12, 1))
    if how == "waived":
        row.waived_because = "It joined late."
        row.save()
    if how == "not confirmed":
        type(row.partner_year).objects.update(status="to_renew")
    if how == "ended":
        partner.ended_on = date(2016, 11, 1)
        partner.save()

    remind_partners(MONDAY)

    assert told() == []


def test_asks_the_database_equally_often_for_one_partner_and_for_three():
    def queries(number):
        for _ in range(number):
            make_member(make_asked().partner_year.partner)
        with CaptureQueriesContext(connection) as asked:
            remind_partners(date(2016, 1, 1))
        return len(asked)

    assert queries(1) == queries(3)


def test_a_week_has_a_name_of_its_own_also_at_the_turn_of_the_year():
    assert week_of(date(2016, 1, 3)) == "2015-W53"
    assert week_of(date(2016, 1, 4)) == "2016-W01"


def test_a_proposal_is_named_again_until_it_is_answered():
    row = make_asked(number=None, kind="privacy")
    make_member(row.partner_year.partner)
    with time_machine.travel("2016-11-14 12:00-08:00", tick=False):
        proposal = row.proposals.create(number=None, reason="More is needed.")

    for days in range(30):
        remind_partners(MONDAY + timedelta(days=days))

    stages = Reminder.objects.filter(what=f"proposal {proposal.pk} 2016-11-28")
    assert list(stages.values_list("stage", flat=True)) == [30, 7, 0]
    assert "Answer what we propose: Privacy policy" in told()[-1][1]


def test_two_workers_on_both_sides_of_midnight_name_it_once(monkeypatch):
    make_member(make_asked().partner_year.partner)
    sunday, heard = MONDAY + timedelta(days=6), reminding._heard

    def slow(people):
        found = heard(people)
        monkeypatch.setattr(reminding, "_heard", heard)
        remind_partners(sunday)  # the other worker is done before this one writes
        return found

    monkeypatch.setattr(reminding, "_heard", slow)
    remind_partners(sunday + timedelta(days=1))

    assert len(told()) == 1


def test_whose_address_changes_has_no_second_mail_in_a_week():
    row = make_asked()
    user = make_member(row.partner_year.partner).user
    remind_partners(MONDAY)
    user.email = "new@x.example"
    user.save()
    make_asked(partner=row.partner_year.partner)

    remind_partners(MONDAY + timedelta(days=1))
    assert len(told()) == 1
    remind_partners(MONDAY + timedelta(days=7))
    assert [to for to, _ in told()][1:] == ["new@x.example"]


def test_nobody_is_asked_to_renew_beyond_a_planned_end():
    partner = make_asked().partner_year.partner
    make_member(partner)
    year = make_program_year(school_year=make_school_year(2031))
    make_partner_year(partner=partner, program_year=year)
    on = year.school_year.first_day - timedelta(days=7)
    assert "Renew for" in str(steps_of(Look([partner], on)))

    partner.ends_on = year.school_year.first_day - timedelta(days=1)
    partner.save()

    assert "Renew for" not in str(steps_of(Look([partner], on)))
    assert renewals.unanswered(on) == []


def test_managers_hear_of_funding_where_nobody_of_finance_can_sign_in():
    row = make_asked(kind="funding", number=None)
    partner = row.partner_year.partner
    manager = make_member(partner)
    gone = make_user(is_active=False)
    make_member(partner, user=gone, may_manage=False, may_handle_money=True)

    remind_partners(MONDAY)

    assert [to for to, _ in told()] == [manager.user.email]
