"""Counting what partners did: by school year and state, and nothing that is not completed."""

from datetime import date
from decimal import Decimal

import pytest

from tests.make import make_confirmation, make_teacher
from tests.workshops.everything import make_feedback
from tests.workshops.make import make_attendance, make_enrollment, make_session
from workshops.impact.counting import ALL, Came, count

TODAY = date(2018, 2, 1)


def came(year, state=ALL):
    key = year and year.program_year.school_year_id
    return count(TODAY).came.get((key, state), Came())


def test_nothing_is_counted_where_nothing_is_completed(make_year, teach):
    year = make_year(1)
    for status in ("planned", "open", "in_progress", "cancelled"):
        teach(year, make_teacher(), status=status)

    assert count(TODAY).came == {}


def test_a_teacher_counts_once_a_year_and_their_hours_each_time(make_year, teach):
    year, ines = make_year(1), make_teacher()
    teach(year, ines, make_teacher(), hours=Decimal("6"))
    teach(year, ines, hours=Decimal("4.5"))

    assert came(year)[:4] == (2, 2, 0, Decimal("16.5"))


def test_half_a_day_is_half_of_the_hours(make_year, teach):
    year = make_year(1)
    workshop = teach(year, make_teacher(), hours=Decimal("5"))
    half = make_session(workshop, day=date(2016, 10, 9), worth=Decimal("0.5"))
    make_attendance(workshop.enrollments.get(), half)

    assert came(year).hours == Decimal("7.5")


def test_who_was_not_present_is_not_counted(make_year, teach):
    year = make_year(1)
    workshop = teach(year)
    make_enrollment(workshop)
    make_attendance(make_enrollment(workshop), is_present=False)

    assert came(year) == Came(workshops=1)


def test_who_came_in_an_earlier_year_returns(make_year, teach):
    first = make_year(1)
    second = make_year(2, partner=first.partner)
    ines, noor = make_teacher(), make_teacher()
    teach(first, ines)
    teach(second, ines, noor)

    assert (came(first).teachers, came(first).returning) == (1, 0)
    assert (came(second).teachers, came(second).returning) == (2, 1)
    assert (came(None).teachers, came(None).returning) == (2, 1)


def test_who_comes_to_another_partner_returns_there(make_year, teach):
    ines = make_teacher()
    teach(make_year(1, "IL"), ines)
    second = make_year(2, "OR")
    teach(second, ines)

    assert came(second, "OR").returning == 1
    assert (came(None, "OR").returning, came(None, "IL").returning) == (1, 1)


def test_a_teacher_in_two_states_counts_in_both_and_once_in_all(make_year, teach):
    ines = make_teacher()
    year = make_year(1, "IL")
    teach(year, ines)
    teach(make_year(1, "OR"), ines)

    assert [came(year, state).teachers for state in ("IL", "OR", ALL)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("typed", "number"),
    [(["Mill", "MILL"], 1), (["Mill", "Pond"], 2), (["", ""], 0)],
)
def test_districts_are_counted_by_their_names(make_year, teach, typed, number):
    year = make_year(1)
    teach(year, *(make_teacher(district_name=name) for name in typed))

    assert came(year).districts == number


def test_feedback_is_a_mean_from_five_answers_on(make_year, teach):
    year = make_year(1)
    workshop = teach(year, *(make_teacher() for _ in range(5)))
    first, *others = workshop.enrollments.all()
    for enrollment in others:
        make_feedback(enrollment, score=4)
    assert count(TODAY).means == []

    make_feedback(first, score=5)

    found = {mean[:1] + mean[2:] for mean in count(TODAY).means}
    assert found == {(year.program_year.school_year_id, 4.2, 5)}


def test_commitments_are_met_of_those_asked_in_years_that_have_begun(make_year):
    year = make_year(1)
    row = year.requirements.filter(requirement__kind="funding").get()
    make_confirmation(row)

    shares = count(TODAY).shares

    assert shares[year.program_year.school_year_id, "funding"] == (1, 1)
    assert shares[year.program_year.school_year_id, "hour_of_code"] == (0, 1)
    assert count(date(2016, 6, 30)).shares == {}


def test_what_was_waived_is_not_asked(make_year):
    year = make_year(1)
    year.requirements.update(waived_because="Another partner does it.")

    assert count(TODAY).shares == {}


def test_a_year_that_was_not_confirmed_asks_nothing(make_year):
    year = make_year(1)
    type(year).objects.update(status="not_renewing")

    assert count(TODAY).shares == {}
