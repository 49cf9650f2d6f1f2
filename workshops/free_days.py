"""Public holidays: those of the country, and those of a state."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays
from holidays.countries import UnitedStates


def holiday_on(day: date, state: str) -> str:
    """Return which holiday a day is in a state, or nothing."""
    return _of_year(state, day.year).get(day, "").replace("; ", " and ")


@lru_cache(maxsize=512)
def _of_year(state, year):
    """Return {day: its name}; of a place that has no list of its own, the country's."""
    own = state if state in UnitedStates.subdivisions else None
    return dict(country_holidays("US", subdiv=own, years=year))
