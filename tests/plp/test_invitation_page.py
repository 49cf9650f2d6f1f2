"""The page of an invitation: somebody new, somebody with an account, somebody else."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from plp.core import invitations
from plp.core.models import Invitation, User
from tests.browsing import Fields, said
from tests.make import make_invitation, make_user
from tests.plp.test_invitations import PAST

pytestmark = pytest.mark.django_db

PHRASE = "chalk and board"


@pytest.fixture
def asked():
    Group.objects.create(name="Proof reader")
    boss = make_user("imani@example.org", name="Imani Boss", is_staff=True)
    return make_invitation(
        email="dana@example.org", name="Dana Whitlock", rights=["Proof reader"], by=boss
    )


def page(invitation, secret=None):
    return reverse("invitation", args=[invitation.pk, secret or invitations.secret(invitation)])


def accepts(client, invitation, **more):
    return client.post(page(invitation), {"name": "Dana", "password": PHRASE} | more)


def test_says_who_invites_to_what(client, asked):
    text = said(client.get(page(asked)))

    assert "a colleague in the role of proof reader" in text
    assert "Imani Boss" in text
    assert "imani@example.org" in text


def test_looking_changes_nothing(client, asked):
    client.get(page(asked))

    asked.refresh_from_db()
    assert asked.state == Invitation.State.WAITING
    assert not User.objects.filter(email="dana@example.org").exists()


def test_is_not_kept_not_listed_and_not_told_to_others(client, asked):
    answer = client.get(page(asked))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_somebody_new_has_an_account_and_is_signed_in(client, asked):
    answer = accepts(client, asked, name="Dana W.")

    dana = User.objects.get(email="dana@example.org")
    assert answer.url == reverse("invitation-accepted")
    assert (dana.name, dana.is_staff, dana.check_password(PHRASE)) == ("Dana W.", True, True)
    assert client.session["_auth_user_id"] == str(dana.pk)
    assert client.get(answer.url).status_code == 200


def test_the_address_is_the_invited_one(client, asked):
    accepts(client, asked, email="mallory@example.org")

    assert not User.objects.filter(email="mallory@example.org").exists()
    assert Fields(client.get(page(asked)).content.decode()).values.get("email") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password": "12345678"}, "entirely numeric"),
        ({"password": "dana@example.org"}, "too similar"),
        ({"password": "for-trying-it-only"}, "known to everyone"),
        ({"password": ""}, "required"),
        ({"name": " "}, "required"),
    ],
)
def test_says_what_is_wrong_and_makes_nobody(client, asked, typed, words):
    answer = accepts(client, asked, **typed)

    assert words in said(answer)
    assert not User.objects.filter(email="dana@example.org").exists()


def test_somebody_with_an_account_signs_in_first(client, asked):
    make_user("dana@example.org", password=PHRASE)

    answer = accepts(client, asked)

    asked.refresh_from_db()
    assert "Sign in to accept" in said(answer)
    assert f"next={page(asked)}".replace("/", "%2F") in answer.content.decode()
    assert asked.state == Invitation.State.WAITING


def test_somebody_signed_in_accepts_with_a_button(client, asked):
    dana = make_user("dana@example.org")
    client.force_login(dana)

    assert "Accept the invitation" in said(client.get(page(asked)))
    answer = client.post(page(asked))

    dana.refresh_from_db()
    assert answer.url == reverse("invitation-accepted")
    assert dana.is_staff
    assert client.get(page(asked)).url == reverse("me")


def test_somebody_else_is_told_so_and_can_sign_out(client, asked):
    client.force_login(make_user("eva@example.org"))

    answer = client.post(page(asked))
    assert "eva@example.org" in said(answer)
    assert "for someone else" in said(answer)
    client.post(page(asked), {"do": "sign-out"})

    asked.refresh_from_db()
    assert "_auth_user_id" not in client.session
    assert asked.state == Invitation.State.WAITING


def test_a_closed_account_is_told_whom_to_ask(client, asked):
    make_user("dana@example.org", is_active=False)

    answer = accepts(client, asked)

    assert "Your account is closed" in said(answer)
    assert "imani@example.org" in said(answer)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (PAST, "This invitation has expired"),
        ({"revoked_at": timezone.now()}, "was taken back"),
        ({"accepted_at": timezone.now()}, "has been used"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_over_says_whom_to_ask(client, asked, changed, words, method):
    Invitation.objects.filter(pk=asked.pk).update(**changed)

    answer = getattr(client, method)(page(asked), {"name": "Dana", "password": PHRASE})

    assert answer.status_code == 410
    assert words in said(answer)
    assert "imani@example.org" in said(answer)
    assert not User.objects.filter(email="dana@example.org").exists()


def test_an_earlier_link_points_to_the_latest_mail(client, asked):
    old = page(asked)
    invitations.resend(asked, by=None)

    answer = client.get(old)

    assert answer.status_code == 410
    assert "There is a newer link" in said(answer)


@pytest.mark.parametrize("secret", ["0" * 40, "x"])
def test_a_wrong_link_says_nothing_of_anybody(client, asked, secret):
    answer = client.get(page(asked, secret))

    assert answer.status_code == 404
    assert "dana@example.org" not in answer.content.decode()
    assert "imani@example.org" not in answer.content.decode()


def test_what_cannot_be_given_is_said_in_words(client, asked):
    Group.objects.all().delete()

    answer = accepts(client, asked)

    assert answer.status_code == 409
    assert "no longer there" in said(answer)


def test_only_who_is_signed_in_reads_that_it_is_done(client):
    assert client.get(reverse("invitation-accepted")).status_code == 302
