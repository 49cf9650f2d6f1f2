"""What events and teachers add to a partner's pages: next steps, days, news, figures."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from applications.registry import Look, dates_of, figures_of, news_of, open_at
from plp.core.days import PACIFIC
from tests.make import make_cohort, make_registration, make_teacher, make_user
from tests.workshops.events.conftest import TODAY, join
from workshops.on_pages.events import register_and_bring, take_into_groups

pytestmark = pytest.mark.django_db

AFTER = date(2031, 7, 19)


def put(cast, event, side="teacher", **fields):
    who = {"member": make_user(name="Bo Harbor"), "teacher": None} if side == "member" else {}
    return make_registration(event=event, partner=cast.partner, **(who | fields))


def steps(*casts, on=TODAY):
    found = list(register_and_bring(Look([each.partner for each in casts], on)))
    return {(step.what, step.last_day) for step in found}


def test_asks_to_register_and_to_bring_teachers(cast):
    last = date(2031, 7, 17)

    assert steps(cast) == {
        ("Register for the Facilitation Summit", last),
        ("Register for the summer session", last),
        ("Bring teachers to the summer session", last),
    }


def test_asks_nothing_of_who_is_registered(cast):
    put(cast, cast.summit, "member")
    put(cast, cast.session, "member")
    put(cast, cast.session, registered_at=None)

    assert steps(cast) == set()


def test_who_missed_the_last_day_asks_for_a_place(cast):
    assert steps(cast, on=AFTER) == {
        ("Ask us for a place at the Facilitation Summit", cast.summit.first_day),
        ("Ask us for a place at the summer session", cast.session.first_day),
    }
    assert steps(cast, on=date(2031, 7, 23)) == set()


def test_what_is_waived_or_far_away_or_not_confirmed_is_not_asked(cast):
    cast.year.requirements.filter(requirement__kind="summit").update(waived_because="New.")
    assert all("Summit" not in what for what, _ in steps(cast))

    lead = cast.year.requirements.first().requirement.lead_days
    assert steps(cast, on=cast.session.first_day - timedelta(days=lead + 1)) == set()

    type(cast.year).objects.filter(pk=cast.year.pk).update(status="to_renew")
    assert steps(cast) == set()


def test_asks_to_take_who_attended_into_the_group(cast):
    taken = put(cast, cast.session, attended=True).teacher
    put(cast, cast.session, attended=True)
    make_cohort(
        taken,
        partner=cast.partner,
        course=cast.year.program_year.courses.get(),
        school_year=cast.year.program_year.school_year,
    )

    [step] = take_into_groups(Look([cast.partner], AFTER))

    assert step.what == "Take 1 teacher who attended into your group of CS Principles"


def test_asks_once_for_one_partner_and_for_three(cast, django_assert_num_queries):
    casts = [cast, *(join(cast.year.program_year, cast.summit, cast.session) for _ in range(2))]
    for each in casts:
        put(each, cast.summit, "member")
        put(each, cast.session, attended=True)
    for some in [casts[:1], casts]:
        look = Look([each.partner for each in some], TODAY)
        assert len(look.lines) == 2 * len(some)
        with django_assert_num_queries(1):
            assert len(list(register_and_bring(look))) == len(some)
            assert len(list(take_into_groups(look))) == len(some)


def test_says_the_last_days_to_register(cast):
    found = dates_of(Look([cast.partner], TODAY))

    assert (date(2031, 7, 17), "Last day to register: Summer session") in {
        (each.last, each.what) for each in found
    }


def test_says_who_has_answered_and_who_was_taken_into_a_group(cast):
    put(cast, cast.session, teacher=make_teacher(name="Ines"))
    put(cast, cast.session, teacher=make_teacher(name="Otto"), cancelled_at=timezone.now())
    put(cast, cast.session, registered_at=None)
    make_cohort(make_teacher(), make_teacher(), partner=cast.partner)

    said = [each.what for each in news_of(cast.partner, datetime(2031, 7, 1, tzinfo=PACIFIC))]

    assert "Ines comes to: Summer session, Omaha, NE" in said
    assert "Otto does not come to: Summer session, Omaha, NE" in said
    assert any(what.startswith("2 teachers taken into the group: CS, ") for what in said)
    assert sum("come" in what for what in said) == 2


def test_says_how_many_came_in_the_report(cast):
    put(cast, cast.session, "member", attended=True)
    put(cast, cast.session, attended=True)
    put(cast, cast.session, attended=True)
    put(cast, cast.session)

    figures = dict(figures_of(cast.year))

    assert figures["At the summer session"] == "1 member and 2 teachers"
    assert figures["Teachers in groups"] == "0"


def test_says_who_is_registered_still_when_a_partnership_ends(cast):
    put(cast, cast.session)

    assert "1 registration for an event to come." in open_at(cast.partner, TODAY)
    assert not any("event to come" in each for each in open_at(cast.partner, date(2031, 8, 1)))
