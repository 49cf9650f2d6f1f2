"""Valid records with as few words as possible: a test names only what it is about."""

from datetime import date
from itertools import count

from django.utils import timezone

from applications.models import Application, Offer, Partner, Pin, Program, Region
from plp.core.models import User

_number = count(1)


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"person{next(_number)}@example.org", **fields)


def the_program() -> Program:
    """The program that every test database holds."""
    return Program.objects.get(slug="plp-2016")


def the_pin(slug="oakland-ca") -> Pin:
    return Pin.objects.select_related("region").get(program=the_program(), region__slug=slug)


def make_program(**fields):
    n = next(_number)
    text = dict.fromkeys(
        ["headline", "summary", "why", "who", "what_partners_do", "what_partners_get"], "Text."
    )
    more = dict.fromkeys(["map_text", "commitments_text", "privacy_policy", "page_title"], "Text.")
    named = {"name": f"Program {n}", "slug": f"program-{n}", "contact_email": "ask@example.org"}
    return Program.objects.create(**(named | text | more | fields))


def make_region(**fields):
    slug = f"region-{next(_number)}"
    defaults = {
        "slug": slug,
        "name": "High Desert",
        "city": "Bend",
        "state": "OR",
        "latitude": "44.0582",
        "longitude": "-121.3153",
        "zone": "America/Los_Angeles",
        "population_served": 250_000,
        "population_within_80km": 200_000,
        "population_as_of": date(2015, 7, 1),
    }
    return Region.objects.create(**(defaults | fields))


def make_pin(**fields):
    defaults = {"program": fields.get("program") or the_program()}
    if "region" not in fields:
        defaults["region"] = make_region()
    return Pin.objects.create(**(defaults | fields))


def make_partner(**fields):
    defaults = {"organization": f"Larkspur Office {next(_number)}", "started_on": date(2016, 5, 1)}
    if "region" not in fields:
        defaults["region"] = make_region()
    return Partner.objects.create(**(defaults | fields))


def make_application(**fields):
    n = next(_number)
    defaults = {"organization": f"Foundry Learning {n}", "contact_email": f"foundry{n}@example.org"}
    if "pin" not in fields:
        defaults["pin"] = make_pin()
    return Application.objects.create(**(defaults | fields))


def make_offer(*, announced=True, **fields):
    application = fields.pop("application", None) or make_application(status="offered")
    defaults = {
        "application": application,
        "region": application.pin.region,
        "reply_by": date(2016, 4, 1),
        "announced_at": timezone.now() if announced else None,
    }
    return Offer.objects.create(**(defaults | fields))
