"""What is counted seldom, kept for all processes: the worker counts, pages read."""

from datetime import date
from typing import NamedTuple

from django.core.cache import cache

from applications.models import Partner, SchoolYear
from plp.core import pages
from workshops.impact.counting import Counted, count, stamp

KEY = "workshops-impact-1"  # another number where Counted is made otherwise
SECONDS = 2 * 24 * 60 * 60  # should no worker run, pages count for themselves after that


class Kept(NamedTuple):
    counted: Counted
    stamp: int


def renew(on: date) -> bool:
    """Count anew on each day, and once a workshop was completed or reopened; say whether."""
    known, now = cache.get(KEY), stamp()
    if known and (known.counted.on, known.stamp) == (on, now):
        return False
    # What is completed while this counts makes another stamp, and is counted the next time.
    cache.set(KEY, Kept(count(on), now), SECONDS)
    pages.changed()
    return True


@pages.kept
def counted(edition) -> Counted:
    """Return what was counted last; where nothing was, count it for this edition alone."""
    known = cache.get(KEY)
    return known.counted if known else count(edition.day)


@pages.kept
def years(edition) -> list[SchoolYear]:
    """The school years that have begun, the first one first."""
    return list(SchoolYear.objects.filter(first_day__lte=edition.day).order_by("first_day"))


@pages.kept
def partners(edition) -> dict[tuple[int, str], int]:
    """{(key of a school year, code of a state): partners that were active there in that year}."""
    begun = Partner.objects.filter(started_on__lte=edition.day)
    rows = list(begun.values_list("region__state", "started_on", "ended_on"))
    found = {}
    for year in years(edition):
        for state, first, last in rows:
            if first <= year.last_day and (last is None or last >= year.first_day):
                found[year.pk, state] = found.get((year.pk, state), 0) + 1
    return found
