"""What a partner reads of its community events: by school year, and whether each counts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from applications.models import Partner, PartnerRequirement, SchoolYear
from applications.registry import Line, Shown, lines, shown
from plp.core import days
from plp.core.texts import in_a_row
from workshops.measuring.community import community_events
from workshops.models import CommunityEvent

Kind, Status = CommunityEvent.Kind, CommunityEvent.Status
A = {Kind.MEETUP: "a meetup", Kind.HOUR_OF_CODE: "an Hour of Code", Kind.FAIR: "a CS fair"}


class Entry(NamedTuple):
    """One event, and why it does not count for what the partner promised, if it does not."""

    event: CommunityEvent
    why_not: str


class Year(NamedTuple):
    """What was done and is planned in one school year, and what it asks."""

    name: str
    asked: list[Shown]
    planned: list[Entry]
    completed: list[Entry]
    cancelled: list[Entry]

    @property
    def is_empty(self):
        return not (self.planned or self.completed or self.cancelled)


def asked_of(partner: Partner) -> PartnerRequirement:
    """Return what a partner has promised of the three kinds, in all its years."""
    kinds = CommunityEvent.MEETS.values()
    return PartnerRequirement.objects.filter(
        partner_year__partner=partner, requirement__kind__in=kinds
    )


def years(partner: Partner, on: date) -> list[Year]:
    """Return the years of a partner, the latest first, and years in which it did something."""
    asked = asked_of(partner)
    stands = lines(asked, on)
    of_year = defaultdict(list)
    for line in stands:
        of_year[line.row.partner_year.program_year.school_year].append(shown(line))
    known = list(SchoolYear.objects.all())
    events = partner.community_events.select_related("partner__region").prefetch_related("files")
    found = {year: [] for year in of_year}
    for entry in entries(events, asked, stands):
        found.setdefault(_school_year(known, entry.event.first_day), []).append(entry)
    latest_first = sorted(found, key=lambda year: year.first_day, reverse=True)
    return [_year(year, of_year.get(year, []), found[year]) for year in latest_first]


def entries(events: Iterable[CommunityEvent], asked, stands: list[Line]) -> list[Entry]:
    """Return events with the reason why each does not count, in one query more."""
    counted = set(community_events(asked).values_list("pk", flat=True))
    return [Entry(each, "" if each.pk in counted else why_not(each, stands)) for each in events]


def why_not(event: CommunityEvent, stands: list[Line]) -> str:
    """Say why an event does not count; nothing of one that was cancelled."""
    if event.status == Status.CANCELLED:
        return ""
    kind, met = A[event.kind], CommunityEvent.MEETS[event.kind]
    windows = [_window(line) for line in stands if line.kind == met]
    if not windows:
        return f"Your commitments do not ask for {kind}, so it does not count for one."
    return (
        f"It does not count for what you promised: {kind} counts if it begins within "
        f"{in_a_row(windows, 'or')}."
    )


def _window(line):
    row, year = line.row, line.row.partner_year.program_year.school_year
    return row.window or days.span(year.first_day, year.last_day)


def _school_year(known, day):
    """Return the school year that a day lies in, or one of its own that is not stored."""
    for year in known:
        if year.first_day <= day <= year.last_day:
            return year
    start = day.year if day.month >= 7 else day.year - 1
    return SchoolYear(
        pk=-start,
        name=f"{start}-{(start + 1) % 100:02}",
        first_day=date(start, 7, 1),
        last_day=date(start + 1, 6, 30),
    )


def _year(year, asked, found):
    by_status = defaultdict(list)
    for entry in found:
        by_status[entry.event.status].append(entry)
    return Year(year.name, asked, *(by_status[status] for status in Status))
