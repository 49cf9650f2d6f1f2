"""A partner in Chicago with its year 2016–17."""

import pytest

from applications.models import SchoolYear
from tests.make import make_partner, make_partner_year, make_program_year, make_region


@pytest.fixture
def year(db):
    school_year = SchoolYear.objects.get(name="2016-17")
    region = make_region(city="Chicago", state="IL", zone="America/Chicago")
    return make_partner_year(
        partner=make_partner(organization="Larkspur Office", region=region),
        program_year=make_program_year(school_year=school_year),
    )
