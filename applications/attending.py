"""Which summit and which summer session the partners of a year go to."""

from collections import defaultdict
from collections.abc import Iterable

from applications.models import AttendingState, EventException, PartnerYear, ProgramEvent

Kind = ProgramEvent.Kind


def events_of(years: Iterable[PartnerYear]) -> dict[int, list[ProgramEvent]]:
    """Return {key of a partner year: its events}, the first one first, in three queries.

    All go to the summits; a summer session follows the region's state, unless staff have said
    otherwise. The years are read with `partner__region`.
    """
    years = list(years)
    program_years = {year.program_year_id for year in years}
    events = ProgramEvent.objects.filter(program_year__in=program_years)
    by_key = {event.pk: event for event in events}
    states = AttendingState.objects.filter(program_year__in=program_years)
    of_state = {(row.program_year_id, row.state): row.event_id for row in states}
    others = EventException.objects.filter(partner_year__program_year__in=program_years)
    excepted = dict(others.values_list("partner_year", "event"))
    summits = defaultdict(list)
    for event in events:
        if event.kind == Kind.SUMMIT:
            summits[event.program_year_id].append(event)
    found = {}
    for year in years:
        by_state = of_state.get((year.program_year_id, year.partner.region.state))
        session = by_key.get(excepted.get(year.pk, by_state))
        mine = [*summits[year.program_year_id], *([session] if session else [])]
        found[year.pk] = sorted(mine, key=lambda event: (event.first_day, event.pk))
    return found
