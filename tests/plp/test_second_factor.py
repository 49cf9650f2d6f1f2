"""Staff need a second factor, where the setting says so."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.urls import reverse

from plp.core.models import Message
from tests.browsing import said
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


@pytest.fixture
def boss(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    person = make_user("boss@example.org", is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__endswith="e_user"))
    person.user_permissions.add(Permission.objects.get(codename="view_user"))
    client.force_login(person)
    return person


def take_off(client, person):
    address = f"{reverse('admin:core_user_step', args=['take-off'])}?ids={person.pk}"
    page = client.get(address)
    return client.post(address, {"do": "yes", "seen": page.context_data["seen"]}, follow=True)


def test_staff_take_off_what_somebody_has_lost(client, boss):
    person = make_user("dana@example.org")
    give(person, "totp")
    give(person, "recovery_codes")

    take_off(client, person)

    assert not Authenticator.objects.filter(user=person).exists()
    [mail] = Message.objects.filter(to="dana@example.org")
    assert "as somebody told them that they are lost" in mail.text


def test_nobody_takes_off_what_somebody_who_may_do_more_has(client, boss, administrator):
    give(administrator, "totp")

    answer = take_off(client, administrator)

    assert "may do more than you" in said(answer)
    assert Authenticator.objects.filter(user=administrator).exists()


def test_says_where_there_is_nothing_to_take_off(client, boss):
    assert "there is nothing to take off" in said(take_off(client, make_user()))
