"""Somebody who decides on requests, and somebody who pays."""

import pytest

from tests.workshops.money.desk import make_sent, signed_in


@pytest.fixture
def staff(db):
    return signed_in("Program staff")


@pytest.fixture
def finance(db):
    return signed_in("Finance")


@pytest.fixture
def asked(year):
    """A sent request of the partner in Chicago for $1,400."""
    return make_sent(1400, partner_year=year)
