"""Where a contract stands, and how it came there, in the words of those who look at it."""

from datetime import date
from typing import NamedTuple

from facilitators.contract_pages import LOOKS
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


class State(NamedTuple):
    """A status as it is shown: icon and tint, and the word."""

    look: str
    label: str


class Step(NamedTuple):
    """One step of a timeline. `mark` is its box: d done, p where it stands, o to come."""

    mark: str
    label: str
    when: str
    note: str = ""

    @property
    def is_now(self):
        return self.mark == "p"


def state(contract: Contract) -> State:
    return State(LOOKS[contract.status], contract.get_status_display())


def waits_for(contract: Contract, on: date, *, is_own=False) -> str:
    """Return what comes next with a contract; `is_own` as its facilitator reads it."""
    if contract.status in {Status.OFFERED, Status.SIGNED}:
        is_theirs = contract.status == Status.OFFERED
        who = "It waits for you to sign" if is_theirs and is_own else ""
        who = who or f"It waits for the {'facilitator' if is_theirs else 'partner'} to sign"
        return f"{who}, until {days.ahead(contract.answer_by, on)}."
    if contract.status == Status.IN_FORCE:
        return f"Its last day is {days.ahead(contract.last_day, on)}."
    if contract.status == Status.ENDED:
        is_over = contract.last_day < on
        return f"Its last day {'was' if is_over else 'is'} {days.ahead(contract.last_day, on)}."
    return ""


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
