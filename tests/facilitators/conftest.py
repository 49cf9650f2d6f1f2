"""A facilitator with an account, signed in."""

import pytest

from tests.facilitators.make import make_facilitator_with_account


@pytest.fixture
def jonas(db):
    return make_facilitator_with_account(name="Jonas Tinderbox")


@pytest.fixture
def own(client, jonas):
    """A browser in which the facilitator is signed in."""
    client.force_login(jonas.user)
    return client
