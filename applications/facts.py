"""What the public pages say, read once an edition from the records.

Every fact that changes with time (is the application period open, how does it stand in a city)
comes from here, so that all pages say the same. All functions take the edition they answer for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from applications.models import (
    Commitment,
    County,
    District,
    FundingTerms,
    Partner,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Question,
    Region,
    Requirement,
    Round,
    Terms,
)
from applications.models.places import PinStatus
from applications.models.program import STATE_NAMES, Period, period_on
from applications.projection import Point, project
from plp.core import pages
from plp.core.numbers import rounded

# Program, its years and events are each read in one query together with the rows that hang on them,
# by an outer join: a record comes once for each such row, and `_grouped` puts it together again.


def _grouped(rows: Iterable, name: str, make) -> list:
    """Return each record once, with a list of what `make` says of its joined rows as `name`."""
    records = []
    for _, joined in groupby(rows, key=lambda row: row.pk):
        joined = list(joined)
        setattr(joined[0], name, [made for made in map(make, joined) if made])
        records.append(joined[0])
    return records


@pages.kept
def program(edition) -> Program | None:
    """The current program with its `period` on the day of the edition, or none."""
    rows = Program.objects.current().annotate(
        first_day=F("rounds__opens_on"), last_day=F("rounds__closes_on")
    )

    def application_period(row):
        return row.first_day and Round(opens_on=row.first_day, closes_on=row.last_day)

    found = _grouped(rows, "periods", application_period)
    if not found:
        return None
    found[0].period = period_on(edition.day, found[0].periods)
    return found[0]


@pages.kept
def periods(edition) -> dict[int, Period]:
    """The application period of each program on the day of the edition."""
    rounds = defaultdict(list)
    for row in Round.objects.all():
        rounds[row.program_id].append(row)
    return defaultdict(
        lambda: period_on(edition.day, []),
        {program: period_on(edition.day, rows) for program, rows in rounds.items()},
    )


@pages.kept
def terms(edition) -> dict[int, Terms]:
    """The terms of each program in force on the day of the edition."""
    published = Terms.objects.published(edition.day).order_by("version")
    return {row.program_id: row for row in published}


@pages.kept
def years(edition) -> list[ProgramYear]:
    """The program's years, each with its `course_names`."""
    rows = (
        ProgramYear.objects.filter(program__is_current=True)
        .select_related("school_year")
        .annotate(course=F("courses__full_name"), grades=F("courses__grades"))
        .order_by("number", "courses__code")
    )
    return _grouped(
        rows, "course_names", lambda row: row.course and f"{row.course} (grades {row.grades})"
    )


@pages.kept
def events(edition) -> list[ProgramEvent]:
    """The summits and summer sessions of all years, each with the names of its `states`."""
    rows = (
        ProgramEvent.objects.filter(program_year__program__is_current=True)
        .annotate(state=F("attending__state"))
        .order_by("first_day", "pk", "attending__state")
    )
    return _grouped(rows, "states", lambda row: STATE_NAMES.get(row.state))


def summer_sessions(edition) -> list[ProgramEvent]:
    return [e for e in events(edition) if e.kind == ProgramEvent.Kind.SUMMER_SESSION]


@pages.kept
def commitments_of(edition) -> dict[int, list[Commitment]]:
    """The commitments of each program, parts after what they are part of."""
    found = defaultdict(list)
    for commitment in Commitment.objects.all():
        found[commitment.program_id].append(commitment)
    return {program: _in_tree_order(rows) for program, rows in found.items()}


def _in_tree_order(rows):
    known = {commitment.pk: commitment for commitment in rows}

    def path(commitment):
        """Return positions from the top of the tree down to a commitment."""
        above = known.get(commitment.parent_id)
        return [*(path(above) if above else []), (commitment.position, commitment.pk)]

    return sorted(rows, key=path)


