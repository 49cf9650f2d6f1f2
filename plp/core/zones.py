"""Moments in the zone of a place: as people there type them, and as they read them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from plp.core import days

NAMES = {
    "E": "Eastern",
    "C": "Central",
    "M": "Mountain",
    "P": "Pacific",
    "AK": "Alaska",
    "H": "Hawaii",
    "A": "Atlantic",
}
TYPED = "%Y-%m-%dT%H:%M"  # as browsers send a moment


def moment_in(zone: ZoneInfo, typed: datetime) -> datetime:
    """Return the moment that a clock in a zone shows.

    Raises ValidationError where no clock there shows it, or shows it twice: when summer time begins
    or ends.
    """
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        raise ValidationError("There is no such time: clocks are set forward then. Choose another.")
    raise ValidationError("This time comes twice: clocks are set back then. Choose another.")


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people in a zone read it:
    Friday, 22 April 2016, 4:40 p.m. Pacific time (PDT)."""
    there = moment.astimezone(zone)
    return f"{days.in_words(there.date())}, {clock(there)} {_name(there)}"


def clock(there: time | datetime) -> str:
    """Return the time of day that a clock shows: 4:40 p.m."""
    half = "a.m." if there.hour < 12 else "p.m."
    return f"{there.hour % 12 or 12}:{there:%M} {half}"


def name_on(day: date, zone: ZoneInfo) -> str:
    """Return what the time of a zone is called on a day: Pacific time (PDT)."""
    return _name(datetime.combine(day, time(12), zone))


def _name(there):
    short = there.tzname()
    name = NAMES.get(short[:-2]) if short.endswith(("ST", "DT")) else None
    return f"{name} time ({short})" if name else short


def _parsed(text):
    """Return what a clock shows, to the minute, or None where a text says no such thing."""
    try:
        typed = parse_datetime(text)
    except ValueError:
        return None
    return None if typed is None or typed.tzinfo else typed.replace(second=0, microsecond=0)


class MomentField(forms.DateTimeField):
    """A moment as clocks in its `zone` show it; whoever makes the form says which."""

    zone = days.PACIFIC
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
    default_error_messages = {"invalid": "Write a day and a time, such as 2016-04-22T14:30."}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        typed = _parsed(str(value).strip())
        if typed is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        days.validate_day(typed.date())
        return moment_in(self.zone, typed)

    def prepare_value(self, value):
        """Return what the browser's field shows: the clock of the zone."""
        is_moment = isinstance(value, datetime)
        return value.astimezone(self.zone).strftime(TYPED) if is_moment else value

    def in_words(self, value):
        """Return a clean value as it is read once more before it counts."""
        return in_words(value, self.zone) if value else ""
