"""Days as the program counts and prints them; a closing day ends at midnight Pacific."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from plp.core.texts import counted

PACIFIC = ZoneInfo("America/Los_Angeles")

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def validate_day(day: date):
    """Refuse days that can only be slips of the keyboard, such as 20 May 0016."""
    if not FIRST <= day <= LAST:
        raise ValidationError("Write a year between 2000 and 2099.")


def pacific_today() -> date:
    """Return the day it is now in Pacific time."""
    return pacific_day(timezone.now())


def pacific_day(moment: datetime) -> date:
    """Return the day of a moment in Pacific time."""
    return moment.astimezone(PACIFIC).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins: midnight Pacific."""
    return datetime.combine(day, time.min, PACIFIC)


def end_of(day: date) -> datetime:
    """Return the moment at which a closing day ends: midnight Pacific."""
    return start_of(day + timedelta(days=1))


def in_year(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def waiting(since: datetime, on: date) -> str:
    """Return how long something has waited since a moment, by the days of the calendar."""
    return _count((on - pacific_day(since)).days) or "since today"


def ahead(day: date, on: date) -> str:
    """Return a day and how far it is: 22 April 2016, 3 days."""
    return f"{in_words(day, weekday=False)}, {far(day, on)}"


def far(day: date, on: date) -> str:
    """Return how far a day is: 3 days, today, 2 days ago."""
    left = (day - on).days
    return _count(left) or ("today" if left == 0 else f"{_count(-left)} ago")


def _count(days):
    return counted(days, "day") if days > 0 else ""


def in_words(day: date, *, weekday: bool = True) -> str:
    """Return a day as people read it: Friday, 22 April 2016."""
    words = f"{day.day} {day:%B %Y}"
    return f"{day:%A}, {words}" if weekday else words


def moment_in_words(moment: datetime) -> str:
    """Return a moment in Pacific time as people read it: 11 February 2016, 4:40 p.m. Pacific."""
    there = moment.astimezone(PACIFIC)
    return f"{in_words(there.date(), weekday=False)}, {clock(there)}"


def clock(moment: datetime) -> str:
    """Return the time of day in Pacific time: 4:40 p.m. Pacific."""
    there = moment.astimezone(PACIFIC)
    half = "a.m." if there.hour < 12 else "p.m."
    return f"{there.hour % 12 or 12}:{there:%M} {half} Pacific"


def span(first: date, last: date) -> str:
    """Return days from first to last, saying month and year once: 20–22 May 2016."""
    if first == last:
        return in_words(first, weekday=False)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last, weekday=False)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {in_words(last, weekday=False)}"
    return f"{in_words(first, weekday=False)} – {in_words(last, weekday=False)}"