@pages.kept
def commitments(edition) -> list[Commitment]:
    """The current program's commitments, each with its `asked` requirements."""
    current = program(edition)
    found = commitments_of(edition).get(current.pk, []) if current else []
    by_commitment = {commitment.pk: [] for commitment in found}
    rows = Requirement.objects.filter(program_year__program__is_current=True)
    for requirement in rows.select_related("course", "program_year"):
        by_commitment[requirement.commitment_id].append(requirement)
    for commitment in found:
        commitment.asked = by_commitment[commitment.pk]
    return found


@pages.kept
def questions(edition) -> dict[int, dict[str, list[Question]]]:
    """The questions of each program, by section."""
    found = defaultdict(lambda: defaultdict(list))
    for question in Question.objects.select_related("shown_if"):
        found[question.program_id][question.section].append(question)
    return {program: dict(sections) for program, sections in found.items()}


@pages.kept
def partner_districts(edition) -> dict[str, District]:
    """The partner districts by their name and state in lower case, as the form lists them."""
    found = District.objects.filter(partner_since__isnull=False)
    return {str(district).casefold(): district for district in found}


@pages.kept
def funding(edition) -> FundingTerms | None:
    """The funding terms in force on the day of the edition, else the first to come."""
    rows = list(FundingTerms.objects.filter(program__is_current=True))
    begun = [terms for terms in rows if terms.from_day <= edition.day]
    return (begun or rows[-1:] or [None])[0]


@dataclass(frozen=True, eq=False)
class Place:
    """A region as the public sees it: where it is and how it stands there.

    `status` is None where a region is neither served nor sought by the current program.
    """

    region: Region
    status: PinStatus | None
    county_count: int
    partner: str = ""
    note: str = ""
    pin: int | None = None
    is_current: bool = False

    def __str__(self):
        return str(self.region)

    @cached_property
    def point(self) -> Point:
        """Where its city lies on the map."""
        return project(self.region.longitude, self.region.latitude)

    @cached_property
    def label(self) -> str:
        """Say where it is, how it stands there and for how many, as its pin's name."""
        people = rounded(self.region.population_served)
        return f"{self.region}: {self.status_words.lower()}, {people} people"

    @property
    def is_sought(self):
        return self.status is not None and self.status.takes_applications

    @property
    def status_words(self):
        return self.status.label if self.status else "Not sought in this program"


def _county_count(region):
    counted = County.objects.filter(region=OuterRef(region)).order_by().values("region")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def _partner(region):
    serving = Partner.objects.serving(region)
    return Coalesce(Subquery(serving.values("organization")[:1]), Value(""))


@pages.kept
def places_of(edition) -> dict[int, dict[str, Place]]:
    """The regions in which each program seeks partners, by slug, in order of state."""
    pins = (
        Pin.objects.with_status()
        .annotate(county_count=_county_count("region"), partner=_partner("region"))
        .select_related("region", "program")
        .order_by("region__state", "region__city")
    )
    found = defaultdict(dict)
    for pin in pins:
        found[pin.program_id][pin.region.slug] = Place(
            pin.region,
            pin.status,
            pin.county_count,
            pin.partner,
            pin.note,
            pin.pk,
            pin.program.is_current,
        )
    return dict(found)


@pages.kept
def places(edition) -> dict[str, Place]:
    """The regions in which the current program seeks partners, by slug, in order of state."""
    return {
        slug: place
        for by_slug in places_of(edition).values()
        for slug, place in by_slug.items()
        if place.is_current
    }


def place(edition, **region) -> Place | None:
    """The place of any one region, looked up by its fields, or None."""
    for known in places(edition).values():
        if all(getattr(known.region, name) == value for name, value in region.items()):
            return known
    found = (
        Region.objects.filter(**region)
        .annotate(county_count=_county_count("pk"), partner=_partner("pk"))
        .first()
    )
    if not found:
        return None
    status = PinStatus.SERVED if found.partner else None
    return Place(found, status, found.county_count, found.partner)


def by_state(places: Iterable[Place]) -> list[tuple[str, str, int]]:
    """Return code and name of each state that some places lie in, by name, and how many do."""
    counted = Counter(place.region.state for place in places)
    return sorted(
        ((code, STATE_NAMES[code], cities) for code, cities in counted.items()),
        key=lambda state: state[1],
    )
