"""The cast of staffing, on a day in September 2031."""

import pytest
import time_machine

from tests.workshops.staffing.cast import Staff


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2031-09-02 12:00-07:00", tick=False):
        yield


@pytest.fixture
def staff(db):
    return Staff()
