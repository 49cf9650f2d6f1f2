"""What partners promised and how each promise stands: for one partner's page or all of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from applications.attending import events_of
from applications.measures import MEASURES, SHAPES, Amount, Shape, amounts, amounts_of_few
from applications.models import (
    Confirmation,
    ConfirmationStatusChange,
    Partner,
    PartnerRequirement,
    PartnerYear,
    ProgramEvent,
    Requirement,
    RequirementProposal,
    SchoolYear,
)
from applications.statuses import Asked, Status, status

# Kinds that are met on the days of an event, whatever window the program year names.
ON_EVENTS = {"summit": ProgramEvent.Kind.SUMMIT, "summer_session": ProgramEvent.Kind.SUMMER_SESSION}

FEW = 200

READ = [
    "requirement__course",
    "requirement__commitment",
    "partner_year__partner__region",
    "partner_year__program_year__school_year",
    "partner_year__program_year__program",
]


class Row(NamedTuple):
    """As much of a partner's requirement as counting reads, with records that rows share: of many,
    it is read in a third of the time."""

    pk: int
    number: Decimal | None
    window_from: date | None
    window_until: date | None
    adjusted_because: str
    waived_because: str
    requirement: Requirement
    partner_year: PartnerYear
    school_year: SchoolYear
    partner: Partner

    name = PartnerRequirement.name


class Line(NamedTuple):
    """One requirement of a partner year: what it asks, what counts, and how it stands."""

    row: PartnerRequirement | Row
    amount: Amount | None  # None: not counted yet
    asked: Asked
    status: Status

    @property
    def kind(self):
        return self.row.requirement.kind

    @property
    def last_day(self):
        return self.asked.last_day


def lines(
    requirements: QuerySet[PartnerRequirement],
    on: date,
    events: dict[int, list[ProgramEvent]] | None = None,
    *,
    many: bool = False,
) -> list[Line]:
    """Return how requirements stand on a day, in their order: in three queries, however many there
    are and of whatever partners.

    `events` are those that the partners of each partner year go to, where they are known already.
    Each row has the key of its unanswered `proposal`, if any, when that was `proposed_at`, the
    status of its last confirmation as `last_said`, and our `word` on a returned one. Where the
    requirements are of `many` partners, each has a light Row without these, read with two queries
    more.
    After the end of a partnership nothing changes any more.
    """
    rows = _light(requirements) if many else list(_with_proposal(requirements))
    kinds = {row.requirement.kind for row in rows}
    counted = _counted(sorted(kinds & MEASURES.keys()), requirements, rows, on)
    if events is None:
        years = {row.partner_year.pk: row.partner_year for row in rows}
        events = events_of(years.values()) if kinds & ON_EVENTS.keys() else {}
    return [_line(row, counted, events.get(row.partner_year.pk, []), on) for row in rows]


def _counted(kinds, requirements, rows, on):
    """Return what counts for each: of a few by their keys, which are known already and cost less
    to ask for than joining what leads to them."""
    if len(rows) <= FEW:
        of_kind = {kind: [r.pk for r in rows if r.requirement.kind == kind] for kind in kinds}
        return amounts_of_few(of_kind, on)
    every = requirements.order_by()
    return amounts({kind: every.filter(requirement__kind=kind) for kind in kinds}, on)


def _light(requirements):
    """Read rows, the requirements and years they share, each once."""
    years = PartnerYear.objects.filter(pk__in=requirements.order_by().values("partner_year"))
    related = ["partner__region", "program_year__school_year"]
    of_key = {year.pk: year for year in years.select_related(*related)}
    read = requirements.values_list(*Row._fields[:6], "requirement_id", "partner_year_id")
    rows = [row for row in read if row[-1] in of_key]
    asked = Requirement.objects.select_related("course", "commitment")
    asked = asked.in_bulk({row[-2] for row in rows})
    # What a related record leads to is looked up once a year, not once a row.
    shared = {
        key: (year, year.program_year.school_year, year.partner) for key, year in of_key.items()
    }
    return [Row(*row[:6], asked[row[-2]], *shared[row[-1]]) for row in rows]


def _with_proposal(requirements):
    waiting = RequirementProposal.objects.open().filter(requirement=OuterRef("pk"))
    last = Confirmation.objects.filter(requirement=OuterRef("pk")).order_by("-pk")
    answers = ConfirmationStatusChange.objects.filter(
        confirmation__requirement=OuterRef("pk"), new=Confirmation.Status.RETURNED
    )
    found = requirements.annotate(
        proposal=Subquery(waiting.values("pk")[:1]),
        proposed_at=Subquery(waiting.values("at")[:1]),
        last_said=Subquery(last.values("status")[:1]),
        word=Subquery(answers.order_by("-pk").values("note")[:1]),
    )
    return found.select_related(*READ)


def _line(row, counted, events, on):
    partner = row.partner
    is_counted = row.requirement.kind in MEASURES
    amount = counted.get(row.pk, Amount()) if is_counted else None
    asked = asked_of(row, events)
    looked_at = min(on, partner.ended_on) if partner.ended_on else on
    return Line(row, amount, asked, status(asked, amount, looked_at))


def asked_of(row: PartnerRequirement, events: list[ProgramEvent]) -> Asked:
    """Return what a requirement asks; `events` are those that its partner goes to in that year.

    An event's own days hold, unless staff gave this partner others. What has no window holds all
    year; a number of it is planned ahead of the year.
    """
    first, last = row.window_from, row.window_until
    asked, year = row.requirement, row.school_year
    if first is None and SHAPES[asked.kind] is Shape.NUMBER:
        first = year.first_day
    if not _has_own_days(row):
        kind = ON_EVENTS.get(asked.kind)
        for event in [event for event in events if event.kind == kind][:1]:
            first, last = event.first_day, event.last_day
    return Asked(
        SHAPES[asked.kind],
        row.number,
        first and first - timedelta(days=asked.lead_days),
        last or year.last_day,
        row.partner.started_on,
        bool(row.waived_because),
    )


def _has_own_days(row):
    """Whether staff gave the partner other days; a copy may also differ as the program changed."""
    asked = row.requirement
    is_other = (row.window_from, row.window_until) != (asked.window_from, asked.window_until)
    return is_other and bool(row.adjusted_because)
