"""Mails on contracts that are offered: to read and sign, nearly over, taken back, over."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from applications.registry import Right, people_with
from facilitators.models import Contract
from plp.core import days, outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register

ABOUT = {
    "name": "Jonas Tinderbox",
    "organization": "Larkspur County Office of Education",
    "facilitator": "Jonas Tinderbox",
    "year": "2016–17",
    "code": "K7M4-PXQ",
}
LINK = {"link": "https://partners.example.org/facilitator/"}

CONTRACT_OFFERED = register(
    MailKind(
        what="contract-offered",
        name="A contract to sign, to the facilitator",
        sent_when="When a partner offers a contract to a facilitator, or sends the mail again.",
        placeholders={**ABOUT, **LINK, "last_day": "Friday, 22 April 2016"}
        | {
            "replaces": "It replaces contract T4EK-9MD once both of you have signed it.",
            "account": "You have no account yet: another mail from us has the link to make one.",
            "contact": "dana.whitlock@example.org",
        },
        subject="A contract with {organization} for {year}",
        body="""\
Dear {name},

{organization} offers you contract {code} for leading workshops in {year}. {replaces}

Read it and sign it: {link}

{account}

Last day to sign: {last_day}. You can also decline there. Questions: answer this mail, or write to \
{contact}.""",
    )
)

CONTRACT_EXPIRES = register(
    MailKind(
        what="contract-expires",
        name="A contract waits for a signature",
        sent_when="Three days before the last day to sign, to whoever has not signed: the "
        "facilitator, or who signs for the partner.",
        placeholders={**ABOUT, **LINK, "last_day": "Friday, 22 April 2016, 3 days"},
        subject="Contract {code} waits for your signature",
        body="""\
Dear {name},

Contract {code} between {organization} and {facilitator} for {year} waits for your signature.

Read it and sign it: {link}

Last day to sign: {last_day}. After that day it expires.""",
    )
)

CONTRACT_WITHDRAWN = register(
    MailKind(
        what="contract-withdrawn",
        name="A contract is withdrawn, to the facilitator",
        sent_when="When a partner, or the end of its partnership, takes back a contract that not "
        "both have signed.",
        placeholders={**ABOUT, "reason": "The workshops are led by somebody else this year."},
        subject="Contract {code} with {organization} is withdrawn",
        body="""\
Dear {name},

Contract {code} with {organization} for {year} is withdrawn. It cannot be signed any more.

Why: {reason}""",
    )
)

CONTRACT_EXPIRED = register(
    MailKind(
        what="contract-expired",
        name="A contract has expired, to both sides",
        sent_when="When the last day to sign has passed and not both have signed.",
        placeholders={**ABOUT, **LINK, "last_day": "Friday, 22 April 2016"},
        subject="Contract {code} has expired",
        body="""\
Dear {name},

Contract {code} between {organization} and {facilitator} for {year} was not signed by both until \
{last_day}, so it has expired. The partner can offer a new one.

Look at it: {link}""",
    )
)


def offered(contract: Contract, *, again: date | None = None) -> Message | None:
    """Tell the facilitator of an offer; `again` on a day, at most once that day."""
    replaced = contract.replaces
    has_account = contract.facilitator.user_id is not None
    return _to_facilitator(
        CONTRACT_OFFERED,
        contract,
        occasion=f"{contract.pk} {again or ''}".strip(),
        link=_own_page(contract),
        last_day=days.in_words(contract.answer_by),
        replaces=f"It replaces contract {replaced.code} once both of you have signed it."
        if replaced
        else "",
        account=""
        if has_account
        else "You have no account yet: another mail from us has the link to make one.",
        contact=address_in_charge(contract),
    )


def expires(contract: Contract, on: date) -> None:
    """Remind whoever has not signed that the last day is near."""
    said = {"occasion": str(contract.pk), "last_day": days.ahead(contract.answer_by, on)}
    if contract.status == Contract.Status.OFFERED:
        _to_facilitator(CONTRACT_EXPIRES, contract, link=_own_page(contract), **said)
    else:
        _to_partner(CONTRACT_EXPIRES, contract, Right.SIGN, **said)


def withdrawn(contract: Contract, *, reason: str) -> None:
    _to_facilitator(CONTRACT_WITHDRAWN, contract, occasion=str(contract.pk), reason=reason)


def expired(contract: Contract) -> None:
    """Tell both sides."""
    said = {"occasion": str(contract.pk), "last_day": days.in_words(contract.answer_by)}
    _to_facilitator(CONTRACT_EXPIRED, contract, link=_own_page(contract), **said)
    _to_partner(CONTRACT_EXPIRED, contract, Right.MANAGE, **said)


def in_charge(contract: Contract) -> User | None:
    """Return who at the partner answers for a contract: who drew it up while they are a member,
    else a program manager."""
    people = people_with(contract.partner, Right.MANAGE)
    members = contract.partner.memberships.filter(user=contract.by_id, user__is_active=True)
    return contract.by if members.exists() else next(iter(people), None)


def address_in_charge(contract: Contract) -> str:
    person = in_charge(contract)
    return person.email if person else ""


def _to_facilitator(kind, contract, **said):
    facilitator = contract.facilitator
    return outbox.write(
        kind,
        to=facilitator.email,
        name=facilitator.name,
        reply_to=address_in_charge(contract),
        **_about(contract),
        **said,
    )


def _to_partner(kind, contract, right, **said):
    path = reverse("facilitators:contract", args=[contract.partner_id, contract.pk])
    for person in people_with(contract.partner, right):
        outbox.write(
            kind,
            to=person.email,
            name=person.name or person.email,
            reply_to=address_in_charge(contract),
            link=settings.SITE_URL + path,
            **_about(contract),
            **said,
        )


def _about(contract):
    return {
        "organization": str(contract.partner),
        "facilitator": contract.facilitator.name,
        "year": str(contract.school_year),
        "code": contract.code,
    }


def _own_page(contract):
    return settings.SITE_URL + reverse("facilitators:own-contract", args=[contract.pk])
