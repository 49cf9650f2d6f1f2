"""What a partner's people read of contracts: how each stands in words, and what waits for whom."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from applications.models import SchoolYear
from applications.registry import Acting
from facilitators.models import Contract
from facilitators.progress import waits_for

Status = Contract.Status

OVER = {Status.ENDED, Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED}


class Entry(NamedTuple):
    """A contract in a list, or on its page."""

    contract: Contract
    waits: str  # what is next, in a sentence

    @property
    def is_over(self):
        return self.contract.status in OVER

    @property
    def needs_signatory(self):
        return self.contract.is_unmade


class Year(NamedTuple):
    """The contracts of a school year."""

    school_year: SchoolYear
    running: list[Entry]
    over: list[Entry]


def may_read(acting: Acting) -> bool:
    """Whether somebody reads amounts and documents: members with a right. Staff read them in the
    admin, and here what a member without one reads."""
    return bool(acting.rights)


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
    return Entry(contract, waits_for(contract, on))
