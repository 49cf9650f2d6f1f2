"""When all tests of reports take place."""

import pytest


@pytest.fixture(autouse=True)
def in_september(september):
    """It is the morning of 1 September 2016."""
