"""What a teacher group of some size would bring: the sum, its steps, and the parts of it."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from applications.models import FundingTerms, Requirement
from applications.models.funding import Step, due_by
from plp.core.texts import counted


class Estimate(NamedTuple):
    """What a group would bring a partner that is urban, or one that is not."""

    label: str
    steps: list[Step]

    @property
    def total(self):
        return self.steps[-1].amount


class Plan(NamedTuple):
    """The parts in which a group is paid: after each workshop day, an amount for each estimate."""

    words: str
    rows: list[tuple[int, list[Decimal]]]  # (workshop day, amounts)


def estimates(terms: FundingTerms, funded: int, *, urban: str = "") -> list[Estimate]:
    """Return what so many funded teachers would bring; where nobody knows whether the partner is
    urban, for both, unless it is the same."""
    known = {"yes": [True], "no": [False]}.get(urban, [False, True])
    found = [
        Estimate("Urban" if each else "Not urban", terms.steps_for(funded, urban=each))
        for each in known
    ]
    return found[:1] if found[0].steps == found[-1].steps else found


def in_parts(total: Decimal, parts: int) -> list[Decimal]:
    """Return the parts of a sum, in cents; each makes good what rounding took from those before."""
    due = [due_by(total, number, parts) for number in range(parts + 1)]
    return [after - before for before, after in pairwise(due)]


def plan(parts: int, found: Iterable[Estimate], groups: Iterable[str] = ()) -> Plan:
    """Return the parts of each estimate; `groups` are named where others are paid otherwise."""
    amounts = zip(*(in_parts(each.total, parts) for each in found), strict=True)
    words = f"Paid in {counted(parts, 'part')}, one for each workshop day"
    if groups := "; ".join(groups):
        words += f": {groups}"
    return Plan(words, list(enumerate(map(list, amounts), 1)))


def plans(terms: FundingTerms, asked: Iterable[Requirement], found: list[Estimate]) -> list[Plan]:
    """Return in which parts groups are paid, one plan for all courses and years of as many days."""
    if not any(each.total for each in found):
        return []
    if terms.parts:
        return [plan(terms.parts, found)]
    days = [each for each in asked if each.kind == Requirement.Kind.WORKSHOP_DAYS]
    alike = defaultdict(list)
    for each in sorted(days, key=lambda each: (each.program_year.number, each.pk)):
        alike[terms.parts_for(each.number)].append(f"{each.course.name}, {each.program_year}")
    return [plan(parts, found, groups) for parts, groups in sorted(alike.items())]
