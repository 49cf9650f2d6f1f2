"""What higher floors keep of which a facilitator's record is a part, so that it must stay."""

from collections.abc import Callable

from facilitators.models import Facilitator

_needs: list[Callable] = []


def needs_facilitator(function: Callable) -> Callable:
    """Decorate a function of a facilitator: whether something of its floor needs the record also
    when the person is erased."""
    if function not in _needs:
        _needs.append(function)
    return function


def is_needed(facilitator: Facilitator) -> bool:
    return any(needs(facilitator) for needs in _needs)
