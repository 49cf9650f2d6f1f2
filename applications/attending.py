"""Which summit and which summer session the partners of a year go to."""

from collections.abc import Iterable

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from applications.models import AttendingState, EventException, PartnerYear, ProgramEvent

Kind = ProgramEvent.Kind


def events_of(years: Iterable[PartnerYear]) -> dict[int, list[ProgramEvent]]:
    """Return {key of a partner year: its events}, the first one first, in one query.

    All go to the summits; a summer session follows the region's state, unless staff have said
    otherwise. Whoever does not go on in a year goes to none of it.
    """
    found = {year.pk: [] for year in years}
    for event in _attended(found):
        found[event.partner_year].append(event)
    return found


def _attended(years):
    """Events with the `partner_year` that each is attended in."""
    excepted = EventException.objects.filter(partner_year=OuterRef("partner_year"))
    mine = AttendingState.objects.filter(event=OuterRef("pk"), state=OuterRef("state_of_partner"))
    going_on = PartnerYear.objects.filter(pk__in=list(years)).exclude(
        status=PartnerYear.Status.NOT_RENEWING
    )
    events = ProgramEvent.objects.filter(program_year__partner_years__in=going_on).annotate(
        partner_year=F("program_year__partner_years"),
        state_of_partner=F("program_year__partner_years__partner__region__state"),
    )
    is_theirs = Case(
        When(kind=Kind.SUMMIT, then=Value(True)),
        When(Exists(excepted), then=Exists(excepted.filter(event=OuterRef("pk")))),
        default=Exists(mine),
    )
    return events.filter(Q(is_theirs)).order_by("first_day", "pk")
