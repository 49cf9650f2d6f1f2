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


def with_powers(power, **fields):
    """Make someone who may do more than the helper: by themselves, or through a group."""
    person = make_user("mighty@example.org", is_staff=True, **fields)
    permission = Permission.objects.get(codename="change_program")
    if power == "own":
        person.user_permissions.add(permission)
    else:
        group = Group.objects.create(name="Reviewers")
        group.permissions.add(permission)
        person.groups.add(group)
    return person


powers = pytest.mark.parametrize("power", ["own", "group"])
activity = pytest.mark.parametrize("is_active", [True, False])


@powers
@activity
@pytest.mark.parametrize("page", ["core_user_change", "core_user_delete"])
def test_others_cannot_touch_someone_who_may_do_more(client, helper, page, power, is_active):
    person = with_powers(power, is_active=is_active)
    url = reverse(f"admin:{page}", args=[person.pk])

    assert client.post(url, {"email": "mine@example.org", "post": "yes"}).status_code == 403

    person.refresh_from_db()
    assert (person.email, person.is_active) == ("mighty@example.org", is_active)


@powers
@activity
def test_others_cannot_set_the_password_of_someone_who_may_do_more(
    client, helper, power, is_active
):
    person = with_powers(power, is_active=is_active)
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    secret = "a long and unlikely phrase"

    assert client.get(url).status_code == 403
    assert client.post(url, {"password1": secret, "password2": secret}).status_code == 403

    person.refresh_from_db()
    assert not person.check_password(secret)


def test_others_cannot_delete_someone_who_may_do_more_in_bulk(client, helper):
    person = with_powers("own")
    data = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}

    answer = client.post(reverse("admin:core_user_changelist"), data)

    assert answer.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_others_set_the_password_of_someone_who_may_do_no_more(client, helper):
    person = make_user(is_staff=True)
    person.user_permissions.set(helper.user_permissions.all()[:1])
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    secret = "a long and unlikely phrase"
    data = {"usable_password": "true", "password1": secret, "password2": secret}

    client.post(url, data | {"set-password": "Change password"})

    person.refresh_from_db()
    assert person.check_password(secret)


def test_others_give_no_group_more_permissions(client, helper):
    group = Group.objects.create(name="Helpers")
    helper.user_permissions.add(*Permission.objects.filter(codename__endswith="_group"))
    url = reverse("admin:auth_group_change", args=[group.pk])

    client.post(url, {"name": "Aides", "permissions": [Permission.objects.first().pk]})

    group.refresh_from_db()
    assert (group.name, group.permissions.count()) == ("Aides", 0)


@pytest.fixture
def chief(client):
    """Somebody of the group of administrators, signed in, who is no superuser."""
    person = make_user("chief@example.org", is_staff=True)
    person.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(person)
    return person


def test_an_administrator_gives_and_takes_roles(client, chief):
    reviewer, viewer = (Group.objects.get(name=name) for name in ("Reviewer", "Viewer"))
    person = make_user(is_staff=True)
    person.groups.add(viewer)

    change(client, person, groups=[reviewer.pk])

    assert list(person.groups.all()) == [reviewer]


def test_an_administrator_makes_no_superuser(client, chief):
    person = make_user(is_staff=True)

    change(client, person, is_superuser="on")

    person.refresh_from_db()
    assert not person.is_superuser


def test_nobody_gives_a_role_that_holds_more_than_they_do(client, helper):
    helper.user_permissions.add(Permission.objects.get(codename="add_invitation"))
    person = make_user(is_staff=True)

    answer = change(client, person, groups=[Group.objects.get(name="Viewer").pk])

    assert "Select a valid choice" in answer.content.decode()
    assert not person.groups.exists()


def test_whoever_only_looks_sees_nothing_of_a_password(client, helper):
    helper.user_permissions.set(Permission.objects.filter(codename="view_user"))
    person = make_user(password="chalk and board")

    page = client.get(reverse("admin:core_user_change", args=[person.pk])).content.decode()

    assert person.email in page
    assert "algorithm" not in page
    assert "assword" not in page.split("<main")[1]


@pytest.mark.parametrize("page", ["change", "delete"])
def test_the_groups_that_the_code_makes_stay_as_they_are(client, administrator, page):
    client.force_login(administrator)
    group = Group.objects.get(name="Viewer")

    client.post(
        reverse(f"admin:auth_group_{page}", args=[group.pk]), {"name": "Spies", "post": "yes"}
    )

    group.refresh_from_db()
    assert group.name == "Viewer"


def test_groups_of_staff_are_theirs_to_change(client, administrator):
    client.force_login(administrator)
    group = Group.objects.create(name="Proof readers")

    client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Readers"})

    group.refresh_from_db()
    assert group.name == "Readers"
