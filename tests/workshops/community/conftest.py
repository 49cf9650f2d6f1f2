"""A partner with a manager, a viewer and a finance person, each in a browser of their own."""

import pytest
from django.test import Client

from tests.make import make_member, make_partner, make_region


@pytest.fixture
def partner(db):
    region = make_region(city="Boise", state="ID", zone="America/Boise")
    return make_partner(organization="Larkspur Office", region=region)


@pytest.fixture
def browse(partner):
    """Return a function that signs in somebody new with some rights at the partner."""

    def browse(**rights):
        client = Client()
        client.force_login(make_member(partner, **{"may_manage": False} | rights).user)
        return client

    return browse


@pytest.fixture
def manager(browse):
    return browse(may_manage=True)
