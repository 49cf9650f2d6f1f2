"""Halves of months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.money.periods import period_of


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2016, 10, 1), date(2016, 10, 1), date(2016, 10, 15)),
        (date(2016, 10, 15), date(2016, 10, 1), date(2016, 10, 15)),
        (date(2016, 10, 16), date(2016, 10, 16), date(2016, 10, 31)),
        (date(2016, 2, 29), date(2016, 2, 16), date(2016, 2, 29)),
        (date(2017, 2, 28), date(2017, 2, 16), date(2017, 2, 28)),
        (date(2016, 12, 31), date(2016, 12, 16), date(2016, 12, 31)),
        (date(2017, 4, 30), date(2017, 4, 16), date(2017, 4, 30)),
    ],
)
def test_a_period_ends_on_the_15th_or_with_the_month(day, first, last):
    assert period_of(day) == (first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 30)))
def test_periods_follow_each_other_without_a_gap(day):
    period = period_of(day)

    assert period.first <= day <= period.last
    assert period_of(period.last) == period
    assert period_of(period.last + timedelta(days=1)).first == period.last + timedelta(days=1)
