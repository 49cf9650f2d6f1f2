"""Two people with one invitation at once, on PostgreSQL."""

import pytest
from django.test import Client
from django.urls import reverse

from plp.core import invitations
from plp.core.models import Invitation, Message, User
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.make import make_invitation, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
three_rounds = pytest.mark.parametrize("round", range(3))


@three_rounds
def test_one_link_makes_one_account(round):
    asked = make_invitation()
    address = reverse("invitation", args=[asked.pk, invitations.secret(asked)])

    def accept(name):
        return Client().post(address, {"name": name, "password": "chalk and board"}).status_code

    codes = at_once(lambda: accept("Dana"), lambda: accept("Eva"))

    assert codes.count(302) == 1
    assert set(codes) <= {302, 409, 410, 200}  # 200: asked to sign in, as there is an account
    assert User.objects.filter(email=asked.email).count() == 1


@three_rounds
def test_a_yes_against_a_taking_back(round):
    asked, dana = make_invitation(email="dana@example.org"), make_user("dana@example.org")
    theirs = Invitation.objects.get(pk=asked.pk)

    def attempt(step):
        try:
            step()
        except TransitionError as error:
            return str(error)
        return "done"

    answers = at_once(
        lambda: attempt(lambda: invitations.accept(asked, dana)),
        lambda: attempt(lambda: invitations.revoke(theirs, by=None)),
    )

    dana.refresh_from_db()
    asked.refresh_from_db()
    assert answers.count("done") == 1
    assert dana.is_staff == (asked.state == Invitation.State.ACCEPTED)


@three_rounds
def test_two_who_invite_the_same_make_one_invitation(round):
    def ask(right):
        return invitations.invite("staff", "dana@example.org", rights=[right]).pk

    first, second = at_once(lambda: ask("One"), lambda: ask("Two"))

    assert first == second
    assert Invitation.objects.get().rights == ["One", "Two"]
    assert Message.objects.filter(what="staff-invited").count() == 1
