"""Mails to facilitators about their account."""

from django.conf import settings

from applications.models import Program
from facilitators.models import Facilitator
from plp.core import outbox
from plp.core.models import User
from plp.core.outbox import MailKind, register

FACILITATOR_INVITED = register(
    MailKind(
        what="facilitator-invited",
        name="Invitation to a facilitator's pages",
        sent_when="When staff invite a facilitator, and when a partner offers a contract to one "
        "without an account.",
        placeholders={
            "name": "Jonas Tinderbox",
            "inviting": "facilitator",
            "link": "https://partners.example.org/invitation/secret/",
            "expires_on": "Friday, 22 April 2016",
            "contact": "partner@example.org",
        },
        subject="Your pages as a facilitator",
        body="""\
Dear {name},

You are invited to have an account as {inviting}. On your pages you read and sign contracts, say \
when you cannot come, and see what you are accredited for.

Accept the invitation: {link}

Last day to accept: {expires_on}. The link is yours alone. Questions: write to {contact}.""",
    )
)


ADDRESS_CHANGED = register(
    MailKind(
        what="facilitator-address-changed",
        name="Other address of a facilitator",
        sent_when="When staff or facilitators change the address to which we write them, and they "
        "have an account; to the old and the new address.",
        placeholders={
            "name": "Jonas Tinderbox",
            "before": "jonas@example.org",
            "now": "jonas@school.example.org",
            "sign_in": "jonas@example.org",
            "contact": "partner@example.org",
        },
        subject="We write to you at another address now",
        body="""\
Dear {name},

From now on we write to you at {now}, no longer at {before}. You sign in with {sign_in} as before.

If this is not as you wanted it, write to {contact}.""",
    )
)


def address_changed(facilitator: Facilitator, *, before: str, by: User | None) -> None:
    """Tell a facilitator with an account, at both addresses."""
    contact = by.email if by and by != facilitator.user else contact_of_program()
    moment = facilitator.history.latest().pk
    for to in [before, facilitator.email]:
        outbox.write(
            ADDRESS_CHANGED,
            occasion=f"{facilitator.pk} {moment}",
            to=to,
            reply_to=contact,
            name=facilitator.name,
            before=before,
            now=facilitator.email,
            sign_in=facilitator.user.email,
            contact=contact,
        )


def contact_of_program() -> str:
    """Return the address of the current program, whom anybody may ask."""
    program = Program.objects.current().first()
    return program.contact_email if program else settings.DEFAULT_FROM_EMAIL
