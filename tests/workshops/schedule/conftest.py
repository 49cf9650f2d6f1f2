"""When all tests of the pages of workshops take place."""

import pytest


@pytest.fixture(autouse=True)
def in_september(september):
    """It is the morning of 1 September 2016."""
