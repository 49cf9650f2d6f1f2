"""Who may be thought of as lead of a partner's workshops: the nearest first."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q

from applications.models import Course, Partner
from facilitators.models import Facilitator
from facilitators.registry import Place, accredited, nearest, whole

MOST_OTHERS = 25


class Near(NamedTuple):
    """Somebody, and how many miles away; None where nobody knows where they live."""

    key: int
    miles: int | None


def near(partner: Partner, course: Course, place: Place, on: date) -> list[Near]:
    """Return everybody under contract with a partner, and the nearest of all others who are listed
    and accredited for a course from a day on: three queries."""
    mine = set(partner.contracts.made().order_by().values_list("facilitator", flat=True))
    fit = Q(pk__in=accredited(course, None, on).values("facilitator"), is_listed=True)
    found, others = [], 0
    for far, _, key in nearest(place, Facilitator.objects.filter(fit | Q(pk__in=mine))):
        others += key not in mine
        if key in mine or others <= MOST_OTHERS:
            found.append(Near(key, whole(far)))
    return found
