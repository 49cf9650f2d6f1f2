"""Who may be thought of as lead of a partner's workshops: the nearest first."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from applications.models import Course
from facilitators.models import Facilitator
from facilitators.registry import Place, accredited, nearest, whole

MOST_OTHERS = 25


class Near(NamedTuple):
    """Somebody, and how many miles away; None where nobody knows where they live."""

    key: int
    miles: int | None


def near(mine: Collection[int], course: Course, place: Place, on: date) -> list[Near]:
    """Return those whom a partner has under contract, by their keys, and the nearest of all others
    who are listed and accredited for a course from a day on: two queries."""
    fit = Q(pk__in=accredited(course, None, on).values("facilitator"), is_listed=True)
    found, others = [], 0
    for far, _, key in nearest(place, Facilitator.objects.filter(fit | Q(pk__in=list(mine)))):
        others += key not in mine
        if key in mine or others <= MOST_OTHERS:
            found.append(Near(key, whole(far)))
    return found
