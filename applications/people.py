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


def given(members: Iterable[Membership], year: PartnerYear | None) -> Decimal:
    """How much of full time program managers give together in a year, as far as it is stated."""
    shares = (member.share_in(year) for member in members if member.may_manage)
    return sum((share or Decimal(0) for share in shares), Decimal(0))


def silent(members: Iterable[Membership], year: PartnerYear | None) -> list[Membership]:
    """Return the program managers who have not said how much they give in a year."""
    return [member for member in members if member.may_manage and member.share_in(year) is None]


def shares_in_words(members: Iterable[Membership], year: PartnerYear | None) -> str:
    """Say what a year needs, what program managers give, and what is missing."""
    managers = [member for member in members if member.may_manage]
    need, total = needed(year), given(managers, year)
    said = []
    if need:
        said.append(f"{year.program_year.school_year} needs {_low(need)} for managing the program.")
    if total:
        who = str(managers[0].user) if len(managers) == 1 else "Your program managers"
        said.append(f"{who} give{'s' if len(managers) == 1 else ''} {_low(total)}.")
    if names := [str(member.user) for member in silent(managers, year)]:
        verb = "has" if len(names) == 1 else "have"
        said.append(f"{in_a_row(names)} {verb} not said how much.")
    elif need and total < need:
        said.append(f"{_capital(_low(need - total))} is missing.")
    return " ".join(said)


def _low(share):
    words = full_time(share)
    return words[0].lower() + words[1:]


def _capital(words):
    return words[0].upper() + words[1:]
