"""Where a contract stands, and how it came there, in the words of those who look at it."""

from datetime import date
from typing import NamedTuple

from facilitators.models import Contract
from plp.core import days

Status = Contract.Status

DONE = {
    Status.OFFERED: "Offered",
    Status.SIGNED: "Signed by the facilitator",
    Status.IN_FORCE: "Signed for the partner, in force",
    Status.ENDED: "Ended",
    Status.DECLINED: "Declined",
    Status.WITHDRAWN: "Withdrawn",
    Status.EXPIRED: "Not signed in time",
}


class Step(NamedTuple):
    """One step of a timeline. `mark` is its box: d done, p where it stands, o to come."""

    mark: str
    label: str
    when: str
    note: str = ""

    @property
    def is_now(self):
        return self.mark == "p"


def waits_for(contract: Contract, on: date, *, is_own=False) -> str:
    """Return what comes next with a contract; `is_own` as its facilitator reads it."""
    covered = days.span(contract.first_day, contract.last_day)
    match contract.status:
        case Status.DRAFT:
            return "Only your partner sees it. It waits for you to offer it."
        case Status.OFFERED | Status.SIGNED:
            whom = _next_to_sign(contract, is_own=is_own)
            return f"It waits for {whom}, until {days.ahead(contract.answer_by, on)}."
        case Status.IN_FORCE:
            return f"It covers {covered}."
        case Status.ENDED:
            return f"It {'covers' if on <= contract.last_day else 'covered'} {covered}."
    return ""


def _next_to_sign(contract, *, is_own):
    if contract.status == Status.OFFERED:
        return "you to sign" if is_own else f"{contract.facilitator} to sign"
    return "the partner to sign" if is_own else "your side to sign"


def timeline(contract: Contract) -> list[Step]:
    """Return what has happened with a contract since it was offered, and what is to come."""
    changes = [change for change in contract.changes.all() if change.new in DONE]
    steps = [
        Step("d", DONE[change.new], days.moment_in_words(change.at), change.note)
        for change in changes
    ]
    if steps and Contract.MOVES.get(contract.status):
        steps[-1] = steps[-1]._replace(mark="p")
    return steps + _to_come(contract)


def _to_come(contract):
    if contract.status not in {Status.OFFERED, Status.SIGNED}:
        return []
    by = f"by {days.in_words(contract.answer_by, weekday=False)}"
    both = [
        Step("o", "Signature of the facilitator", by),
        Step("o", "Signature for the partner", by),
    ]
    return both if contract.status == Status.OFFERED else both[1:]
