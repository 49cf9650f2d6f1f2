"""When all tests of impact take place, and what workshops of two school years are made of."""

from datetime import date

import pytest
import time_machine

from tests.make import make_partner, make_partner_year, make_region, the_program
from tests.workshops.make import make_attendance, make_enrollment, make_workshop


@pytest.fixture(autouse=True)
def in_the_second_year():
    """It is the morning of 1 February 2018."""
    with time_machine.travel("2018-02-01T18:00:00Z", tick=False):
        yield


@pytest.fixture
def make_year(db):
    """Return a function that makes a year, the first or second, of a partner in a state."""

    def make_year(number, state="IL", partner=None):
        partner = partner or make_partner(
            region=make_region(state=state), started_on=date(2016, 6, 1)
        )
        year = the_program().years.get(number=number)
        return make_partner_year(partner=partner, program_year=year, status="confirmed")

    return make_year


@pytest.fixture
def teach(db):
    """Return a function that makes a completed workshop of a year, to which teachers came."""

    def teach(year, *teachers, **fields):
        workshop = make_workshop(partner_year=year, **{"status": "completed"} | fields)
        for teacher in teachers:
            make_attendance(make_enrollment(workshop, teacher))
        return workshop

    return teach
