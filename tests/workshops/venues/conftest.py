"""A workshop on 8 October, looked at on 1 September 2016."""

import pytest

from tests.workshops.make import make_workshop


@pytest.fixture(autouse=True)
def in_september(september):
    """It is the morning of 1 September 2016."""


@pytest.fixture
def workshop(year):
    """Twenty teachers are expected on Saturday, 8 October 2016."""
    return make_workshop(partner_year=year, capacity=20, title="First Saturday")
