"""A day in February 2032 on which teachers sign up."""

import pytest
import time_machine

from tests.workshops.signing_up.cast import Seats


@pytest.fixture
def clock():
    """Friday, 20 February 2032, at noon in Chicago."""
    with time_machine.travel("2032-02-20 12:00-06:00", tick=False) as clock:
        yield clock


@pytest.fixture
def seats(db, clock):
    return Seats()
