"""What warns of a plan and what refuses it, in words that say what to do."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilitators.models import Accreditation
from tests.facilitators.make import (
    make_contract,
    make_facilitator,
    make_unavailability,
)
from tests.make import (
    make_course,
    make_event,
)
from tests.workshops.make import make_leading, make_session, make_workshop
from tests.workshops.planning.make import CSP, FIRST, LAST, a_day, fit, known, person, plan
from workshops import rules
from workshops.knowing import Agreed, Booked, Closed, Taken, known_of, years_of
from workshops.models import Booking, WorkshopRules

OCTOBER_8 = date(2016, 10, 8)
AN_HOUR_OF_IT = (datetime(2016, 10, 8, 15, tzinfo=UTC), datetime(2016, 10, 8, 16, tzinfo=UTC))


def said(*args):
    return [remark.text for remark in rules.remarks(*args)]


def refused(*args):
    return [remark.text for remark in rules.remarks(*args) if remark.refuses]


def test_has_nothing_to_say_of_a_good_plan():
    assert said(known(people={1: person()}), plan(leads=[1])) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2017, 7, 8),
            "Saturday, 8 July 2017 is outside the school year 2016–17. Choose a day in "
            "1 July 2016 – 30 June 2017.",
        ),
        (
            date(2016, 9, 5),
            "Monday, 5 September 2016 is Labor Day. Choose another day, unless teachers come on "
            "it.",
        ),
        (
            date(2017, 2, 13),
            "Monday, 13 February 2017 is Lincoln's Birthday (observed). Choose another day, "
            "unless teachers come on it.",
        ),
        (
            date(2016, 8, 13),
            "Saturday, 13 August 2016 is in 12 days: less than 14 days ahead. Choose a later day "
            "if you can.",
        ),
        (
            date(2016, 8, 1),
            "Monday, 1 August 2016 is today: less than 14 days ahead. Choose a later day if you "
            "can.",
        ),
        (
            date(2016, 7, 9),
            "Saturday, 9 July 2016 is over. Choose a day to come, unless it took place then.",
        ),
    ],
)
def test_warns_of_a_day(day, sentence):
    assert said(known(), plan(day)) == [sentence]
    assert not refused(known(), plan(day))


@pytest.mark.parametrize("day", [date(2016, 8, 15), FIRST, LAST])
def test_counts_notice_and_school_year_with_their_last_days(day):
    assert said(known(on=date(2016, 6, 1)), plan(day)) == []
    assert said(known(on=day), plan(day)) != []


def test_knows_the_holidays_of_a_state():
    [sentence] = said(known(state="UT"), plan(date(2016, 7, 25)))[:1]

    assert "is Pioneer Day" in sentence
    assert not any("Pioneer" in each for each in said(known(), plan(date(2016, 7, 25))))


def test_warns_of_days_that_are_closed_and_says_why():
    closed = [Closed(date(2016, 10, 7), date(2016, 10, 8), "State tests are then.")]

    assert said(known(closed=closed), plan()) == ["State tests are then."]
    assert said(known(closed=closed), plan(date(2016, 10, 9))) == []


def test_warns_of_another_workshop_on_the_day_but_not_of_itself():
    facts = known(others={OCTOBER_8: [Taken(7, "CS Principles workshop 2", 1, 1)]})

    assert said(facts, plan()) == [
        "CS Principles workshop 2 is on Saturday, 8 October 2016, too. Choose another day, unless "
        "you run both."
    ]
    assert said(facts, plan(workshop=7)) == []


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"away": [(OCTOBER_8, OCTOBER_8)]}, "cannot come on Saturday, 8 October 2016"),
        ({"accreditations": []}, "is not accredited for CS Principles"),
        (
            {
                "accreditations": [
                    Accreditation(course=CSP, first_day=FIRST, last_day=date(2016, 10, 7))
                ]
            },
            "is not accredited for CS Principles",
        ),
        ({"contracts": []}, "has no signed contract with you"),
        ({"contracts": [Agreed(FIRST, LAST, {2})]}, "has no signed contract with you"),
    ],
)
def test_warns_of_who_would_lead(fields, word):
    [sentence] = said(known(people={1: person(**fields)}), plan(leads=[1]))

    assert sentence.startswith(f"Jonas Tinderbox {word}")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "Name the day on which it takes place."),
        (
            [a_day(OCTOBER_8, time(9), time(12)), a_day(OCTOBER_8, time(11), time(15))],
            "Saturday, 8 October 2016 is named twice. Write one line for each day, from and to.",
        ),
        (
            [a_day(OCTOBER_8, time(20), time(1))],
            "Saturday, 8 October 2016 ends before it begins. Let it end later, before "
            "midnight; add another day for more.",
        ),
        (
            [a_day(date(2017, 3, 12), time(2, 30), time(9))],
            "Sunday, 12 March 2017: There is no such time: clocks are set forward then. Choose "
            "another.",
        ),
    ],
)
def test_refuses_days(days, sentence):
    assert refused(known(), plan(days=days)) == [sentence]


def test_refuses_who_is_confirmed_elsewhere_at_that_time_but_not_for_itself():
    facts = known(people={1: person(booked=[Booked(7, *AN_HOUR_OF_IT)])})

    assert refused(facts, plan(leads=[1])) == [
        "Saturday, 8 October 2016: Jonas Tinderbox leads another workshop then. Choose somebody "
        "else, or another time."
    ]
    assert said(facts, plan(leads=[1], workshop=7)) == []
    assert said(facts, plan(a_day(OCTOBER_8, time(11), time(12)), leads=[1])) == []


def test_looks_at_a_series_beside_each_other():
    facts = known(people={1: person()})
    series = [plan(leads=[1]), plan(leads=[1]), plan(date(2016, 11, 5), leads=[1])]

    first, second, third = rules.of_series(facts, series)

    assert [remark.text for remark in first] == [remark.text for remark in second]
    assert [remark.about for remark in first] == ["day", "lead"]
    assert third == []


# What is read


@pytest.fixture
def workshop(year):
    return make_workshop(OCTOBER_8, partner_year=year)


def of(workshop, **more):
    return [r.text for r in rules.of_workshop(workshop, on=date(2016, 8, 1), **more)]


def test_reads_a_workshop_that_nothing_speaks_against(workshop):
    make_leading(workshop, facilitator=fit(workshop.partner, workshop.course))
    make_workshop(OCTOBER_8)  # of another partner

    assert of(workshop) == []


def test_reads_all_that_speaks_against_one(workshop, year):
    facilitator = make_facilitator(name="Jonas Tinderbox")
    make_leading(workshop, facilitator=facilitator)
    make_unavailability(facilitator=facilitator)
    elsewhere = make_leading(facilitator=facilitator, status="confirmed")
    session = elsewhere.workshop.sessions.get()
    hours = {"begins_at": session.begins_at, "ends_at": session.ends_at}
    Booking.objects.create(assignment=elsewhere, session=session, facilitator=facilitator, **hours)
    make_workshop(OCTOBER_8, partner_year=year, title="The other")
    year.partner.blackouts.create(first_day=OCTOBER_8, last_day=OCTOBER_8, note="State tests")
    event = {"first_day": OCTOBER_8, "last_day": OCTOBER_8, "states": ["IL"]}
    make_event(program_year=year.program_year, **event)
    WorkshopRules.objects.create(program_year=year.program_year, short_notice=90)
    year.refresh_from_db()

    found = of(workshop)

    for part, sentence in zip(
        [
            "leads another workshop then",
            "68 days: less than 90 days",
            "You wanted no workshop then: 8 October 2016, State tests.",
            "Your summer session is then",
            "The other is on",
            "cannot come",
            "not accredited",
            "no signed contract",
        ],
        found,
        strict=True,
    ):
        assert part in sentence


def test_asks_an_amendment_where_there_is_one(workshop):
    facilitator = fit(workshop.partner, workshop.course)
    [contract] = facilitator.contracts.all()
    contract.last_day = date(2017, 6, 30)
    make_contract(
        partner=workshop.partner,
        facilitator=facilitator,
        courses=[make_course()],
        school_year=contract.school_year,
        status="in_force" if contract.status == "ended" else "ended",
        replaces=contract,
        first_day=date(2016, 10, 1),
    )
    make_leading(workshop, facilitator=facilitator)

    [sentence] = of(workshop)

    assert "no signed contract" in sentence


def test_leaves_out_cancelled_workshops(workshop, year):
    make_workshop(OCTOBER_8, partner_year=year, status="cancelled")

    assert of(workshop) == []


def test_tries_other_days_and_people(workshop):
    facilitator = make_facilitator(name="Somebody Else")

    assert of(workshop, days=[a_day(date(2016, 12, 26))]) != []
    assert len(of(workshop, facilitators=[facilitator.pk])) == 2


def test_asks_as_often_for_three_people_as_for_one(workshop, year):
    counts = []
    [year] = years = years_of(year.partner)
    for number in (1, 3):
        people = [fit(workshop.partner, workshop.course).pk for _ in range(number)]
        make_session(workshop, day=date(2016, 11, number))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            known_of(year, people, on=date(2016, 8, 1), years=years)
        counts.append(len(queries))

    assert counts[0] == counts[1] == 7
