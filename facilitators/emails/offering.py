"""Mails on contracts that are offered: to read and sign, nearly over, taken back, over."""

from datetime import date

from applications.registry import Right
from facilitators.emails.contracts import ABOUT, address_in_charge, to_facilitator, to_partner
from facilitators.models import Contract
from plp.core import days
from plp.core.models import Message
from plp.core.outbox import MailKind, register

REPLACES = "It replaces contract {} once both of you have signed it."
NO_ACCOUNT = "You have no account yet: another mail from us has the link to make one."

CONTRACT_OFFERED = register(
    MailKind(
        what="contract-offered",
        name="A contract to sign, to the facilitator",
        sent_when="When a partner offers a contract to a facilitator, or sends the mail again.",
        placeholders={
            **ABOUT,
            "last_day": "Friday, 22 April 2016",
            "replaces": REPLACES.format("T4EK-9MD"),
            "account": NO_ACCOUNT,
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
        placeholders={**ABOUT, "last_day": "Friday, 22 April 2016, 3 days"},
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

Why: {reason}

Look at it: {link}""",
    )
)

CONTRACT_EXPIRED = register(
    MailKind(
        what="contract-expired",
        name="A contract has expired, to both sides",
        sent_when="When the last day to sign has passed and not both have signed.",
        placeholders={**ABOUT, "last_day": "Friday, 22 April 2016"},
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
    return to_facilitator(
        CONTRACT_OFFERED,
        contract,
        occasion=f"{contract.pk} {again or ''}".strip(),
        last_day=days.in_words(contract.answer_by),
        replaces=REPLACES.format(contract.replaces.code) if contract.replaces else "",
        account="" if contract.facilitator.user_id else NO_ACCOUNT,
        contact=address_in_charge(contract),
    )


def expires(contract: Contract, on: date) -> None:
    """Remind whoever has not signed that the last day is near."""
    last_day = days.ahead(contract.answer_by, on)
    if contract.status == Contract.Status.OFFERED:
        to_facilitator(CONTRACT_EXPIRES, contract, last_day=last_day)
    else:
        to_partner(CONTRACT_EXPIRES, contract, Right.SIGN, last_day=last_day)


def withdrawn(contract: Contract, *, reason: str) -> None:
    to_facilitator(CONTRACT_WITHDRAWN, contract, reason=reason)


def expired(contract: Contract) -> None:
    """Tell both sides."""
    last_day = days.in_words(contract.answer_by)
    to_facilitator(CONTRACT_EXPIRED, contract, last_day=last_day)
    to_partner(CONTRACT_EXPIRED, contract, Right.MANAGE, last_day=last_day)
