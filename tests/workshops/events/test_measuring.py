"""What counts for the summit and the summer session."""

import pytest
from django.utils import timezone

from applications.models import PartnerRequirement
from applications.registry import lines
from tests.make import make_course, make_partner_year, make_registration, make_user
from tests.workshops.events.conftest import TODAY, join, make_cast
from workshops.measuring.events import describe, summer_sessions, summits, with_people

pytestmark = pytest.mark.django_db

NOW = timezone.now


def put(cast, event, side, **fields):
    who = {"member": make_user(), "teacher": None} if side == "member" else {}
    return make_registration(event=event, partner=cast.partner, **(who | fields))


def amounts(cast):
    rows = PartnerRequirement.objects.filter(partner_year=cast.year)
    return {
        line.kind: (int(line.amount.done), int(line.amount.planned)) for line in lines(rows, TODAY)
    }


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"attended": True}, (1, 0)),
        ({"attended": True, "registered_at": None}, (1, 0)),
        ({}, (0, 1)),
        ({"attended": False}, (0, 0)),
        ({"registered_at": None}, (0, 0)),
        ({"cancelled_at": timezone.now()}, (0, 0)),
    ],
)
def test_a_summit_counts_once_a_member_came_or_comes(cast, fields, counted):
    put(cast, cast.summit, "member", **fields)

    assert amounts(cast)["summit"] == counted


def test_several_members_count_as_one_summit(cast):
    for attended in [True, True, None]:
        put(cast, cast.summit, "member", attended=attended)

    assert amounts(cast)["summit"] == (1, 0)


@pytest.mark.parametrize(
    ("sides", "counted"),
    [
        ([("member", True), ("teacher", True)], (1, 0)),
        ([("member", True), ("teacher", None)], (0, 1)),
        ([("member", None), ("teacher", True)], (0, 1)),
        ([("member", True), ("teacher", False)], (0, 0)),
        ([("member", True)], (0, 0)),
        ([("teacher", True), ("teacher", True)], (0, 0)),
    ],
)
def test_a_session_counts_where_a_member_came_with_a_teacher(cast, sides, counted):
    for side, attended in sides:
        put(cast, cast.session, side, attended=attended)

    assert amounts(cast)["summer_session"] == counted


def test_what_another_partner_did_counts_for_them_alone(cast):
    other = join(cast.year.program_year, cast.summit, cast.session)
    put(other, cast.session, "member", attended=True)
    put(cast, cast.session, "teacher", attended=True)

    assert amounts(cast)["summer_session"] == (0, 0)
    assert amounts(other)["summer_session"] == (0, 0)


def test_an_event_of_another_year_does_not_count(cast):
    later = make_cast(start=2041)
    make_partner_year(partner=cast.partner, program_year=later.year.program_year)
    put(cast, later.summit, "member", attended=True)

    assert amounts(cast)["summit"] == (0, 0)


def test_names_the_event_and_how_many_came(cast):
    put(cast, cast.session, "member", attended=True)
    put(cast, cast.session, "member")
    for attended in [True, True, False]:
        put(cast, cast.session, "teacher", attended=attended)
    asked = PartnerRequirement.objects.filter(
        partner_year=cast.year, requirement__kind="summer_session"
    )

    [row] = with_people(summer_sessions(asked, TODAY), TODAY)
    said = describe(row)

    assert said.what == "Summer session, Omaha, NE"
    assert said.remark == "1 member and 2 teachers came"
    assert said.is_done
    assert said.day == cast.session.first_day
    assert said.url == f"/partner/{cast.partner.pk}/events/"


def test_before_it_names_how_many_are_registered(cast):
    put(cast, cast.summit, "member")
    asked = PartnerRequirement.objects.filter(partner_year=cast.year, requirement__kind="summit")

    [row] = with_people(summits(asked, TODAY), TODAY)

    assert describe(row).remark == "1 member registered"


def test_asks_the_same_for_one_partner_and_for_three(cast, django_assert_num_queries):
    casts = [cast, *(join(cast.year.program_year, cast.summit, cast.session) for _ in range(2))]
    make_course()
    for each in casts:
        put(each, cast.summit, "member")
        put(each, cast.session, "teacher", attended=True)
        put(each, cast.session, "member", attended=True)
    rows = PartnerRequirement.objects.all()

    with django_assert_num_queries(3):
        lines(rows.filter(partner_year=cast.year), TODAY)
    with django_assert_num_queries(3):
        counted = lines(rows, TODAY)
    assert sorted(int(line.amount.done) for line in counted) == [0, 0, 0, 1, 1, 1]
