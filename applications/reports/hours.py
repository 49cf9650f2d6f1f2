"""Moments by their hour, as text: every database cuts it fast; few find a week in Pacific time."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast, Substr

from plp.core import days


def hour(moment):
    """Return a moment of the database as the text of its hour in UTC, such as 2016-02-11 18."""
    return Substr(Cast(moment, TextField()), 1, 13)


@lru_cache(maxsize=100_000)
def day_of(text: str) -> date:
    """Return the day of an hour, in Pacific time."""
    return days.pacific_day(datetime.fromisoformat(f"{text}:00+00:00"))


@lru_cache(maxsize=100_000)
def week_of(text: str) -> date:
    """Return the Monday of the week of an hour."""
    day = day_of(text)
    return day - timedelta(days=day.weekday())
