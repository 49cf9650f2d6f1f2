"""Mails on what partners confirm."""

from django.conf import settings
from django.urls import reverse

from applications.emails.addressing import CONTACT, LINK, PLACE
from applications.models import Confirmation, Partner
from applications.models.confirmations import MAY_CONFIRM
from applications.models.partner import COLUMNS, Right
from plp.core import outbox
from plp.core.outbox import MailKind, register

CONFIRMATION_RETURNED = register(
    MailKind(
        what="confirmation-returned",
        name="Confirmation returned",
        sent_when="When staff return what a partner has confirmed, to its people who may confirm.",
        placeholders=PLACE
        | CONTACT
        | LINK
        | {"what": "Funding confirmed", "year": "2016–17", "word": "The letter is not signed."},
        subject="Please confirm again: {what}, {year}",
        body="""\
We have looked at what {organization} confirmed, and cannot take it as it is.

What: {what}, {year}
Why: {word}

Confirm it once more: {link}

Questions: write to {contact}.""",
    )
)


def addresses_of(partner: Partner, rights: tuple[Right, ...]) -> list[str]:
    """Return the addresses of the members who have one of these rights."""
    members = partner.memberships.select_related("user")
    columns = [COLUMNS[right] for right in rights]
    found = (m.user.email for m in members if any(getattr(m, name) for name in columns))
    return sorted(found)


def confirmation_returned(confirmation: Confirmation, *, word: str, occasion: int) -> None:
    row = confirmation.requirement
    year = row.partner_year
    path = reverse("applications:confirm", args=[year.partner_id, row.pk])
    contact = year.program_year.program.contact_email
    for address in addresses_of(year.partner, MAY_CONFIRM[row.requirement.kind]):
        outbox.write(
            CONFIRMATION_RETURNED,
            occasion=str(occasion),
            to=address,
            reply_to=contact,
            contact=contact,
            organization=str(year.partner),
            city=str(year.partner.region),
            what=row.name,
            year=str(year.program_year.school_year),
            word=word,
            link=settings.SITE_URL + path,
        )
