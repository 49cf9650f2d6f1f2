"""Mails to facilitators about their account."""

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
