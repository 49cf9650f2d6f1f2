"""Inviting somebody, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.utils import timezone

from plp.core import invitations
from plp.core.invitations import InvitationKind
from plp.core.mails import KINDS, MailKind
from plp.core.models import Invitation, Message, User
from plp.core.workflow import TransitionError
from tests.make import make_invitation, make_user

pytestmark = pytest.mark.django_db

PAST = {
    "invited_at": datetime(2016, 1, 1, tzinfo=UTC),
    "expires_at": datetime(2016, 1, 15, tzinfo=UTC),
}


@pytest.fixture
def given():
    """What accepting invitations of the kind "tester" has given, and to whom."""
    given = []
    mail = MailKind(
        what="tester-invited",
        name="Tester invited",
        sent_when="In tests.",
        placeholders=dict.fromkeys(["name", "inviting", "expires_on", "contact"], "x")
        | {"link": "https://x.example.org/"},
        subject="You are {inviting}",
        body="Dear {name},\n\n{link} until {expires_on}. {contact}",
    )
    kind = InvitationKind(
        what="tester",
        mail=mail,
        describe=lambda invitation: f"tester with {', '.join(invitation.rights)}",
        accept=lambda invitation, user: given.append((invitation.about, user.email)),
        contact=lambda invitation: "imani@example.org",
    )
    KINDS[mail.what] = mail
    invitations.register(kind)
    yield given
    del invitations.KINDS["tester"], KINDS[mail.what]


@pytest.fixture
def asked(given):
    return make_invitation(
        "tester", "Dana@Example.org", name="Dana Whitlock", about="partner:12", rights=["manager"]
    )


def mails():
    return list(Message.objects.filter(what="tester-invited").order_by("pk"))


def test_writes_the_link_to_the_invited(asked):
    [mail] = mails()
    assert (mail.to, mail.reply_to) == ("dana@example.org", "imani@example.org")
    assert mail.subject == "You are tester with manager"
    assert invitations.address(asked) in mail.text
    assert mail.secret == invitations.secret(asked)
    assert mail.secret in invitations.address(asked)


@time_machine.travel(datetime(2016, 4, 1, 20, tzinfo=UTC))
def test_holds_until_midnight_pacific_of_the_last_day(given):
    asked = make_invitation("tester")

    assert str(asked.last_day) == "2016-04-15"
    assert asked.expires_at == datetime(2016, 4, 16, 7, tzinfo=UTC)
    assert "until Friday, 15 April 2016" in mails()[0].text


def test_joins_rights_of_a_second_asking_without_a_second_mail(asked):
    again = invitations.invite(
        "tester", "dana@example.org", about="partner:12", rights=["finance"], by=make_user()
    )

    assert again == asked
    assert again.rights == ["finance", "manager"]
    assert again.inviting == "tester with finance, manager"
    assert len(mails()) == 1


@pytest.mark.parametrize("other", [{"about": "partner:13"}, {"email": "eva@example.org"}])
def test_asks_anew_about_something_else_or_someone_else(asked, other):
    more = {"email": "dana@example.org", "about": "partner:12"} | other
    email = more.pop("email")

    invitations.invite("tester", email, **more)

    assert Invitation.objects.open().count() == 2
    assert len(mails()) == 2


def test_asking_somebody_whose_invitation_has_expired_renews_it(asked):
    Invitation.objects.filter(pk=asked.pk).update(**PAST)

    again = invitations.invite("tester", "dana@example.org", about="partner:12")

    assert (again, again.state) == (asked, Invitation.State.WAITING)
    assert len(mails()) == 2


def test_asks_again_whoever_has_accepted_or_was_taken_back(asked):
    invitations.revoke(asked, by=None)

    again = invitations.invite("tester", "dana@example.org", about="partner:12")

    assert again != asked
    assert len(mails()) == 2


def test_the_database_holds_one_open_invitation_an_address(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            kind="tester", about="partner:12", email=asked.email, expires_at=asked.expires_at
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "Dana@example.org"},
        {"accepted_at": timezone.now(), "revoked_at": timezone.now()},
        {"expires_at": PAST["expires_at"]},
    ],
)
def test_the_database_refuses_what_cannot_be(asked, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=asked.pk).update(**wrong)


def test_the_database_refuses_an_acceptor_without_a_moment(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=asked.pk).update(accepted_by=make_user())


def test_each_state_is_listed_apart(given):
    waiting = make_invitation("tester")
    expired = make_invitation("tester", changed=PAST)
    used = make_invitation("tester", changed={"accepted_at": timezone.now()})
    revoked = make_invitation("tester", changed={"revoked_at": timezone.now()})

    found = {state: list(Invitation.objects.in_state(state)) for state in Invitation.State}

    assert found == {
        "waiting": [waiting],
        "expired": [expired],
        "accepted": [used],
        "revoked": [revoked],
    }
    assert {i.state: [i] for i in (waiting, expired, used, revoked)} == found
    assert set(Invitation.objects.open()) == {waiting, expired}


def test_a_second_mail_has_a_new_link_and_the_old_one_is_dead(asked):
    old, boss = invitations.secret(asked), make_user()

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        invitations.resend(asked, by=boss)

    first, second = mails()
    assert not invitations.opens(asked, old)
    assert invitations.opened(asked, old)
    assert invitations.opens(asked, second.secret)
    assert asked.invited_by == boss
    assert first.secret != second.secret


@pytest.mark.parametrize("done", ["accepted_at", "revoked_at"])
@pytest.mark.parametrize("step", [invitations.resend, invitations.revoke])
def test_what_is_done_is_neither_sent_again_nor_taken_back(given, step, done):
    asked = make_invitation("tester", changed={done: timezone.now()})

    with pytest.raises(TransitionError, match="already and cannot be"):
        step(asked, by=None)

    assert len(mails()) == 1


@pytest.mark.parametrize("step", [invitations.resend, invitations.revoke])
def test_the_second_of_two_people_is_told(asked, step):
    theirs = Invitation.objects.get(pk=asked.pk)
    invitations.resend(theirs, by=None)

    with pytest.raises(TransitionError, match="Someone else"):
        step(asked, by=None)


def test_accepting_gives_what_the_kind_gives_and_knows_the_address(given, asked):
    dana = make_user("dana@example.org")

    invitations.accept(asked, dana)

    assert given == [("partner:12", "dana@example.org")]
    assert (asked.accepted_by, asked.state) == (dana, Invitation.State.ACCEPTED)
    assert EmailAddress.objects.get(user=dana).verified


def test_accepting_twice_gives_once(given, asked):
    dana = make_user("dana@example.org")
    again = Invitation.objects.get(pk=asked.pk)

    invitations.accept(asked, dana)
    invitations.accept(again, dana)

    assert len(given) == 1


def test_nobody_accepts_for_another(given, asked):
    with pytest.raises(TransitionError, match=r"for dana@example.org, not for eva@example.org"):
        invitations.accept(asked, make_user("eva@example.org"))

    asked.refresh_from_db()
    assert (given, asked.accepted_at) == ([], None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (PAST, "has expired"),
        ({"revoked_at": timezone.now()}, "taken back"),
        ({"accepted_at": timezone.now()}, "used already"),
        ({"link_version": 2}, "a newer link"),
    ],
)
def test_accepts_nothing_that_is_over(given, asked, changed, words):
    Invitation.objects.filter(pk=asked.pk).update(**changed)

    with pytest.raises(TransitionError, match=words):
        invitations.accept(asked, make_user("dana@example.org"))

    assert given == []


def test_what_the_kind_refuses_leaves_the_invitation_open(given, asked):
    def refuse(invitation, user):
        raise TransitionError("The partnership has ended.")

    invitations.KINDS["tester"] = invitations.KINDS["tester"]._replace(accept=refuse)

    with pytest.raises(TransitionError, match="partnership has ended"):
        invitations.accept_as_new(asked, name="Dana", password="chalk and board")

    asked.refresh_from_db()
    assert asked.state == Invitation.State.WAITING
    assert not User.objects.exists()


def test_makes_the_account_of_somebody_new(given, asked):
    dana = invitations.accept_as_new(asked, name="Dana Whitlock", password="chalk and board")

    assert (dana.email, dana.name) == ("dana@example.org", "Dana Whitlock")
    assert dana.check_password("chalk and board")
    assert given == [("partner:12", "dana@example.org")]


def test_makes_no_second_account(given, asked):
    make_user("dana@example.org")

    with pytest.raises(TransitionError, match="account with this address by now"):
        invitations.accept_as_new(asked, name="Dana", password="chalk and board")

    assert given == []


def test_a_colleague_gets_the_roles(db):
    role = Group.objects.create(name="Proof reader")
    asked = make_invitation(rights=["Proof reader"])

    person = invitations.accept_as_new(asked, name="Dana", password="chalk and board")

    assert person.is_staff
    assert list(person.groups.all()) == [role]
    assert asked.inviting == "a colleague in the role of proof reader"


def colleague(*groups):
    """Somebody of the staff who may invite, and holds these groups."""
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__endswith="_invitation"))
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def test_nobody_gives_by_asking_again_what_they_do_not_hold(administrator):
    asked = make_invitation(by=administrator, rights=["Administrator"])

    with pytest.raises(TransitionError, match="more than you may give"):
        invitations.invite("staff", asked.email, by=colleague("Viewer"), rights=["Viewer"])

    asked.refresh_from_db()
    assert (asked.rights, asked.link_version) == (["Administrator"], 1)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_works_here_no_more_has_invited_nobody(administrator, change):
    asked = make_invitation(by=administrator, rights=["Viewer"])
    User.objects.filter(pk=administrator.pk).update(**change)
    asked.refresh_from_db()
    user = make_user(asked.email)

    with pytest.raises(TransitionError, match="may not give this any more"):
        invitations.accept(asked, user)

    user.refresh_from_db()
    assert not user.is_staff
    assert not user.groups.exists()


def test_a_colleague_is_not_taken_without_the_role(db):
    asked = make_invitation(rights=["Proof reader"])

    with pytest.raises(TransitionError, match="no longer there"):
        invitations.accept_as_new(asked, name="Dana", password="chalk and board")

    assert not User.objects.exists()


@pytest.mark.parametrize("is_active", [True, False])
def test_replies_go_to_whoever_invited_or_else_to_somebody_in_charge(administrator, is_active):
    by = make_user("imani@example.org", is_active=is_active)

    make_invitation(by=by)

    [mail] = Message.objects.filter(what="staff-invited")
    assert mail.reply_to == ("imani@example.org" if is_active else administrator.email)


def test_a_kind_says_all_that_its_mail_needs(given):
    kind = invitations.KINDS["tester"]
    lacking = kind._replace(what="more", mail=KINDS["draft-idle"])

    with pytest.raises(ValueError, match="placeholders are not"):
        invitations.register(lacking)
    with pytest.raises(ValueError, match="another kind"):
        invitations.register(kind._replace(contact=str))
