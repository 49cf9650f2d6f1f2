"""Mails on contracts that are signed, in force, declined or ended; and on a document that is not as
it was kept."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.actions.partnering import contact_of
from applications.registry import Right, people_with
from facilitators import documents
from facilitators.emails.offering import ABOUT, LINK, address_in_charge
from facilitators.models import Contract, ContractFile
from plp.core import days, outbox
from plp.core.outbox import Attachment, MailKind, register

CONTRACT_SIGNED = register(
    MailKind(
        what="contract-signed",
        name="A contract to sign for the partner",
        sent_when="When the facilitator has signed a contract, to who signs for the partner.",
        placeholders={**ABOUT, **LINK, "last_day": "Friday, 22 April 2016"},
        subject="Contract {code} waits for your signature",
        body="""\
Dear {name},

{facilitator} has signed contract {code} for leading workshops in {year}. Now somebody who may \
sign for {organization} does, and then it is in force.

Read it and sign it: {link}

Last day to sign: {last_day}.""",
    )
)

CONTRACT_IN_FORCE = register(
    MailKind(
        what="contract-in-force",
        name="A contract is in force, to both sides",
        sent_when="When a contract is signed for the partner, to the facilitator, the program "
        "managers and who signs. The signed document goes with it.",
        placeholders={**ABOUT, **LINK, "days": "1 July 2016 – 30 June 2017"},
        subject="Contract {code} is in force",
        body="""\
Dear {name},

Contract {code} between {organization} and {facilitator} for {year} is signed by both. It covers \
{days}.

The document is attached to this mail. You also find it here: {link}""",
    )
)

CONTRACT_DECLINED = register(
    MailKind(
        what="contract-declined",
        name="A contract is declined, to the partner",
        sent_when="When a facilitator declines a contract, to the partner's program managers.",
        placeholders={**ABOUT, **LINK, "reason": "I have a full timetable this year."},
        subject="{facilitator} has declined contract {code}",
        body="""\
Dear {name},

{facilitator} has declined contract {code} with {organization} for {year}.

Why: {reason}

Look at it, or offer another one: {link}""",
    )
)

CONTRACT_ENDED = register(
    MailKind(
        what="contract-ended",
        name="A contract ends early, to both sides",
        sent_when="When a contract in force gets an earlier last day, to the facilitator, the "
        "program managers and who signs.",
        placeholders={
            **ABOUT,
            **LINK,
            "last_day": "Friday, 22 April 2016",
            "reason": "The school takes its own facilitator.",
        },
        subject="Contract {code} ends early",
        body="""\
Dear {name},

Contract {code} between {organization} and {facilitator} for {year} ends early. Its last day is \
{last_day}. What was led until then stays as it is, and is paid as agreed.

Why: {reason}

Look at it: {link}""",
    )
)

DOCUMENT_ALTERED = register(
    MailKind(
        what="document-altered",
        name="A document is not as it was kept, to staff",
        sent_when="When somebody asks for a document of a contract and its bytes are not those "
        "that were kept; once a day.",
        placeholders={"code": "K7M4-PXQ", "document": "contract-K7M4-PXQ-signed.pdf"},
        subject="A document of contract {code} is not as it was kept",
        body="""\
The bytes of {document}, of contract {code}, are not those whose SHA-256 was recorded. Nobody is \
given it until somebody has put back the file from a backup.""",
    )
)


def signed(contract: Contract) -> None:
    """Ask who signs for the partner to do so."""
    path = reverse("facilitators:contract-sign", args=[contract.partner_id, contract.pk])
    last_day = days.in_words(contract.answer_by)
    _to_partner(CONTRACT_SIGNED, contract, Right.SIGN, path=path, last_day=last_day)


def in_force(contract: Contract) -> None:
    covered = days.span(contract.first_day, contract.last_day)
    said = {"days": covered, "attachment": f"contract:{contract.pk}"}
    _to_both(CONTRACT_IN_FORCE, contract, **said)


def declined(contract: Contract, *, reason: str) -> None:
    path = reverse("facilitators:contract", args=[contract.partner_id, contract.pk])
    _to_partner(CONTRACT_DECLINED, contract, Right.MANAGE, path=path, reason=reason)


def ended(contract: Contract, *, reason: str) -> None:
    last_day = days.in_words(contract.last_day)
    _to_both(CONTRACT_ENDED, contract, last_day=last_day, reason=reason)


def altered(file: ContractFile) -> None:
    """Tell staff of a document that is not as it was kept, once a day."""
    if contact := contact_of(file.contract.partner):
        outbox.write(
            DOCUMENT_ALTERED,
            occasion=f"{file.pk} {days.pacific_day(timezone.now())}",
            to=contact,
            code=file.contract.code,
            document=file.name,
        )


@outbox.attaches("contract")
def signed_document(key: str) -> Attachment | None:
    """The document of a contract as both signed it; None where it is not as it was kept."""
    roles = [ContractFile.Role.SIGNED, ContractFile.Role.OUTSIDE]
    file = ContractFile.objects.filter(contract=key, role__in=roles).first()
    try:
        return Attachment(file.name, documents.read(file), "application/pdf") if file else None
    except documents.Altered:
        return None


def _to_both(kind, contract, **said):
    path = reverse("facilitators:own-contract", args=[contract.pk])
    facilitator = contract.facilitator
    _write(kind, contract, facilitator.email, facilitator.name, path=path, **said)
    path = reverse("facilitators:contract", args=[contract.partner_id, contract.pk])
    _to_partner(kind, contract, Right.MANAGE, Right.SIGN, path=path, **said)


def _to_partner(kind, contract, *rights, path, **said):
    """Write to who has some rights; never to the facilitator as a member of the partner."""
    for person in people_with(contract.partner, *rights):
        if person.pk != contract.facilitator.user_id:
            name = person.name or person.email
            _write(kind, contract, person.email, name, path=path, **said)


def _write(kind, contract, to, name, *, path, **said):
    outbox.write(
        kind,
        occasion=str(contract.pk),
        to=to,
        reply_to=address_in_charge(contract),
        link=settings.SITE_URL + path,
        name=name,
        organization=str(contract.partner),
        facilitator=contract.facilitator.name,
        year=str(contract.school_year),
        code=contract.code,
        **said,
    )
