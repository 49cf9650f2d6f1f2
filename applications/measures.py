"""How requirements measure themselves: one function a kind, of the app that owns the records.

A measure takes requirements of partners (`PartnerRequirement`, any number of them) and the day on
which they are looked at. It returns a queryset of the rows that count for them then, each with
`requirement` (the key of the requirement), `done` (or planned; None of what counts as neither) and
`worth` (days, meetups, calls …); where what was done holds only for some time, also with `until`,
the last day, `FOREVER` where there is none. Grouped, it serves every overview in one query a kind;
filtered to one requirement, it is the very rows behind a number.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import NamedTuple

from django.core import checks
from django.db.models import DateField, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from applications.models import PartnerRequirement, Requirement
from plp.core import kept_queries

Kind = Requirement.Kind
FOREVER = date.max


class Shape(Enum):
    """The three shapes of requirements (DESIGN, rule 4)."""

    NUMBER = "a number within a window"
    SHARE = "a share"
    CONDITION = "a standing condition"


SHAPES = {
    Kind.MANAGER: Shape.CONDITION,
    Kind.SUMMIT: Shape.NUMBER,
    Kind.SUMMER_SESSION: Shape.NUMBER,
    Kind.WORKSHOP_DAYS: Shape.NUMBER,
    Kind.FACILITATED: Shape.SHARE,
    Kind.MEETUPS: Shape.NUMBER,
    Kind.HOUR_OF_CODE: Shape.NUMBER,
    Kind.FAIR: Shape.NUMBER,
    Kind.FUNDING: Shape.CONDITION,
    Kind.CALLS: Shape.NUMBER,
    Kind.PRIVACY: Shape.CONDITION,
}

# Kinds whose records do not exist yet: pages say “not counted yet”. Whoever registers the measure
# takes the kind out of here.
AWAITED: set[str] = set()


class Amount(NamedTuple):
    """What counts for one requirement."""

    done: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)
    until: date | None = None  # of what is done; None where it holds for good or nothing is done


class Counted(NamedTuple):
    """A row behind a number, as a person reads it."""

    what: str
    worth: Decimal
    is_done: bool
    day: date | None = None
    url: str = ""
    remark: str = ""
    said: str = ""  # as what it counts, if not as done or planned

    @property
    def counts_as(self):
        return self.said or ("done" if self.is_done else "planned")


class Measure(NamedTuple):
    rows: Callable[[QuerySet, date], QuerySet]
    describe: Callable[[object], Counted]
    detail: Callable[[QuerySet, date], QuerySet] | None = None


MEASURES: dict[str, Measure] = {}


def measures(
    *kinds: str,
    describe: Callable[[object], Counted],
    detail: Callable[[QuerySet, date], QuerySet] | None = None,
) -> Callable:
    """Decorate the measure of some kinds; `describe` says one of its rows as a person reads it,
    with what `detail` adds to the rows: a number alone does not need that."""

    def register(rows):
        for kind in kinds:
            MEASURES[kind] = Measure(rows, describe, detail)
        return rows

    return register


def window(requirement: str, school_year: str) -> tuple[Coalesce, Coalesce]:
    """Return the first and the last day on which something counts, for a measure's query: those of
    the requirement that a path leads to, or else of the school year."""
    return (
        Coalesce(F(f"{requirement}__window_from"), F(f"{school_year}__first_day")),
        Coalesce(F(f"{requirement}__window_until"), F(f"{school_year}__last_day")),
    )


def amounts(by_kind: dict[str, QuerySet[PartnerRequirement]], on: date) -> dict[int, Amount]:
    """Return {key of a requirement: Amount} for requirements by kind, on a day: a grouped query a
    kind, all of them in one round trip.

    What nothing counts for is left out.
    """
    return _added(_all_kinds(by_kind, on)) if by_kind else {}


def amounts_of_few(by_kind: dict[str, list[int]], on: date) -> dict[int, Amount]:
    """Return the same for a few requirements, by their keys: their query is put together once a
    day, and then asked of others."""
    if not by_kind:
        return {}
    shape = tuple((kind, len(keys)) for kind, keys in by_kind.items())
    keys = [key for of_kind in by_kind.values() for key in of_kind]

    def build(stand_ins):
        left = iter(stand_ins)
        of_kind = {kind: _few(list(islice(left, number))) for kind, number in shape}
        return _all_kinds(of_kind, on)

    return _added(kept_queries.rows(("amounts", shape, on), keys, build))


def _few(keys):
    found = PartnerRequirement.objects.filter(pk__in=keys).order_by()
    found.known_keys = keys
    return found


def among(path: str, requirements: QuerySet[PartnerRequirement]) -> Q:
    """Match, in a measure's query, what a path leads to by these requirements: by their keys where
    they were chosen by them, since PostgreSQL plans a query within badly."""
    keys = getattr(requirements, "known_keys", None)
    return Q(**{f"{path}__in": keys or requirements.order_by().values("pk")})


def _all_kinds(by_kind, on):
    grouped = [_grouped(MEASURES[kind].rows(of_kind, on)) for kind, of_kind in by_kind.items()]
    first, *others = grouped
    return first.union(*others, all=True)


def _added(rows):
    found = {}
    for requirement, done, worth, until in rows:
        amount = found.get(requirement, Amount())
        if done:
            amount = amount._replace(done=worth, until=_last_day(until))
        elif done is not None:
            amount = amount._replace(planned=worth)
        found[requirement] = amount
    return found


def _grouped(rows):
    """Return (requirement, done, worth, until) of what is done, planned or neither: so whether a
    row is done is asked once a row."""
    lasts = "until" in rows.query.annotations
    until = Max("until") if lasts else Value(None, DateField())
    return (
        rows.order_by()
        .values("requirement", "done")
        .annotate(amount=Sum("worth"), latest=Cast(until, DateField()))
        .values_list("requirement", "done", "amount", "latest")
    )


def _last_day(until):
    return None if until == FOREVER else until


def rows_behind(requirement: PartnerRequirement, on: date) -> list[Counted]:
    """Return the rows that count for one requirement on a day, each as a person reads it."""
    measure = MEASURES.get(requirement.requirement.kind)
    if measure is None:
        return []
    one = PartnerRequirement.objects.filter(pk=requirement.pk)
    rows = measure.rows(one, on)
    rows = measure.detail(rows, on) if measure.detail else rows
    return [measure.describe(row) for row in rows]


def unmeasured(kinds: Iterable[str] = Kind.values) -> list[str]:
    """Return the kinds that neither have a measure nor wait for their records."""
    return [kind for kind in kinds if kind not in MEASURES and kind not in AWAITED]


@checks.register
def every_kind_is_measured(**_):
    """Fail for a kind without a measure, and for one that is measured and still awaited."""
    found = [
        checks.Error(
            f"Nothing measures requirements of the kind “{kind}”.",
            hint="Register a function for it with @measures, in the app that owns its records.",
            id="applications.E001",
        )
        for kind in unmeasured()
    ]
    return found + [
        checks.Error(
            f"The kind “{kind}” is measured, but pages still say “not counted yet” of it.",
            hint="Take it out of AWAITED in applications/measures.py.",
            id="applications.E002",
        )
        for kind in sorted(AWAITED & MEASURES.keys())
    ]
