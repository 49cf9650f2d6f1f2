"""People in the admin: only superusers hand out powers."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from plp.core.models import User
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(client):
    """Someone who may change people, and nothing else, signed in."""
    person = make_user("helper@example.org", is_staff=True)
    codes = ["view_user", "add_user", "change_user", "delete_user"]
    person.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(person)
    return person


def change(client, person, **fields):
    data = {"email": person.email, "name": person.name, "is_active": "on", "is_staff": "on"}
    return client.post(reverse("admin:core_user_change", args=[person.pk]), data | fields)


def test_adds_a_person(client, administrator):
    client.force_login(administrator)
    secret = "a long and unlikely phrase"

    client.post(
        reverse("admin:core_user_add"),
        {
            "email": "Dana@Example.org",
            "name": "Dana Whitlock",
            "usable_password": "true",
            "password1": secret,
            "password2": secret,
        },
    )

    made = User.objects.get(email="dana@example.org")
    assert made.check_password(secret)
    assert not made.is_staff


def test_a_superuser_hands_out_powers(client, administrator):
    client.force_login(administrator)
    person, group = make_user(), Group.objects.create(name="Reviewers")

    change(client, person, is_superuser="on", groups=[group.pk])

    person.refresh_from_db()
    assert person.is_superuser
    assert list(person.groups.all()) == [group]


def test_others_cannot_give_themselves_powers(client, helper):
    group = Group.objects.create(name="Reviewers")

    change(client, helper, name="Me", is_superuser="on", groups=[group.pk])

    helper.refresh_from_db()
    assert (helper.name, helper.is_superuser) == ("Me", False)
    assert not helper.groups.exists()


@pytest.mark.parametrize("page", ["change", "delete"])
def test_others_cannot_touch_a_superuser(client, helper, administrator, page):
    url = reverse(f"admin:core_user_{page}", args=[administrator.pk])

    assert client.post(url, {"email": "mine@example.org", "post": "yes"}).status_code == 403

    administrator.refresh_from_db()
    assert administrator.email == "administrator@example.org"


def test_others_cannot_set_a_superusers_password(client, helper, administrator):
    url = reverse("admin:auth_user_password_change", args=[administrator.pk])
    secret = "a long and unlikely phrase"

    answer = client.post(url, {"password1": secret, "password2": secret})

    administrator.refresh_from_db()
    assert answer.status_code == 403
    assert not administrator.check_password(secret)
