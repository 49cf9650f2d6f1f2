"""A facilitator has the address that they sign in with."""

import pytest

from facilitators.models import Facilitator
from plp.core import history
from tests.facilitators.make import make_facilitator, make_facilitator_with_account

pytestmark = pytest.mark.django_db


def test_a_facilitator_has_the_new_address_of_their_account():
    jonas = make_facilitator_with_account()

    jonas.user.email = "jonas@new.example"
    jonas.user.save(update_fields=["email"])

    jonas.refresh_from_db()
    assert jonas.email == "jonas@new.example"
    row = history.of(Facilitator).first()
    assert row.history_change_reason == "The account has another address."


def test_another_address_that_staff_write_to_stays():
    jonas = make_facilitator_with_account(email="jonas@school.example.org")

    jonas.user.name = "Jonas T. Tinderbox"
    jonas.user.save()
    jonas.user.email = "jonas@new.example"
    jonas.user.save()

    jonas.refresh_from_db()
    assert jonas.email == "jonas@school.example.org"


def test_signing_in_writes_no_history():
    jonas = make_facilitator_with_account()
    rows = history.of(Facilitator).count()

    jonas.user.save()

    assert history.of(Facilitator).count() == rows


def test_an_address_that_another_facilitator_has_stays_theirs():
    jonas, other = make_facilitator_with_account(), make_facilitator(email="taken@example.org")

    jonas.user.email = "taken@example.org"
    jonas.user.save()

    jonas.refresh_from_db()
    other.refresh_from_db()
    assert other.email == "taken@example.org"
    assert jonas.email != "taken@example.org"


def test_an_address_that_staff_have_given_stays_when_the_account_is_saved():
    jonas = make_facilitator_with_account()
    jonas.email = "jonas@school.example"
    jonas.save()

    jonas.user.name = "Jonas T."
    jonas.user.save()

    jonas.refresh_from_db()
    assert jonas.email == "jonas@school.example"
