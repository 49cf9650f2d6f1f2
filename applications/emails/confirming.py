"""Mails on what partners confirm."""

from django.conf import settings
from django.urls import reverse

from applications.emails.addressing import CONTACT, LINK, PLACE, people_with
from applications.models import Confirmation
from applications.models.confirmations import MAY_CONFIRM
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


def confirmation_returned(confirmation: Confirmation, *, word: str, occasion: int) -> None:
    row = confirmation.requirement
    year = row.partner_year
    path = reverse("applications:confirm", args=[year.partner_id, row.pk])
    contact = year.program_year.program.contact_email
    for user in people_with(year.partner, *MAY_CONFIRM[row.requirement.kind]):
        outbox.write(
            CONFIRMATION_RETURNED,
            occasion=str(occasion),
            to=user.email,
            reply_to=contact,
            contact=contact,
            organization=str(year.partner),
            city=str(year.partner.region),
            what=row.name,
            year=str(year.program_year.school_year),
            word=word,
            link=settings.SITE_URL + path,
        )
