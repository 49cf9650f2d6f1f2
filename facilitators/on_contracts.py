"""What the pages of partners say of contracts: next steps, news, what is open at the end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from applications.models import Partner
from applications.registry import (
    Look,
    News,
    NextStep,
    Right,
    news,
    next_steps,
    open_matters,
    partnership_ends,
)
from facilitators.actions import offering
from facilitators.models import Contract, ContractStatusChange
from plp.core import days
from plp.core.models import User

Status = Contract.Status
SOON = timedelta(days=7)
SAID = {
    Status.OFFERED: "was offered",
    Status.IN_FORCE: "is in force",
    Status.ENDED: "has ended",
    Status.DECLINED: "was declined",
    Status.EXPIRED: "has expired",
}


def not_made(look: Look) -> list[Contract]:
    """Contracts that not both have signed."""
    contracts = Contract.objects.unmade().filter(partner__in=look.active)
    return list(contracts.select_related("facilitator", "school_year"))


@next_steps
def contracts_that_wait(look: Look) -> Iterator[NextStep]:
    """Drafts to send, offers that are soon over, and what waits for the partner's signature."""
    for contract in look.once(not_made):
        if said := _asked(contract, look.on):
            what, last_day, more, right = said
            yield NextStep(
                contract.partner_id,
                f"contract {contract.pk} {contract.status}",
                what,
                reverse("facilitators:contract", args=[contract.partner_id, contract.pk]),
                last_day,
                more,
                right,
            )


def _asked(contract, on):
    """Return what is to be done about a contract, by when, one sentence more, and by whom."""
    whose = f"{contract.facilitator}, {contract.school_year}"
    match contract.status:
        case Status.DRAFT:
            more = "It is a draft: only your partner sees it."
            return f"Offer the contract you drew up: {whose}", None, more, Right.MANAGE
        case Status.SIGNED:
            more = "The facilitator has signed it."
            return f"Sign the contract with {whose}", contract.answer_by, more, Right.SIGN
        case Status.OFFERED if contract.answer_by <= on + SOON:
            more = "The facilitator has not signed it. Ask, or send the mail again."
            return f"Look after your offer to {whose}", contract.answer_by, more, Right.MANAGE


@news
def what_became_of_contracts(partner: Partner, since: datetime) -> list[News]:
    moves = ContractStatusChange.objects.filter(
        contract__partner=partner, at__gte=since, new__in=SAID
    )
    return [
        News(move.at, f"The contract with {move.contract.facilitator} {SAID[move.new]}")
        for move in moves.select_related("contract__facilitator")
        if move.contract.status == move.new
    ]


@open_matters
def contracts_open(partner: Partner, on: date) -> Iterator[str]:
    """What is out is withdrawn when the partnership ends; what is in force stays."""
    contracts = partner.contracts.select_related("facilitator", "school_year")
    for contract in contracts.out():
        yield (
            f"Contract {contract.code} with {contract.facilitator} for {contract.school_year} "
            "waits for a signature; it is withdrawn when the partnership ends."
        )
    for contract in contracts.in_force().filter(last_day__gte=on):
        until = days.in_words(contract.last_day, weekday=False)
        yield (
            f"Contract {contract.code} with {contract.facilitator} is in force until {until}; "
            "it does not end by itself."
        )


@partnership_ends
def withdraw_contracts(partner: Partner, by: User | None) -> None:
    offering.end_all_of(partner, by=by)
