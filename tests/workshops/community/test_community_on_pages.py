"""What other pages say of community events: next steps, days, news, figures, what is open."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from applications.registry import (
    Look,
    added_steps,
    dates_of,
    figures_of,
    news_of,
    open_at,
)
from tests.make import (
    make_community_event,
    make_partner,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_school_year,
)
from workshops.actions import community as actions
from workshops.on_pages.community import say_how_it_went

pytestmark = pytest.mark.django_db

ON = date(2016, 10, 20)


def steps(*partners):
    return [s for s in added_steps(Look(partners, ON)) if s.key.startswith("community")]


def test_asks_how_a_planned_event_went_whose_days_have_passed():
    partner = make_partner()
    past = make_community_event(partner=partner, title="Evening")
    for fields in [
        {"day": ON},
        {"first_day": date(2016, 10, 19), "last_day": ON},
        {"status": "completed"},
        {"status": "cancelled"},
    ]:
        make_community_event(partner=partner, **fields)

    [step] = steps(partner)
    assert step.what == "Say how it went: Evening"
    assert step.url == f"/partner/{partner.pk}/community/{past.pk}/record/"
    assert step.last_day == date(2016, 10, 22)


def test_asks_of_all_partners_in_one_query(django_assert_num_queries):
    partners = [make_community_event().partner for _ in range(3)]

    with django_assert_num_queries(1):
        found = say_how_it_went(Look(partners, ON))

    assert {step.partner for step in found} == {partner.pk for partner in partners}


def test_its_days_are_key_dates_until_they_are_over():
    partner = make_partner()
    make_community_event(partner=partner, day=date(2016, 10, 19))
    make_community_event(partner=partner, day=date(2016, 10, 25), status="cancelled")
    ahead = make_community_event(partner=partner, day=date(2016, 10, 25), title="Evening")

    [found] = dates_of(Look([partner], ON))
    assert found.what == "Meetup: Evening, Cottonwood College"
    assert found.url == f"/partner/{partner.pk}/community/{ahead.pk}/"


def test_news_says_what_was_planned_took_place_and_was_cancelled():
    with time_machine.travel("2016-10-01 12:00Z", tick=False):
        old = make_community_event(title="Old")
        partner = old.partner
    with time_machine.travel("2016-10-21 12:00Z", tick=False):
        actions.complete_event(old, by=None, headcount=3, on=ON)
        off = make_community_event(partner=partner, title="Off")
        actions.cancel_event(off, by=None, reason="Snow.")
        back = make_community_event(partner=partner, title="Back")
        actions.cancel_event(back, by=None, reason="Snow.")
        actions.undo_event(back, by=None)
        make_community_event(title="Elsewhere")

    found = {each.what for each in news_of(partner, datetime(2016, 10, 20, tzinfo=UTC))}
    assert found == {
        "Old took place",
        "Off was planned for Saturday, 8 October 2016",
        "Off was cancelled",
        "Back was planned for Saturday, 8 October 2016",
    }


def test_a_report_has_the_figures_of_its_school_year():
    year = make_program_year(school_year=make_school_year(2040))
    partner_year = make_partner_year(program_year=make_requirement(program_year=year).program_year)
    for day, kind, headcount in [
        (date(2040, 7, 1), "meetup", 1200),
        (date(2041, 6, 30), "meetup", 34),
        (date(2041, 7, 1), "meetup", 5),
        (date(2040, 12, 3), "hour_of_code", 1),
    ]:
        fields = {"status": "completed", "headcount": headcount, "kind": kind, "day": day}
        make_community_event(partner=partner_year.partner, **fields)
    make_community_event(partner=partner_year.partner, kind="fair", day=date(2041, 4, 1))

    figures = dict(figures_of(partner_year))
    assert figures["Meetups"] == "2 completed, 1,234 people came"
    assert figures["Hours of Code"] == "1 completed, 1 person came"
    assert figures["CS fairs"] == "None completed"


def test_says_what_is_still_open_when_a_partnership_ends():
    partner = make_partner()
    assert "community" not in " ".join(open_at(partner, ON))
    make_community_event(partner=partner)
    make_community_event(partner=partner, day=ON)
    make_community_event(partner=partner, day=ON)

    said = " ".join(open_at(partner, ON))
    assert "2 community events are planned from 20 October 2016 on." in said
    assert "1 community event is past, and nobody has said how it went." in said
