"""What a teacher group would bring with so many funded teachers, by the terms of a day."""

from datetime import date
from typing import Any, NamedTuple

from applications.models import FundingTerms
from applications.registry import estimates, plan
from workshops.models import Cohort
from workshops.money.cohorts import why_nothing
from workshops.money.records import Known, known_of


class GroupEstimate(NamedTuple):
    """What a group would bring, or why nobody can say; `known` is how it is by now."""

    known: Known
    terms: FundingTerms | None = None
    estimates: list[Any] = []
    plans: list[Any] = []
    obstacle: str = ""


def estimate_of(cohort: Cohort, teachers: int, on: date) -> GroupEstimate:
    """Return what a group would bring; both ways where nobody decided whether one is urban."""
    known = known_of([cohort], on)[cohort.pk]
    terms = known.terms_on(max(on, cohort.school_year.first_day))
    if obstacle := why_nothing(known, terms):
        return GroupEstimate(known, terms, obstacle=obstacle)
    found = estimates(terms, teachers, urban=known.year.urban)
    plans = [plan(known.parts_under(terms), found)] if any(each.total for each in found) else []
    return GroupEstimate(known, terms, found, plans)
