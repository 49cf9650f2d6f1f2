"""The letters that staff write to the people of partners."""

from applications.emails.addressing import CONTACT
from applications.models import Partner, PartnerLetter
from plp.core import outbox
from plp.core.mails import fill_body, fill_line
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register

# What a letter itself may hold in braces.
WORDS = MailKind(
    what="words-of-a-letter",
    name="",
    sent_when="",
    placeholders={
        "organization": "Larkspur County Office of Education",
        "city": "Sacramento, CA",
        "name": "Dana Whitlock",
    },
    subject="",
    body="",
)

PARTNER_LETTER = register(
    MailKind(
        what="partner-letter",
        name="Letter to partners",
        sent_when="When staff write to the people of some partners, in words of their own.",
        placeholders=CONTACT
        | {
            "subject": "The summit moves to June",
            "body": "Dear Dana Whitlock,\n\nthe summit moves to June.",
            "organization": "Larkspur County Office of Education",
        },
        subject="{subject}",
        body="""\
{body}

You read this because you act for {organization}. Answer this mail, or write to {contact}.""",
    )
)


def partner_letter(
    letter: PartnerLetter, partner: Partner, user: User, *, contact: str
) -> Message | None:
    """Write a letter to one person of a partner, once."""
    values = {"organization": str(partner), "city": str(partner.region), "name": str(user)}
    return outbox.write(
        PARTNER_LETTER,
        occasion=f"{letter.pk} {partner.pk}",
        to=user.email,
        reply_to=contact,
        contact=contact,
        organization=str(partner),
        subject=fill_line(letter.subject, values),
        body=fill_body(letter.body, values),
    )
