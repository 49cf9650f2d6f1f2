"""A partner with a manager, a viewer and a finance person, each in a browser of their own."""

import pytest

from tests.make import make_partner, make_region


@pytest.fixture
def partner(db):
    region = make_region(city="Boise", state="ID", zone="America/Boise")
    return make_partner(organization="Larkspur Office", region=region)
