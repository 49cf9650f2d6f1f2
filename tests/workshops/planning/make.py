"""What is known of a year without a database, who is fit to lead, and what a page sends."""

from datetime import date, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.urls import reverse

from applications.models import Course
from facilitators.models import Accreditation
from tests.browsing import Fields
from tests.facilitators.make import make_accreditation, make_contract, make_facilitator
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


def fit(partner, course, **fields):
    """Somebody accredited, and under contract with the partner."""
    facilitator = make_facilitator(**fields)
    make_accreditation(facilitator=facilitator, course=course)
    year = partner.years.get().program_year.school_year
    contract = {"facilitator": facilitator, "courses": [course], "school_year": year}
    make_contract(partner=partner, status="in_force", **contract)
    return facilitator


# What is sent


def page(partner, name="plan", *keys):
    kind = "" if name.startswith("blackout") else "workshop-"
    return reverse(f"workshops:{kind}{name}", args=[partner.pk, *keys])


def typed(client, address):
    """What a browser would send of a page as it is, with every choice that is made."""
    return typed_of(client.get(address))


def typed_of(answer):
    series = answer.context["series"]
    data = Fields(answer.content.decode()).values
    for form in [series.common, *series.rows]:
        for field in form:
            value = field.value()
            if field.name == "is_kept":
                data[field.html_name] = "on"
            elif field.html_name not in data:
                data[field.html_name] = "" if value is None else str(value)
    return data


def send(client, partner, data, name="plan", do="plan", **changed):
    changed = {key.replace("__", "-"): value for key, value in changed.items()}
    return client.post(page(partner, name), data | {"do": do} | changed, follow=True)
