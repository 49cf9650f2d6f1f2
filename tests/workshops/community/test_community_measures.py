"""Community events count for what a partner has promised: by kind, partner and first day."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.measures import AWAITED, Amount, amounts, rows_behind
from applications.models import PartnerRequirement, Requirement
from applications.registry import lines
from applications.statuses import Status
from tests.make import (
    make_community_event,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_requirement,
    make_school_year,
)
from workshops.models import CommunityEvent

pytestmark = pytest.mark.django_db

Kind = Requirement.Kind
START = date(2044, 7, 1)


def days_of(requirement):
    return requirement.window_from, requirement.window_until


def counted(requirement):
    mine = PartnerRequirement.objects.filter(pk=requirement.pk)
    return amounts({requirement.requirement.kind: mine}, START).get(requirement.pk, Amount())


@pytest.fixture
def requirement():
    """Four meetups, from July to June of a school year."""
    return make_partner_requirement()


def hold(requirement, **fields):
    fields = {"day": requirement.window_from} | fields
    return make_community_event(partner=requirement.partner_year.partner, **fields)


def test_none_of_the_three_kinds_is_awaited():
    assert not AWAITED & {*CommunityEvent.MEETS.values()}


@pytest.mark.parametrize(
    ("status", "amount"),
    [
        ("planned", Amount(planned=Decimal(1))),
        ("completed", Amount(done=Decimal(1))),
        ("cancelled", Amount()),
    ],
)
def test_completed_counts_as_done_planned_as_planned_cancelled_never(requirement, status, amount):
    hold(requirement, status=status)

    assert counted(requirement) == amount


@pytest.mark.parametrize(
    ("days", "counts"),
    [((-1, 0), False), ((0, 0), True), ((364, 364), True), ((364, 366), True), ((366, 366), False)],
)
def test_its_first_day_decides(requirement, days, counts):
    first, last = (requirement.window_from + timedelta(days=n) for n in days)
    hold(requirement, first_day=first, last_day=last)

    assert bool(counted(requirement).planned) is counts


def test_without_a_window_its_school_year_holds():
    year = make_program_year(school_year=make_school_year(2041))
    asked = make_requirement(program_year=year, window_from=None, window_until=None)
    requirement = make_partner_requirement(requirement=asked)
    partner = requirement.partner_year.partner
    for day in [date(2041, 6, 30), date(2041, 7, 1), date(2042, 6, 30), date(2042, 7, 1)]:
        make_community_event(partner=partner, day=day)

    assert counted(requirement).planned == 2


def test_one_that_was_joined_counts_like_ones_own(requirement):
    hold(requirement, joined="Desert CSTA", status="completed")

    [row] = rows_behind(requirement, START)
    assert (row.worth, row.is_done, row.remark) == (1, True, "You joined Desert CSTA.")


def test_counts_nobody_elses_and_no_other_kind(requirement):
    hold(requirement, kind="fair")
    make_community_event(partner=make_partner(), day=requirement.window_from)

    assert counted(requirement) == Amount()
    assert rows_behind(requirement, START) == []


def test_a_row_leads_to_its_event(requirement):
    event = hold(requirement, title="Evening at the mill")

    [row] = rows_behind(requirement, START)
    assert row.what == "Meetup: Evening at the mill"
    assert row.url == f"/partner/{event.partner_id}/community/{event.pk}/"
    assert row.day == event.first_day


def test_a_number_of_meetups_has_a_status(requirement):
    for n in range(4):
        hold(requirement, status="completed" if n else "planned")
    every = PartnerRequirement.objects.filter(pk=requirement.pk)

    [line] = lines(every, requirement.window_from)
    assert (line.amount.done, line.amount.planned, line.status) == (3, 1, Status.ON_TRACK)


def test_asks_once_for_any_number_of_partners(django_assert_num_queries):
    for _ in range(3):
        hold(make_partner_requirement())
        every = PartnerRequirement.objects.filter(
            requirement__kind__in=CommunityEvent.MEETS.values()
        )
        by_kind = {
            kind: every.filter(requirement__kind=kind) for kind in CommunityEvent.MEETS.values()
        }
        with django_assert_num_queries(1):
            amounts(by_kind, START)


a_day = st.integers(-40, 800).map(lambda n: START + timedelta(days=n))
an_event = st.tuples(
    st.integers(0, 1),
    st.sampled_from(CommunityEvent.Kind.values),
    st.sampled_from(CommunityEvent.Status.values),
    a_day,
)
a_window = st.one_of(st.none(), st.tuples(a_day, a_day).map(sorted))
asked_of_partners = st.lists(
    st.tuples(st.sampled_from([*CommunityEvent.MEETS]), st.integers(0, 1), a_window),
    unique_by=lambda asked: asked[:2],
    max_size=6,
)


class CountingTest(TestCase):
    """What each number says, and what the rows behind it are worth."""

    @settings_of_hypothesis(max_examples=12)
    @given(asked=asked_of_partners, events=st.lists(an_event, max_size=12))
    def test_a_number_is_the_sum_of_the_rows_that_it_opens(self, asked, events):
        partners = [make_partner(), make_partner()]
        years = [make_program_year(school_year=make_school_year(START.year + n)) for n in range(2)]
        of_program = [
            make_requirement(
                program_year=years[n],
                kind=CommunityEvent.MEETS[kind],
                window_from=window and window[0],
                window_until=window and window[1],
            )
            for kind, n, window in asked
        ]
        rows = [
            make_partner_requirement(partner=partner, requirement=requirement)
            for partner in partners
            for requirement in of_program
        ]
        for who, kind, status, day in events:
            make_community_event(partner=partners[who], kind=kind, status=status, day=day)

        for row in rows:
            amount, behind = counted(row), rows_behind(row, START)
            done, planned = (
                sum((each.worth for each in behind if each.is_done is d), Decimal(0))
                for d in (True, False)
            )
            assert (amount.done, amount.planned) == (done, planned)
            assert (done, planned) == expected(row, partners, events)


def expected(row, partners, events):
    """Count as a person would, with nothing but the rule."""
    first, last = days_of(row)
    year = row.partner_year.program_year.school_year
    first, last = first or year.first_day, last or year.last_day
    found = Counter()
    for who, kind, status, day in events:
        is_theirs = partners[who].pk == row.partner_year.partner_id
        meets = CommunityEvent.MEETS[kind] == row.requirement.kind
        if is_theirs and meets and first <= day <= last and status != "cancelled":
            found[status == "completed"] += 1
    return found[True], found[False]
