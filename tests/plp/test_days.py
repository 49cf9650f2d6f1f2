"""Days as the program counts and prints them."""

from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from plp.core.days import in_words, in_year, pacific_today, span

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
YEARS = st.integers(min_value=-80, max_value=80)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2016-03-01T07:59:59Z", date(2016, 2, 29)),
        ("2016-03-01T08:00:00Z", date(2016, 3, 1)),
        ("2016-07-01T06:59:59Z", date(2016, 6, 30)),
        ("2016-07-01T07:00:00Z", date(2016, 7, 1)),
    ],
)
def test_a_day_ends_at_midnight_pacific(moment, day):
    with time_machine.travel(moment, tick=False):
        assert pacific_today() == day


@given(day=DAYS, years=YEARS)
def test_the_same_day_of_another_year_keeps_month_and_day(day, years):
    moved = in_year(day, years)

    assert moved.year == day.year + years
    kept = (moved.month, moved.day) == (day.month, day.day)
    assert kept or ((day.month, day.day), (moved.month, moved.day)) == ((2, 29), (2, 28))


@given(first=DAYS, last=DAYS, years=YEARS)
def test_days_moved_together_keep_their_order(first, last, years):
    first, last = sorted([first, last])

    assert in_year(first, years) <= in_year(last, years)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 5, 20), date(2016, 5, 20), "20 May 2016"),
        (date(2016, 5, 20), date(2016, 5, 22), "20–22 May 2016"),
        (date(2016, 6, 28), date(2016, 7, 2), "28 June – 2 July 2016"),
        (date(2016, 12, 30), date(2017, 1, 2), "30 December 2016 – 2 January 2017"),
    ],
)
def test_a_span_says_month_and_year_once(first, last, words):
    assert span(first, last) == words


@given(first=DAYS, last=DAYS)
def test_a_span_always_ends_with_its_last_day_in_words(first, last):
    first, last = sorted([first, last])

    assert span(first, last).endswith(in_words(last, weekday=False))
    assert span(first, last).startswith(str(first.day))


def test_a_day_in_words_names_its_weekday():
    assert in_words(date(2016, 4, 22)) == "Friday, 22 April 2016"
