"""A small program that takes applications, for tests that may find the database emptied."""

from datetime import date

from applications.models import Program, ZipCode
from tests.make import (
    make_commitment,
    make_pin,
    make_program,
    make_question,
    make_region,
    make_round,
    make_terms,
)

# Valid answers say a ZIP code, and of one that nobody knows they say that it is wrong.
OAKLAND = {"state": "CA", "county_fips": "06001", "latitude": "37.8", "longitude": "-122.3"}


def make_open_program() -> Program:
    """Make the current program: its period is open, and it asks something in every section."""
    Program.objects.update(is_current=False)
    program = make_program(is_current=True)
    make_round(program=program)
    make_terms(program=program, published_on=date(2016, 1, 4))
    for _ in range(3):
        make_commitment(program=program)
    for section in ["experience", "funding", "community"]:
        make_question(program=program, section=section, slug=section, kind="long")
    for city in ["Oakland", "Fresno"]:
        make_pin(program=program, region=make_region(city=city, state="CA"))
    zone = "America/Los_Angeles"
    ZipCode.objects.get_or_create(code="94612", defaults=OAKLAND | {"zone": zone})
    return program
