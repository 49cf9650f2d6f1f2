"""Staff need a second factor, where the setting says so."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.make import make_user

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def staff(client):
    person = make_user("imani@example.org", password="chalk and board", is_staff=True)
    client.force_login(person)
    return person


def give(person, kind):
    Authenticator.objects.create(user=person, type=kind, data={"seed": "x", "name": "Phone"})


def test_staff_without_one_set_one_up_first(client, staff):
    answer = client.get("/admin/")

    assert answer.url == SET_UP
    assert b"needs one of these two" in client.get(SET_UP).content


@pytest.mark.parametrize("method", ["get", "post"])
def test_they_do_nothing_else_before(client, staff, method):
    staff.is_superuser = True
    staff.save()
    page = reverse("admin:core_user_add")

    answer = getattr(client, method)(page, {"email": "eva@example.org"})

    assert answer.url == SET_UP


@pytest.mark.parametrize("page", ["/accounts/2fa/", "/accounts/password/change/", "/"])
def test_they_reach_what_they_need_for_it(client, staff, page):
    assert client.get(page).status_code == 200


def test_they_can_sign_out(client, staff):
    client.post(reverse("admin:logout"))

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_either_is_enough(client, staff, kind):
    give(staff, kind)

    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_not(client, staff):
    give(staff, "recovery_codes")

    assert client.get("/admin/").url == SET_UP


def test_others_need_none(client, stranger):
    client.force_login(stranger)

    assert client.get(reverse("me")).status_code == 200


def test_nobody_needs_one_where_it_is_off(client, staff, settings):
    settings.STAFF_SECOND_FACTOR = False

    assert client.get("/admin/").status_code == 200


def test_public_pages_do_not_even_look(client, staff, django_assert_num_queries):
    client.get("/faq/")

    with django_assert_num_queries(1):
        answer = client.get("/faq/")

    assert "Cookie" not in answer.get("Vary", "")
