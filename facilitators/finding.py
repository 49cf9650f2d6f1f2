"""Which facilitators a partner can find: who they are, how far they live, what they may lead.

Distances are computed here, not in the database: of thousands of people it takes milliseconds, and
both databases then give the very same order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast

from applications.models import Course, Partner, ZipCode
from facilitators.models import Accreditation, Contract, Facilitator, Unavailability
from plp.core.days import LAST
from plp.core.distances import miles_from

ON_A_PAGE = 25
IN_DEGREES = [Cast("latitude", FloatField()), Cast("longitude", FloatField())]
NOWHERE = float("inf")  # so far is a home that nobody knows


class Place(NamedTuple):
    """From where distances are measured."""

    name: str
    miles_to: Callable[[float, float], float]


def at_region(region) -> Place:
    """Return the city of a region."""
    return Place(str(region), miles_from(region.latitude, region.longitude))


def at_zip(found: ZipCode) -> Place:
    return Place(found.code, miles_from(found.latitude, found.longitude))


class Wanted(NamedTuple):
    """Whom a partner looks for."""

    place: Place
    course: Course | None = None
    day: date | None = None
    within: int | None = None  # miles


@dataclass
class Found:
    """One whom it finds."""

    facilitator: Facilitator
    miles: int | None  # None: nobody knows where they live
    accreditations: list[Accreditation]
    contract: Contract | None = None

    @property
    def travels(self):
        """Whether they travel that far."""
        return self.miles is not None and self.miles <= self.facilitator.travels_up_to


def keys_of(wanted: Wanted, on: date) -> list[tuple[float, str, int]]:
    """Return (miles, name, key) of all who fit, the nearest first."""
    measured = nearest(wanted.place, _fitting(wanted, on))
    most = wanted.within
    return [row for row in measured if most is None or row[0] < most + 0.5]


def nearest(place: Place, people: QuerySet[Facilitator]) -> list[tuple[float, str, int]]:
    """Return (miles, name, key) of some facilitators, the nearest first: two queries."""
    homes = _homes()
    return sorted(
        (far_from(place, homes.get(home)), name.casefold(), key)
        for key, name, home in people.order_by().values_list("pk", "name", "home_zip")
    )


def _homes():
    """Return {ZIP code: where it lies} of all homes: asked once, not for each facilitator."""
    lived_in = ZipCode.objects.filter(code__in=Facilitator.objects.order_by().values("home_zip"))
    rows = lived_in.order_by().values_list("code", *IN_DEGREES)
    return {code: where for code, *where in rows}


def _fitting(wanted, on):
    """Narrow to who is listed, accredited and, where a day is named, free on it."""
    rows = Facilitator.objects.listed().filter(
        pk__in=accredited(wanted.course, wanted.day, on).values("facilitator")
    )
    if wanted.day:
        away = Unavailability.objects.touching(wanted.day, wanted.day)
        rows = rows.filter(~Exists(away.filter(facilitator=OuterRef("pk"))))
    return rows


def accredited(course: Course | None, day: date | None, on: date):
    """Return accreditations that hold on a day, or still hold on some day from today."""
    all_of_them = Accreditation.objects.all()
    holding = all_of_them.valid_on(day) if day else all_of_them.touching(on, LAST)
    return holding.filter(course=course) if course else holding


def home_of(facilitator: Facilitator) -> tuple[float, float] | None:
    """Return where somebody lives, in degrees, or None where nobody knows."""
    return ZipCode.objects.filter(code=facilitator.home_zip).values_list(*IN_DEGREES).first()


def shown(rows: Iterable[tuple[float, str, int]], partner: Partner, wanted: Wanted, on: date):
    """Return some of those found as a partner reads them, in their order: three queries."""
    keys = [key for _, _, key in rows]
    people = Facilitator.objects.in_bulk(keys)
    holding = _by_person(
        accredited(None, wanted.day, on)
        .filter(facilitator__in=keys)
        .select_related("course")
        .order_by("course__name", F("last_day").desc())
    )
    contracts = latest_contracts(partner, keys)
    return [
        Found(people[key], whole(far), holding.get(key, []), contracts.get(key))
        for far, _, key in rows
    ]


def found_at(place: Place, facilitator: Facilitator, on: date) -> Found:
    """Return one facilitator as seen from a place, with all that they may lead from a day on."""
    holding = accredited(None, None, on).filter(facilitator=facilitator).select_related("course")
    far = whole(far_from(place, home_of(facilitator)))
    return Found(facilitator, far, list(holding.order_by("course__name", "first_day")))


def far_from(place: Place, home: tuple[float, float] | None) -> float:
    """Return how many miles a home is away: NOWHERE where nobody knows it."""
    return place.miles_to(*home) if home else NOWHERE


def whole(far: float) -> int | None:
    """Return a distance in whole miles, or None where it is unknown."""
    return None if far == NOWHERE else round(far)


def latest_contracts(partner: Partner, keys) -> dict[int, Contract]:
    """Return {key of a facilitator: the latest contract that the partner made or offered}."""
    offered = partner.contracts.ever_offered().filter(facilitator__in=keys)
    return {contract.facilitator_id: contract for contract in offered.order_by("made_at", "pk")}


def _by_person(accreditations):
    """Return {key of a facilitator: one accreditation a course, the one that lasts longest}."""
    found = {}
    for row in accreditations:
        courses = found.setdefault(row.facilitator_id, {})
        courses.setdefault(row.course_id, row)
    return {key: list(courses.values()) for key, courses in found.items()}
