"""The days that are usual for a community event, to begin a form with."""

from datetime import date, timedelta

from workshops.models import CommunityEvent

Kind = CommunityEvent.Kind
SATURDAY = 5  # as `date.weekday` counts


def suggested(kind: str, on: date) -> tuple[date, date] | None:
    """Return the next usual days of a kind, or None where any day is as good as another."""
    match kind:
        case Kind.HOUR_OF_CODE:
            return _next(_computer_science_week, on)
        case Kind.FAIR:
            return _next(_second_saturday_of_april, on)
    return None


def _next(days_in, on):
    first, last = days_in(on.year)
    return (first, last) if first >= on else days_in(on.year + 1)


def _computer_science_week(year):
    """Computer Science Education Week is that of Grace Hopper's birthday, 9 December."""
    birthday = date(year, 12, 9)
    sunday = birthday - timedelta(days=(birthday.weekday() + 1) % 7)
    return sunday + timedelta(days=1), sunday + timedelta(days=5)


def _second_saturday_of_april(year):
    first = date(year, 4, 1)
    day = first + timedelta(days=(SATURDAY - first.weekday()) % 7 + 7)
    return day, day
