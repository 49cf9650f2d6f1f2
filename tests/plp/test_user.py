"""People who sign in are known by their e-mail address."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plp.core.models import User
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_keeps_addresses_in_lower_case():
    assert make_user("Ada@Example.ORG").email == "ada@example.org"


def test_finds_somebody_however_the_address_is_typed(client):
    user = make_user("ada@example.org", password="correct horse")

    assert User.objects.get_by_natural_key("ADA@example.org") == user
    assert client.login(username="Ada@Example.org", password="correct horse")


def test_two_people_cannot_share_an_address():
    make_user("ada@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("ADA@example.org")
    with pytest.raises(ValidationError, match="Someone has this address"):
        User(email="ADA@example.org", password="x").full_clean()


def test_the_database_refuses_capitals_that_go_round_the_model():
    user = make_user("ada@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Ada@example.org")


def test_nobody_signs_in_without_a_password(client):
    make_user("ada@example.org")

    assert not client.login(username="ada@example.org", password="")


@pytest.mark.parametrize(
    ("name", "whole", "short"),
    [("Ada Lovelace", "Ada Lovelace", "Ada"), ("", "ada@example.org", "ada@example.org")],
)
def test_is_called_by_name_or_else_by_address(name, whole, short):
    user = make_user("ada@example.org", name=name)

    assert (str(user), user.get_full_name(), user.get_short_name()) == (whole, whole, short)
