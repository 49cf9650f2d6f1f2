"""The measure of program managers: named, and through with the onboarding."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.counting import lines
from applications.measures import Amount, amounts, rows_behind
from applications.models import Membership, OnboardingDone, OnboardingItem, PartnerRequirement
from applications.onboarding import lists_of
from applications.statuses import Status
from tests.make import (
    make_member,
    make_onboarding_item,
    make_partner,
    make_partner_requirement,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db

DAY = date(2016, 9, 1)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def year():
    return make_program_year(school_year=make_school_year(2031))


@pytest.fixture
def asked(year):
    requirement = make_requirement(program_year=year, kind="manager", number=None)
    return make_partner_requirement(requirement=requirement)


def measured(row, on=DAY):
    found = amounts({"manager": PartnerRequirement.objects.filter(pk=row.pk)}, on)
    return found.get(row.pk, Amount())


def add_items(asked, number, **fields):
    program = asked.partner_year.program_year.program
    return [make_onboarding_item(program=program, **fields) for _ in range(number)]


def finish(user, *items):
    for item in items:
        OnboardingDone.objects.create(user=user, item=item)


def test_counts_nobody_where_nobody_manages(asked):
    make_member(asked.partner_year.partner, may_manage=False, may_sign=True)
    make_member()

    assert measured(asked) == Amount()


def test_a_manager_counts_at_once_where_nothing_is_to_be_learned(asked):
    make_member(asked.partner_year.partner)
    make_onboarding_item()  # of another program

    assert measured(asked) == Amount(done=1)


def test_a_manager_is_planned_until_all_is_done(asked):
    member = make_member(asked.partner_year.partner)
    first, second = add_items(asked, 2)
    finish(member.user, first)
    finish(make_user(), second)

    assert measured(asked) == Amount(planned=1)
    finish(member.user, second)
    assert measured(asked) == Amount(done=1)


def test_each_manager_counts_for_themself(asked):
    one = make_member(asked.partner_year.partner)
    make_member(asked.partner_year.partner)
    finish(one.user, *add_items(asked, 1))

    assert measured(asked) == Amount(done=1, planned=1)


def test_what_is_done_counts_for_every_partner(asked):
    other = make_partner_requirement(requirement=asked.requirement)
    user = make_member(asked.partner_year.partner).user
    make_member(other.partner_year.partner, user=user)
    finish(user, *add_items(asked, 1))

    assert measured(other) == Amount(done=1)


def replaced(old, **fields):
    made = OnboardingItem(
        program=old.program, title="New", position=1, from_day=DAY, replaces=old, **fields
    )
    made.save()
    return made


def test_another_wording_counts_as_done_however_often_it_changed(asked):
    member = make_member(asked.partner_year.partner)
    [item] = add_items(asked, 1)
    finish(member.user, item)
    replaced(replaced(item, same_as=item), same_as=item)

    assert measured(asked) == Amount(done=1)


def test_one_that_is_asked_again_does_not(asked):
    member = make_member(asked.partner_year.partner)
    [item] = add_items(asked, 1)
    finish(member.user, item)
    replaced(item, is_asked_again=True)

    assert measured(asked) == Amount(planned=1)


def test_what_holds_later_or_no_more_is_not_asked(asked):
    make_member(asked.partner_year.partner)
    add_items(asked, 1, from_day=date(2016, 9, 2))
    add_items(asked, 1, until=date(2016, 8, 31))

    assert measured(asked) == Amount(done=1)


def test_counts_as_of_the_day_that_is_looked_at(asked):
    make_member(asked.partner_year.partner)
    add_items(asked, 1, from_day=date(2031, 9, 2))
    rows = PartnerRequirement.objects.filter(pk=asked.pk)

    said = [lines(rows, date(2031, 9, day))[0].status for day in (1, 2)]

    assert said == [Status.CONFIRMED, Status.TO_CONFIRM]
    assert rows_behind(asked, date(2031, 9, 1))[0].is_done
    assert not rows_behind(asked, date(2031, 9, 2))[0].is_done


def test_a_year_that_is_over_asks_nothing_new(asked):
    member = make_member(asked.partner_year.partner)
    [item] = add_items(asked, 1)
    finish(member.user, item)
    school_year = asked.partner_year.program_year.school_year
    add_items(asked, 1, from_day=date(school_year.last_day.year, 7, 15))

    assert measured(asked, date(school_year.last_day.year, 9, 1)) == Amount(done=1)


def test_who_came_after_a_year_leaves_it_as_it_was(asked):
    add_items(asked, 1)
    ends = asked.partner_year.program_year.school_year.last_day
    member = make_member(asked.partner_year.partner)
    Membership.objects.filter(pk=member.pk).update(since=datetime(ends.year, 8, 1, tzinfo=UTC))

    assert measured(asked) == Amount(done=1)


def test_says_of_each_who_it_is_and_how_far(asked):
    member = make_member(asked.partner_year.partner, user=make_user(name="Dana Whitlock"))
    member.shares.create(year=asked.partner_year, fte="0.25")
    member.shares.create(year=make_partner_year(partner=member.partner), fte="0.5")
    item, _ = add_items(asked, 2)
    finish(member.user, item)

    [row] = rows_behind(asked, DAY)

    assert (row.what, row.worth, row.is_done, row.day) == ("Dana Whitlock", 1, False, DAY)
    assert row.remark == "¼ of full time, 1 of 2 done"


def test_agrees_with_the_list_of_the_person(asked):
    member = make_member(asked.partner_year.partner)
    first, second, third = add_items(asked, 3)
    finish(member.user, first)
    replaced(first, same_as=first)
    replaced(second)
    add_items(asked, 1, from_day=date(2016, 9, 2))

    [todos] = lists_of([member], DAY).values()
    [row] = rows_behind(asked, DAY)

    done = sum(todo.done_at is not None for todo in todos)
    assert row.remark == f"{done} of {len(todos)} done" == "1 of 3 done"
    assert third in [todo.item for todo in todos]


def test_its_status_is_what_a_person_would_say(asked):
    rows = PartnerRequirement.objects.filter(pk=asked.pk)
    first = asked.partner_year.program_year.school_year.first_day

    def said():
        return lines(rows, first)[0].status

    assert said() == Status.TO_CONFIRM
    member = make_member(asked.partner_year.partner)
    [item] = add_items(asked, 1)
    assert said() == Status.TO_CONFIRM
    finish(member.user, item)
    assert said() == Status.CONFIRMED


def test_is_one_query_for_any_number_of_partners(asked):
    def queries():
        with CaptureQueriesContext(connection) as asked_for:
            amounts(
                {"manager": PartnerRequirement.objects.filter(requirement__kind="manager")}, DAY
            )
        return len(asked_for)

    assert queries() == 1
    for _ in range(2):
        row = make_partner_requirement(partner=make_partner(), requirement=asked.requirement)
        finish(make_member(row.partner_year.partner).user, *add_items(asked, 1))
    assert queries() == 1
