"""A partner in Chicago with its year 2016–17 and its people, on 1 August 2016."""

import pytest
import time_machine
from django.test import Client

from applications.models import SchoolYear
from tests.make import (
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_region,
)
from tests.workshops.planning.make import fit


@pytest.fixture
def august():
    with time_machine.travel("2016-08-01T15:00:00Z", tick=False):
        yield


@pytest.fixture
def year(db):
    school_year = SchoolYear.objects.get(name="2016-17")
    region = make_region(city="Chicago", state="IL", zone="America/Chicago")
    return make_partner_year(
        partner=make_partner(organization="Larkspur Office", region=region),
        program_year=make_program_year(school_year=school_year),
    )


@pytest.fixture
def course(year):
    course = make_course(name="CS Principles")
    year.program_year.courses.add(course)
    return course


@pytest.fixture
def partner(year, course):
    return year.partner


@pytest.fixture
def browse(partner, august):
    """Return a function that signs in somebody new with some rights at the partner."""

    def browse(**rights):
        client = Client()
        client.force_login(make_member(partner, **{"may_manage": False} | rights).user)
        return client

    return browse


@pytest.fixture
def manager(browse):
    return browse(may_manage=True)


@pytest.fixture
def jonas(partner, course):
    return fit(partner, course, name="Jonas Tinderbox")
