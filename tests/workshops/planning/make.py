"""A year of a partner to plan in, and what is known of it without a database."""

from datetime import date, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from applications.models import Course
from facilitators.models import Accreditation
from workshops.actions.scheduling import Day
from workshops.knowing import Agreed, Known, Person
from workshops.rules import Plan

CSP = Course(pk=1, code="csp", name="CS Principles")
CHICAGO = ZoneInfo("America/Chicago")
ON, FIRST, LAST = date(2016, 8, 1), date(2016, 7, 1), date(2017, 6, 30)


def known(**fields):
    """What is known on 1 August 2016 of 2016–17 in Illinois: nothing is in the way."""
    defaults = {
        "on": ON,
        "year": "2016–17",
        "first_day": FIRST,
        "last_day": LAST,
        "short_notice": 14,
        "state": "IL",
        "summer_until": None,
        "others": {},
        "closed": [],
        "people": {},
    }
    return Known(**(defaults | fields))


def person(key=1, name="Jonas Tinderbox", **fields):
    """Somebody accredited and under contract all year."""
    defaults = {
        "away": [],
        "accreditations": [Accreditation(course=CSP, first_day=FIRST, last_day=LAST)],
        "contracts": [Agreed(FIRST, LAST, {CSP.pk})],
        "booked": [],
    }
    return Person(key, name, **(defaults | fields))


def a_day(day, begins=time(9), ends=time(15, 30), worth="1.0"):
    return Day(day, begins, ends, Decimal(worth))


def plan(*days, **fields):
    """Workshop days of CS Principles in Chicago, by default Saturday, 8 October 2016."""
    days = [each if isinstance(each, Day) else a_day(each) for each in days]
    defaults = {"course": CSP, "days": days or [a_day(date(2016, 10, 8))], "tz": CHICAGO}
    return Plan(**(defaults | fields))
