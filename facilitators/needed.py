"""What higher floors keep of which a facilitator's record or contract is a part, so that it must
stay."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet

from facilitators.models import Facilitator

_needs: list[Callable] = []
_resting: list[Callable[[], QuerySet]] = []


def needs_facilitator(function: Callable) -> Callable:
    """Decorate a function of a facilitator: whether something of its floor needs the record also
    when the person is erased."""
    if function not in _needs:
        _needs.append(function)
    return function


def is_needed(facilitator: Facilitator) -> bool:
    return any(needs(facilitator) for needs in _needs)


def rests_on_contracts(function: Callable[[], QuerySet]) -> Callable:
    """Decorate a function that returns records of its floor, each with its `contract`: as long as
    there is one, the contract is not erased."""
    if function not in _resting:
        _resting.append(function)
    return function


def without_what_rests_on(contracts: QuerySet) -> QuerySet:
    """Return the contracts on which nothing rests."""
    for rows in _resting:
        contracts = contracts.exclude(Exists(rows().filter(contract=OuterRef("pk"))))
    return contracts
