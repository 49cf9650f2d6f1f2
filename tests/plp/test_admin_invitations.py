"""Invitations in the admin: listing, resending, revoking, inviting a colleague."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from plp.core.models import Invitation, Message
from tests.browsing import said
from tests.make import make_invitation, make_user
from tests.plp.test_invitations import PAST

pytestmark = pytest.mark.django_db

LIST = "/admin/core/invitation/"
INVITE = f"{LIST}invite/"
STATES = {
    "waiting": {},
    "expired": PAST,
    "accepted": {"accepted_at": timezone.now()},
    "revoked": {"revoked_at": timezone.now()},
}


def step(invitation, name):
    return f"{LIST}{invitation.pk}/{name}/"


@pytest.fixture
def proof_readers():
    group = Group.objects.create(name="Proof reader")
    group.permissions.add(permission("view_user"))
    return group


@pytest.fixture
def inviter(client):
    """Someone who may invite, look at invitations and people, and nothing else."""
    person = make_user("inviter@example.org", is_staff=True)
    for code in ["view_invitation", "add_invitation", "change_invitation", "view_user"]:
        person.user_permissions.add(permission(code))
    client.force_login(person)
    return person


def permission(code):
    return Permission.objects.get(codename=code)


def mails():
    return Message.objects.filter(what="staff-invited").count()


def test_lists_in_as_many_queries_for_one_as_for_three(
    client, administrator, django_assert_num_queries
):
    client.force_login(administrator)
    make_invitation()
    with django_assert_num_queries(5):
        client.get(LIST)

    make_invitation(changed=PAST)
    make_invitation(by=administrator, rights=["Proof reader"])
    with django_assert_num_queries(5):
        page = client.get(LIST)

    assert "Expired" in said(page)
    assert "in the role of proof reader" in said(page)


@pytest.mark.parametrize("state", STATES)
def test_filters_by_state(client, administrator, state):
    client.force_login(administrator)
    made = {name: make_invitation(changed=fields) for name, fields in STATES.items()}

    found = client.get(LIST, {"state": state}).context_data["cl"].queryset

    assert list(found) == [made[state]]


def test_shows_everything_when_asked_for_a_state_that_is_none(client, administrator):
    client.force_login(administrator)
    make_invitation()

    assert client.get(LIST, {"state": "x"}).context_data["cl"].queryset.count() == 1


def test_invites_a_colleague(client, inviter, proof_readers):
    client.post(
        INVITE, {"email": "Dana@example.org", "name": "Dana Whitlock", "role": proof_readers.pk}
    )

    [made] = Invitation.objects.all()
    assert (made.kind, made.email, made.name) == ("staff", "dana@example.org", "Dana Whitlock")
    assert (made.rights, made.invited_by) == (["Proof reader"], inviter)
    assert mails() == 1


def test_nobody_invites_to_more_than_they_hold(client, inviter, proof_readers):
    proof_readers.permissions.add(permission("change_user"))

    answer = client.post(INVITE, {"email": "dana@example.org", "role": proof_readers.pk})

    assert "Select a valid choice" in said(answer)
    assert not Invitation.objects.exists()


def test_does_not_invite_whose_account_is_closed(client, inviter, proof_readers):
    make_user("dana@example.org", is_active=False)

    answer = client.post(INVITE, {"email": "dana@example.org", "role": proof_readers.pk})

    assert "account is closed" in said(answer)
    assert not Invitation.objects.exists()


def test_sends_again(client, inviter):
    asked = make_invitation()

    assert "gets a new mail" in said(client.get(step(asked, "resend")))
    assert mails() == 1
    client.post(step(asked, "resend"))

    asked.refresh_from_db()
    assert (asked.link_version, mails()) == (2, 2)


def test_takes_back(client, inviter):
    asked = make_invitation()

    client.get(step(asked, "revoke"))
    asked.refresh_from_db()
    assert asked.is_open
    client.post(step(asked, "revoke"))

    asked.refresh_from_db()
    assert asked.state == Invitation.State.REVOKED


@pytest.mark.parametrize("name", ["resend", "revoke"])
def test_says_why_a_step_cannot_be_taken(client, inviter, name):
    asked = make_invitation(changed={"revoked_at": timezone.now()})

    assert "State of this invitation: Taken back" in said(client.get(step(asked, name)))
    answer = client.post(step(asked, name), follow=True)

    assert "It is taken back already" in said(answer)
    assert mails() == 1


@pytest.mark.parametrize("name", ["resend", "revoke"])
def test_nobody_touches_an_invitation_to_more_than_they_hold(client, inviter, proof_readers, name):
    proof_readers.permissions.add(permission("change_user"))
    asked = make_invitation(rights=["Proof reader"])

    assert client.post(step(asked, name)).status_code == 403

    asked.refresh_from_db()
    assert (asked.state, asked.link_version) == (Invitation.State.WAITING, 1)


def test_whoever_only_looks_is_offered_and_allowed_no_step(client, inviter):
    inviter.user_permissions.set([permission("view_invitation")])
    asked = make_invitation()

    page = client.get(reverse("admin:core_invitation_change", args=[asked.pk]))

    assert "Resend" not in said(page)
    assert "Invite a colleague" not in said(client.get(LIST))
    for address in [INVITE, step(asked, "resend"), step(asked, "revoke")]:
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_shows_steps_of_an_open_invitation_only(client, inviter):
    asked = make_invitation()
    page = reverse("admin:core_invitation_change", args=[asked.pk])

    assert "Resend…" in said(client.get(page))
    Invitation.objects.update(revoked_at=timezone.now())

    assert "Resend…" not in said(client.get(page))


@pytest.mark.parametrize("key", ["999999", "x"])
def test_an_invitation_that_is_not_there(client, inviter, key):
    assert client.get(f"{LIST}{key}/resend/").status_code == 404
