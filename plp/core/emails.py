"""The mails of accounts, and the invitation to work here."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Q
from django.urls import reverse

from plp.core import days, invitations, outbox
from plp.core.invitations import InvitationKind
from plp.core.mails import MailKind, register
from plp.core.models import Invitation, User
from plp.core.powers import roles_to_give
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

STAFF = "staff"

STAFF_INVITED = register(
    MailKind(
        what="staff-invited",
        name="Invitation of a colleague",
        sent_when="When somebody is invited to work for the program, or invited once more.",
        placeholders={
            "name": "Dana Whitlock",
            "inviting": "a colleague in the role of program staff",
            "link": "https://partners.example.org/invitation/1/secret/",
            "expires_on": "Friday, 22 April 2016",
            "contact": "administrator@example.org",
        },
        subject="Your account for the Professional Learning Partner program",
        body="""\
Dear {name},

You are invited to work with us as {inviting}. The link leads to a page where you choose how you \
sign in.

Accept the invitation: {link}

It works until the end of {expires_on}, and it is yours alone: please don't pass it on.

Questions: write to {contact}.""",
    )
)


def _as_staff(invitation: Invitation) -> str:
    if not invitation.rights:
        return "a colleague"
    return f"a colleague in the role of {in_a_row(invitation.rights).lower()}"


def _become_staff(invitation: Invitation, user: User) -> None:
    groups = Group.objects.filter(name__in=invitation.rights)
    if groups.count() != len(invitation.rights):
        raise TransitionError("A role of this invitation is no longer there. Ask for a new one.")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(*groups)


def may_give(by: User | None, invitation: Invitation) -> bool:
    """Whether somebody holds all roles that an invitation gives, and still works here."""
    if by is None:
        return True
    asked = Group.objects.filter(name__in=invitation.rights)
    beyond = asked.exclude(pk__in=roles_to_give(by).values("pk"))
    return by.is_active and by.is_staff and not beyond.exists()


def who_invited(invitation: Invitation) -> str:
    """Return the address of whoever invited, or of somebody who can answer instead."""
    by = invitation.invited_by
    if by and by.is_active:
        return by.email
    chief = User.objects.filter(is_active=True).filter(
        Q(is_superuser=True) | Q(groups__permissions__codename="add_invitation")
    )
    return chief.values_list("email", flat=True).first() or ""


invitations.register(
    InvitationKind(
        what=STAFF,
        mail=STAFF_INVITED,
        describe=_as_staff,
        accept=_become_staff,
        contact=who_invited,
        may_give=may_give,
    )
)

PASSWORD_RESET = register(
    MailKind(
        what="password-reset",
        name="New password",
        sent_when="When somebody has asked to choose a new password.",
        placeholders={
            "email": "dana@example.org",
            "link": "https://partners.example.org/accounts/password/reset/key/secret/",
        },
        subject="Choose a new password",
        body="""\
Somebody, we hope you, has asked for a new password for the account of {email}.

Choose a new password: {link}

The link works once, and for three days. If you did not ask, you need not do anything: your \
password stays as it is.""",
    )
)

ADDRESS_TO_CONFIRM = register(
    MailKind(
        what="address-to-confirm",
        name="New address to confirm",
        sent_when="When somebody wants to sign in with another e-mail address.",
        placeholders={
            "email": "dana@example.org",
            "link": "https://partners.example.org/accounts/confirm-email/secret/",
        },
        subject="Is this your address?",
        body="""\
You want to sign in with {email} from now on. Until you confirm it, the old address holds.

Confirm this address: {link}

The link works for three days. If this was not you, you need not do anything.""",
    )
)

ACCOUNT_CHANGED = register(
    MailKind(
        what="account-changed",
        name="Account changed",
        sent_when="When something has changed in how somebody signs in.",
        placeholders={
            "what": "Your password was changed.",
            "moment": "11 February 2016, 4:40 p.m. Pacific",
            "link": "https://partners.example.org/accounts/password/reset/",
        },
        subject="Something has changed in how you sign in",
        body="""\
{what}

When: {moment}

If this was you, all is well. If not, choose a new password now, then answer this mail.

Choose a new password: {link}""",
    )
)

# What people are told of: by the name of allauth's mail, and what staff do.
CHANGES = {
    "email_changed": "You sign in with another e-mail address from now on.",
    "email_confirm": "Your e-mail address was confirmed.",
    "email_deleted": "An e-mail address was taken off your account.",
    "password_changed": "Your password was changed.",
    "password_reset": "Your password was changed, by a link that we mailed you.",
    "password_set": "Your account has a password now.",
    "recovery_codes_generated": "Your account has new recovery codes; the old ones are void.",
    "taken_off": "Staff have taken your passkeys, your app with codes and your recovery codes off "
    "your account, as somebody told them that they are lost. Sign in with your password.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was taken off your account.",
    "webauthn_added": "A passkey was added to your account.",
    "webauthn_removed": "A passkey was taken off your account.",
}


def password_reset(to: str, link: str, secret: str) -> None:
    _with_secret(PASSWORD_RESET, to, link, secret)


def address_to_confirm(to: str, link: str, secret: str) -> None:
    _with_secret(ADDRESS_TO_CONFIRM, to, link, secret)


def account_changed(to: str, change: str, moment: datetime) -> None:
    outbox.write(
        ACCOUNT_CHANGED,
        occasion=f"{change} {moment.isoformat()}",
        to=to,
        reply_to=settings.DEFAULT_FROM_EMAIL,
        what=CHANGES[change],
        moment=days.moment_in_words(moment),
        link=settings.SITE_URL + reverse("account_reset_password"),
    )


def _with_secret(kind, to, link, secret):
    # The secret is new for each request, and its digest tells nobody what it was.
    occasion = hashlib.sha256(secret.encode()).hexdigest()[:32]
    outbox.write(
        kind,
        occasion=occasion,
        to=to,
        reply_to=settings.DEFAULT_FROM_EMAIL,
        secret=secret,
        email=to,
        link=link,
    )
