"""What a program still lacks."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.missing import EARLIEST_EVENT, missing
from applications.models import Course, ProgramEvent, Requirement
from tests.make import (
    make_commitment,
    make_event,
    make_funding_terms,
    make_pin,
    make_program,
    make_program_year,
    make_region,
    make_requirement,
    make_round,
    make_school_year,
    make_terms,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

ON = date(2016, 3, 21)


def texts(program, on=ON):
    return [str(gap) for gap in missing(program, on=on)]


def first_year():
    return the_program().years.get(number=1)


def test_the_first_program_lacks_nothing():
    assert texts(the_program()) == []


def test_an_empty_program_lacks_what_blocks_it_first():
    gaps = missing(make_program(), on=ON)

    assert [(str(gap), gap.blocks) for gap in gaps] == [
        ("No terms are published. Give a version of the terms its day.", True),
        ("There is no application period. Add one.", True),
        ("There is no city where we seek a partner. Add some.", False),
        ("No funding terms are in force. Add some.", False),
        ("Reviewers have nothing to score by. Add criteria.", False),
        ("There is no program year. Add year 1.", False),
    ]


def test_names_a_state_without_a_summer_session_with_its_cities():
    for city in ("Bend", "Salem"):
        make_pin(region=make_region(state="OR", city=city))

    assert texts(the_program()) == [
        "Oregon attends no summer session of Year 1, 2016–17, but we seek a partner in "
        "Bend, Salem. Tick the state at one of them."
    ]


def test_a_year_without_that_requirement_asks_no_state_to_attend():
    first_year().requirements.filter(kind="summer_session").delete()
    ProgramEvent.objects.filter(kind="summer_session").delete()

    assert texts(the_program()) == [
        "Nothing in Year 1, 2016–17 measures the commitment “Summer session”. "
        "Add a requirement to it."
    ]


def test_a_requirement_needs_a_window():
    first_year().requirements.filter(kind="meetups").update(window_from=None, window_until=None)

    assert texts(the_program()) == [
        "“Meetups” in Year 1, 2016–17 has no window. Say from which day to which it counts."
    ]


def test_a_course_of_a_year_needs_workshop_days():
    course = Course.objects.create(code="csd", name="CS Discoveries", grades="6–10")
    first_year().courses.add(course)

    assert texts(the_program()) == [
        "Year 1, 2016–17 asks for no workshop days of CS Discoveries. Add that requirement."
    ]


def test_a_year_needs_requirements():
    make_program_year(program=the_program(), number=3, school_year=make_school_year(2018))

    assert texts(the_program()) == ["Year 3, 2018–19 has no requirements. Add what it asks for."]


def test_a_commitment_needs_something_that_measures_it_in_the_first_year():
    Requirement.objects.filter(kind="calls", program_year=first_year()).delete()

    assert texts(the_program()) == [
        "Nothing in Year 1, 2016–17 measures the commitment “Staying in touch”. "
        "Add a requirement to it."
    ]


def test_a_commitment_is_measured_through_its_parts():
    whole = make_commitment(program=the_program(), title="Whole")
    half = make_commitment(program=the_program(), title="Half", parent=whole)
    part = make_commitment(program=the_program(), title="Part", parent=half)
    first_year().requirements.filter(kind="fair").delete()

    make_requirement(kind="fair", program_year=first_year(), commitment=part)

    assert texts(the_program()) == []


def test_a_summit_that_is_asked_for_must_be_there():
    ProgramEvent.objects.filter(kind="summit").delete()

    assert texts(the_program()) == [
        "Year 1, 2016–17 asks partners to attend a summit, but has none. Add it."
    ]


def test_terms_that_are_not_published_do_not_count():
    program = make_program()
    make_terms(program=program)

    assert "No terms are published" in texts(program)[0]


def test_funding_terms_must_be_in_force_when_the_program_begins():
    the_program().funding_terms.update(from_day=date(2016, 7, 2))

    assert texts(the_program()) == [
        "No funding terms are in force when it begins, on Friday, 1 July 2016. Add some."
    ]


@pytest.mark.parametrize(
    ("on", "lacks"),
    [
        (date(2016, 1, 3), False),
        (date(2016, 4, 22), False),
        (date(2016, 4, 23), True),
    ],
)
def test_says_when_every_application_period_is_over(on, lacks):
    the_program().rounds.update(closes_on=date(2016, 4, 22))

    over = "Every application period is over: the last ended on Friday, 22 April 2016."
    assert any(text.startswith(over) for text in texts(the_program(), on)) is lacks


def test_a_summer_session_needs_states():
    day = date(2016, 7, 1)
    make_event(program_year=first_year(), place="Omaha, NE", first_day=day, last_day=day)

    assert texts(the_program()) == [
        "No state attends this one: Summer session, Omaha, NE, 1 July 2016. Tick its states."
    ]


def test_never_mentions_another_program():
    make_pin(program=make_program(), region=make_region(state="OR"))
    make_round(program=make_program())
    make_funding_terms()

    assert texts(the_program()) == []
    assert the_pin().program == the_program()


@settings(deadline=None, max_examples=40)  # each asks the database
@given(st.dates(min_value=date(2015, 1, 1), max_value=date(2018, 12, 31)))
def test_an_event_lies_in_its_year_or_the_half_year_before(day):
    year = first_year().school_year
    ProgramEvent.objects.filter(kind="summit").update(first_day=day, last_day=day)

    sensible = year.first_day - EARLIEST_EVENT <= day <= year.last_day
    assert (texts(the_program()) == []) is sensible


def test_asks_the_database_as_often_for_a_large_program(django_assert_num_queries):
    program = the_program()
    with django_assert_num_queries(12):
        missing(program, on=ON)
    year = make_program_year(program=program, number=3)
    for kind in ("meetups", "fair", "manager"):
        make_requirement(program_year=year, kind=kind, window_from=None, window_until=None)
        make_event(program_year=year)
        make_pin(program=program)

    with django_assert_num_queries(12):
        missing(program, on=ON)


def test_names_a_window_outside_its_year():
    year = first_year()
    day = year.school_year.last_day + timedelta(days=1)
    year.requirements.filter(kind="meetups").update(window_from=day, window_until=day)

    assert texts(the_program()) == [
        "“Meetups” in Year 1, 2016–17 counts outside 2016–17. Check its days."
    ]
