"""Some partners on a day, as a page or a job looks at them: what many parts ask is read once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from applications.attending import events_of
from applications.counting import Line, lines
from applications.models import (
    Membership,
    Partner,
    PartnerRequirement,
    PartnerYear,
    ProgramEvent,
)
from applications.models.partner import about
from plp.core.models import Invitation

Read = TypeVar("Read")


class Look:
    """Partners on a day. Each property is read when it is first asked for, in one query or a few,
    of all the partners together."""

    def __init__(self, partners: Iterable[Partner], on: date):
        self.partners = list(partners)
        self.on = on
        self._read = {}

    @property
    def partner(self) -> Partner:
        """The one partner that is looked at."""
        [partner] = self.partners
        return partner

    def once(self, read: Callable[["Look"], Read]) -> Read:
        """Return what a function reads of this look, asking it once however many need it."""
        if read not in self._read:
            self._read[read] = read(self)
        return self._read[read]

    @cached_property
    def active(self) -> list[Partner]:
        """The partners whose partnership has not ended."""
        return [partner for partner in self.partners if not partner.ended_on]

    @cached_property
    def years(self) -> dict[int, list[PartnerYear]]:
        """{key of a partner: its years}, the first one first, each with its program and report."""
        found = PartnerYear.objects.filter(partner__in=self.partners).select_related(
            "partner__region",
            "program_year__program",
            "program_year__school_year",
            "terms",
            "report",
        )
        return _by_partner(found.order_by("program_year__school_year__first_day", "pk"))

    def year_of(self, partner: Partner) -> PartnerYear | None:
        """Return the year that runs or comes next, else the last; None where there is none.

        One that is not renewed counts only where the partner has no other.
        """
        years = self.years[partner.pk]
        kept = [year for year in years if year.status != PartnerYear.Status.NOT_RENEWING] or years
        return running(kept, self.on) or (kept[-1] if kept else None)

    @property
    def programs(self) -> dict[int, int]:
        """{key of a partner: key of the program of its running year}."""
        years = {partner.pk: self.year_of(partner) for partner in self.partners}
        return {key: year.program_year.program_id for key, year in years.items() if year}

    @cached_property
    def events(self) -> dict[int, list[ProgramEvent]]:
        """{key of a partner year: the program events that its partner goes to}."""
        return events_of(year for years in self.years.values() for year in years)

    @cached_property
    def lines(self) -> list[Line]:
        """How all requirements of the partners stand, of whatever year."""
        rows = PartnerRequirement.objects.filter(partner_year__partner__in=self.partners)
        return lines(rows, self.on, self.events)

    @cached_property
    def members(self) -> dict[int, list[Membership]]:
        """{key of a partner: its members}, program managers first, each with its shares."""
        found = Membership.objects.filter(partner__in=self.partners)
        return _by_partner(found.select_related("user", "partner").prefetch_related("shares"))

    @cached_property
    def invitations(self) -> dict[int, list[Invitation]]:
        """{key of a partner: invitations of members that nobody has accepted or taken back}."""
        keys = {about(partner): partner.pk for partner in self.partners}
        found = defaultdict(list)
        for invitation in Invitation.objects.open().filter(kind="member", about__in=keys):
            found[keys[invitation.about]].append(invitation)
        return found


def running(years: Iterable[PartnerYear], on: date) -> PartnerYear | None:
    """Return the year of a partner that runs, else the next."""
    left = [year for year in years if year.program_year.school_year.last_day >= on]
    return min(
        left, key=lambda year: (year.program_year.school_year.first_day, year.pk), default=None
    )


def _by_partner(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.partner_id].append(row)
    return grouped
