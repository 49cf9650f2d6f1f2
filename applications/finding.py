"""From a ZIP code as people type it to the region that serves it."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, OuterRef, Subquery

from applications import facts
from applications.models import County, ZipCode
from applications.models.places import TERRITORIES
from applications.models.program import STATE_NAMES
from plp.core.distances import miles_from

# Mail of the armed forces, by the first three digits: Americas, Europe, Pacific.
MILITARY = {"340", *(f"{n:03}" for n in range(90, 99)), *(str(n) for n in range(962, 967))}

MOST_COUNTIES_ASKED = 30


def normalize(text: str) -> str | None:
    """Return the five digits of a ZIP code as typed, or None.

    Text around it, spaces and +4 are dropped, the leading zero is kept, and digits of any script
    count. Text that could be read as two different codes is none.
    """
    text = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFKC", text)
    )
    found = set(re.findall(r"(?<!\d)(\d{5})(?:\s*[-–—]?\s*\d{4})?(?!\d)", text))
    if len(found) == 1:
        return found.pop()
    digits = re.sub(r"\D", "", text)
    return digits[:5] if not found and len(digits) in {5, 9} else None


@dataclass(frozen=True)
class Answer:
    """What we can say about a ZIP code.

    `kind` is one of: not_a_zip; unknown (no ZIP near it is known); military; territory; no_region;
    region. With `is_guess`, it was told from the first three digits, and `counties` are those it
    may lie in. `miles` is the distance to the region's city, where the ZIP's own place is known.
    """

    kind: str
    typed: str
    zip: str = ""
    state: str = ""
    place: facts.Place | None = None
    miles: int | None = None
    is_guess: bool = False
    counties: list[County] = field(default_factory=list)
    county: County | None = None

    @property
    def distance(self):
        """How far the ZIP code is from the region's city, as a sentence."""
        if self.miles < 2:
            return f"{self.zip} is in this region, in {self.place.region.city} itself"
        return f"{self.zip} is in this region, {self.miles} miles from {self.place.region.city}"


def find(typed: str, edition, *, county_fips: str = "") -> Answer:
    """Answer for a ZIP code as typed, with the county if the person told it."""
    code = normalize(typed)
    if code is None:
        return Answer("not_a_zip", typed)
    known = ZipCode.objects.annotate(region_id=_region_of_county()).filter(code=code).first()
    if known:
        return _exact(typed, known, edition)
    if code[:3] in MILITARY:
        return Answer("military", typed, code)
    return _guess(typed, code, edition, county_fips)


def _region_of_county():
    return Subquery(County.objects.filter(fips=OuterRef("county_fips")).values("region"))


def _exact(typed, known, edition):
    if known.state in TERRITORIES:
        return Answer("territory", typed, known.code, TERRITORIES[known.state])
    state = STATE_NAMES[known.state]
    if known.region_id is None:
        return Answer("no_region", typed, known.code, state)
    place = facts.place(edition, pk=known.region_id)
    return Answer("region", typed, known.code, state, place, _miles(known, place.region))


def _guess(typed, code, edition, county_fips):
    """Tell the region of a ZIP we do not know: by its county, else by most of its neighbors."""
    near = ZipCode.objects.filter(code__startswith=code[:3])
    counties = list(
        County.objects.filter(fips__in=near.values("county_fips"))[:MOST_COUNTIES_ASKED]
    )
    for county in counties:
        if county.fips == county_fips:
            place = facts.place(edition, pk=county.region_id)
            state = STATE_NAMES[county.state]
            return Answer("region", typed, code, state, place, county=county)
    most = (
        near.annotate(region_id=_region_of_county())
        .values("region_id")
        .annotate(n=Count("pk"), state=Min("state"))
        .order_by("-n", F("region_id").asc(nulls_last=True))
        .first()
    )
    if not most:
        return Answer("unknown", typed, code)
    state = most["state"]
    if state in TERRITORIES:
        return Answer("territory", typed, code, TERRITORIES[state], is_guess=True)
    told = {"is_guess": county_fips != "none", "counties": counties}
    if most["region_id"] is None or county_fips == "none":
        return Answer("no_region", typed, code, STATE_NAMES[state], **told)
    place = facts.place(edition, pk=most["region_id"])
    return Answer("region", typed, code, STATE_NAMES[state], place, **told)


def _miles(here, there) -> int:
    """Return the distance between two places in whole miles."""
    return round(miles_from(here.latitude, here.longitude)(there.latitude, there.longitude))
