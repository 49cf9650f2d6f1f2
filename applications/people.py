"""Who acts for a partner, in words: who gives how much of full time, and what is still needed."""

from collections.abc import Iterable
from decimal import Decimal

from applications.models import Membership, PartnerYear
from applications.promises import full_time
from plp.core.texts import in_a_row


def needed(year: PartnerYear | None) -> Decimal | None:
    """How much of full time a year needs: as the partner has agreed, else as the program asks."""
    if year is None:
        return None
    own = year.manager_fte
    return year.program_year.manager_fte if own is None else own


def given(members: Iterable[Membership]) -> Decimal:
    """How much of full time program managers give together, as far as it is stated."""
    return sum((member.fte or Decimal(0) for member in members if member.may_manage), Decimal(0))


def shares_in_words(members: Iterable[Membership], year: PartnerYear | None) -> str:
    """Say what a year needs, what program managers give, and what is missing."""
    managers = [member for member in members if member.may_manage]
    need, total = needed(year), given(managers)
    said = []
    if need:
        said.append(f"{year.program_year.school_year} needs {_low(need)} for managing the program.")
    if total:
        who = str(managers[0].user) if len(managers) == 1 else "Your program managers"
        said.append(f"{who} give{'s' if len(managers) == 1 else ''} {_low(total)}.")
    if silent := [str(member.user) for member in managers if member.fte is None]:
        verb = "has" if len(silent) == 1 else "have"
        said.append(f"{in_a_row(silent)} {verb} not said how much.")
    elif need and total < need:
        said.append(f"{_capital(_low(need - total))} is missing.")
    return " ".join(said)


def _low(share):
    words = full_time(share)
    return words[0].lower() + words[1:]


def _capital(words):
    return words[0].upper() + words[1:]
