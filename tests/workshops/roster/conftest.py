"""A workshop of four seats, open for sign-up, of a partner with a manager, on 1 September 2016."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.make import make_course
from tests.workshops.make import make_workshop


@pytest.fixture(autouse=True)
def in_september(september):
    """It is the morning of 1 September 2016."""


@pytest.fixture
def cast(partner, year, manager):
    course = make_course(name="CS Principles")
    first, second = (
        make_workshop(
            date(2016, month, 8),
            partner_year=year,
            course=course,
            number=number,
            capacity=4,
            status="open",
        )
        for number, month in [(1, 10), (2, 11)]
    )
    return SimpleNamespace(
        partner=partner, year=year, manager=manager, workshop=first, other=second, course=course
    )
