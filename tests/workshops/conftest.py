"""A partner in Chicago with a manager and a viewer, each in a browser of their own."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import make_member, make_partner, make_partner_year, make_region


@pytest.fixture
def september():
    """It is the morning of 1 September 2016."""
    with time_machine.travel("2016-09-01T15:00:00Z", tick=False):
        yield


@pytest.fixture
def partner(db):
    region = make_region(city="Chicago", state="IL", zone="America/Chicago")
    return make_partner(organization="Lakeside Learning", region=region)


@pytest.fixture
def year(partner):
    return make_partner_year(partner=partner)


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


@pytest.fixture
def count_queries():
    """Return a function that says how many queries a page takes."""

    def count_queries(client, url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return count_queries
