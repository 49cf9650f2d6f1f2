"""What all mails on contracts share: what they name, to whom they go, and who answers."""

from django.conf import settings
from django.urls import reverse

from applications.registry import Right, people_with
from facilitators.models import Contract
from plp.core import outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind

# What each of them names, with an example.
ABOUT = {
    "name": "Jonas Tinderbox",
    "organization": "Larkspur County Office of Education",
    "facilitator": "Jonas Tinderbox",
    "year": "2016–17",
    "code": "K7M4-PXQ",
    "link": "https://partners.example.org/facilitator/",
}


def to_facilitator(kind: MailKind, contract: Contract, **said) -> Message | None:
    person = contract.facilitator
    path = reverse("facilitators:own-contract", args=[contract.pk])
    return _write(kind, contract, person, path, reply_to=address_in_charge(contract), **said)


def to_partner(
    kind: MailKind, contract: Contract, *rights: Right, page: str = "contract", **said
) -> None:
    """Write to who has some rights at the partner; never to the facilitator as one of them."""
    path = reverse(f"facilitators:{page}", args=[contract.partner_id, contract.pk])
    reply_to = address_in_charge(contract)
    for person in people_with(contract.partner, *rights):
        if person.pk != contract.facilitator.user_id:
            _write(kind, contract, person, path, reply_to=reply_to, **said)


def in_charge(contract: Contract) -> User | None:
    """Return who at the partner answers for a contract: who drew it up while they are a member,
    else a program manager."""
    members = contract.partner.memberships.filter(user=contract.by_id, user__is_active=True)
    if members.exists():
        return contract.by
    return next(iter(people_with(contract.partner, Right.MANAGE)), None)


def address_in_charge(contract: Contract) -> str:
    person = in_charge(contract)
    return person.email if person else ""


def _write(kind, contract, person, path, *, occasion="", **said):
    return outbox.write(
        kind,
        occasion=occasion or str(contract.pk),
        to=person.email,
        name=person.name or person.email,
        organization=str(contract.partner),
        facilitator=contract.facilitator.name,
        year=str(contract.school_year),
        code=contract.code,
        link=settings.SITE_URL + path,
        **said,
    )
