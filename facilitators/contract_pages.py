"""What a partner's people read of contracts: how each stands in words, and what waits for whom."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from applications.models import SchoolYear
from applications.registry import Acting
from facilitators.models import Contract
from plp.core import days

Status = Contract.Status

# The color and icon of each status.
LOOKS = {
    Status.DRAFT: "later",
    Status.OFFERED: "offer",
    Status.SIGNED: "waiting",
    Status.IN_FORCE: "met",
    Status.ENDED: "before",
    Status.DECLINED: "notselected",
    Status.WITHDRAWN: "before",
    Status.EXPIRED: "unscheduled",
}
NOT_MADE = {Status.DRAFT, Status.OFFERED, Status.SIGNED}
OVER = {Status.ENDED, Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED}


class Entry(NamedTuple):
    """A contract in a list, or on its page."""

    contract: Contract
    look: str
    waits: str  # what is next, in a sentence

    @property
    def is_over(self):
        return self.contract.status in OVER

    @property
    def needs_signatory(self):
        return self.contract.status in NOT_MADE


class Year(NamedTuple):
    """The contracts of a school year."""

    school_year: SchoolYear
    running: list[Entry]
    over: list[Entry]


def may_read(acting: Acting) -> bool:
    """Whether somebody reads amounts and documents: members with a right, and staff."""
    return acting.is_staff or bool(acting.rights)


def years(contracts, on: date) -> list[Year]:
    """Return contracts by school year, the latest first."""
    ordered = sorted(contracts, key=lambda each: each.school_year.first_day, reverse=True)
    return [
        _year(school_year, [entry(each, on) for each in group])
        for school_year, group in groupby(ordered, key=attrgetter("school_year"))
    ]


def _year(school_year, entries):
    running = [each for each in entries if not each.is_over]
    return Year(school_year, running, [each for each in entries if each.is_over])


def entry(contract: Contract, on: date) -> Entry:
    return Entry(contract, LOOKS[contract.status], _waits(contract, on))


def _waits(contract, on):
    until = f"until {days.ahead(contract.answer_by, on)}" if contract.answer_by else ""
    said = {
        Status.DRAFT: "Only your partner sees it. It waits for you to offer it.",
        Status.OFFERED: f"Waits for {contract.facilitator} to sign, {until}.",
        Status.SIGNED: f"Waits for your side to sign, {until}.",
        Status.IN_FORCE: f"It covers {days.span(contract.first_day, contract.last_day)}.",
        Status.ENDED: f"It covered {days.span(contract.first_day, contract.last_day)}.",
    }
    return said.get(contract.status, "")
