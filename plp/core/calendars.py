"""Entries for calendars (RFC 5545), whoever they are of."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from plp.core.days import start_of

PRODUCT = "-//Code.org//Professional Learning Partners//EN"
TYPE = "text/calendar; charset=utf-8"
DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def calendar(entries: Iterable[icalendar.Event], name: str = "") -> bytes:
    """Return a calendar with the rules of each zone that its entries are in."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("x-wr-calname", name)
    days = []
    for each in entries:
        made.add_component(each)
        days.append(_day(each.start))
    if days:
        made.add_missing_timezones(min(days) - YEAR, max(days) + YEAR)
    return made.to_ical()


def day_entry(key: str, first: date, last: date, what: str, path: str = "") -> icalendar.Event:
    """Return an entry of whole days; `key` says whose it is, the same each time it is read."""
    named = f"{key} {first} {what}"
    made = icalendar.Event()
    made.add("uid", f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@{host()}")
    made.add("dtstamp", start_of(first))
    made.add("summary", what)
    made.add("dtstart", first)
    made.add("dtend", last + DAY)
    if path:
        made.add("url", settings.SITE_URL + path)
    return made


def host() -> str:
    """Return the name that the site goes by, for names of entries."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def since(on: date) -> date:
    """Return the first day of which a calendar that somebody subscribes to still tells."""
    return on - YEAR


def _day(start):
    return start.date() if isinstance(start, datetime) else start
