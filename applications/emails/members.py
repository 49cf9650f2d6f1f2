"""Mails to members of a partner whom somebody else has changed or removed."""

from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.emails.addressing import CONTACT, LINK, NAMED
from applications.models import Membership
from applications.promises import full_time
from plp.core import outbox
from plp.core.models import User
from plp.core.outbox import MailKind, register

CHANGED_BY = {"by": "Ruth Abernathy", "organization": "Larkspur County Office of Education"}

MEMBER_CHANGED = register(
    MailKind(
        what="member-changed",
        name="A member may do other things",
        sent_when="When somebody else has changed what a member may do for a partner, or the "
        "share of full time that they give.",
        placeholders=CONTACT
        | NAMED
        | LINK
        | CHANGED_BY
        | {"roles": "Program manager", "share": "¼ of full time"},
        subject="What you may do for {organization} has changed",
        body="""\
Dear {name},

{by} has changed what you may do for {organization}.

You are now: {roles}
Share of full time: {share}

The partner's people: {link}

Questions: write to {contact}.""",
    )
)

MEMBER_REMOVED = register(
    MailKind(
        what="member-removed",
        name="A member is removed",
        sent_when="When somebody else has removed a member of a partner.",
        placeholders=CONTACT | NAMED | CHANGED_BY,
        subject="You no longer act for {organization}",
        body="""\
Dear {name},

{by} has removed you from the people of {organization}. You no longer see its pages.

Your account stays, and so does whatever else you do here. If this is a mistake, write to \
{contact}.""",
    )
)

STAFF = "Code.org"


def member_changed(
    member: Membership, *, by: User | None, share: Decimal | None, contact: str
) -> None:
    path = reverse("applications:people", args=[member.partner_id])
    outbox.write(
        MEMBER_CHANGED,
        occasion=f"{member.pk} {timezone.now().isoformat()}",
        roles=member.roles,
        share=full_time(share) if share is not None else "not stated",
        link=settings.SITE_URL + path,
        **_to(member, by, contact),
    )


def member_removed(member: Membership, *, by: User | None, contact: str) -> None:
    outbox.write(MEMBER_REMOVED, occasion=str(member.pk), **_to(member, by, contact))


def _to(member, by, contact):
    return {
        "to": member.user.email,
        "reply_to": contact,
        "contact": contact,
        "name": str(member.user),
        "by": str(by) if by and not by.is_staff else STAFF,
        "organization": str(member.partner),
    }
