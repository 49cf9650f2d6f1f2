"""What a partner's people read on their first page, put together from the records."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from applications.acting import portal_page
from applications.actions.partnering import open_invitations
from applications.attending import events_of
from applications.models import (
    Partner,
    PartnerRequirement,
    PartnerYear,
    ProgramEvent,
    Requirement,
)
from applications.models.partner import rights_in_words
from applications.promises import Promise, promise
from plp.core import days
from plp.core.models import User


class Asked(NamedTuple):
    """One requirement of a partner, in words."""

    name: str
    promise: Promise
    row: PartnerRequirement

    @property
    def in_words(self):
        """Its name, and how much: but not that what is to be confirmed is to be confirmed."""
        words = self.promise.words
        return self.name if words == "Confirmed" else f"{self.name}: {words}"

    @property
    def last_day(self):
        return self.row.window_until


class Promised(NamedTuple):
    """A commitment with the requirements that measure it in a year."""

    title: str
    text: str
    asked: list[Asked]


class NextStep(NamedTuple):
    """Something with a day, and how far that is."""

    first: date
    last: date
    what: str

    @property
    def when(self):
        return days.span(self.first, self.last)


class Invited(NamedTuple):
    """Somebody who has not accepted an invitation yet."""

    name: str
    roles: str
    is_expired: bool


def years(partner: Partner) -> list[PartnerYear]:
    """Return the years of a partner, the first one first."""
    related = [
        "partner__region",
        "program_year__program",
        "program_year__school_year",
        "terms",
    ]
    return list(partner.years.select_related(*related).order_by("program_year__number"))


def chosen(years: list[PartnerYear], number: str, today: date) -> PartnerYear | None:
    """Return the year that was asked for, else the running one, else the last."""
    named = [year for year in years if str(year.program_year.number) == number]
    running = [year for year in years if year.program_year.school_year.last_day >= today]
    return next(iter(named or running or years[-1:]), None)


def contact(year: PartnerYear | None) -> str:
    return year.program_year.program.contact_email if year else ""


def invitations(partner: Partner) -> list[Invited]:
    return [
        Invited(
            invitation.name or invitation.email,
            rights_in_words(invitation.rights),
            invitation.state == invitation.State.EXPIRED,
        )
        for invitation in open_invitations(partner)
    ]


def events(year: PartnerYear | None) -> list[ProgramEvent]:
    """Return the summits and the summer session that the partner goes to in a year."""
    return events_of([year])[year.pk] if year else []


def commitments(year: PartnerYear | None, events: list[ProgramEvent]) -> list[Promised]:
    """Return the commitments of a year's program, each with what it asks of a partner then."""
    if year is None:
        return []
    rows = year.requirements.select_related("requirement__course").order_by("requirement")
    asked = {}
    for row in rows:
        asked.setdefault(row.requirement.commitment_id, []).append(_asked(row, year, events))
    kept = year.program_year.program.commitments.order_by("position")
    return [Promised(each.title, each.text, asked.get(each.pk, [])) for each in kept]


def next_steps(partner: Partner, events: list[ProgramEvent], today: date) -> list[NextStep]:
    """Return what has a day that is not over, the nearest first; after the end, nothing has."""
    if partner.ended_on:
        return []
    steps = [
        NextStep(event.first_day, event.last_day, f"{event.get_kind_display()}, {event.where}")
        for event in events
        if event.last_day >= today
    ]
    return sorted(steps)


def _asked(row, year, events):
    """Say what a partner's own number and window ask, in the words of the program page."""
    asked = row.requirement
    own = Requirement(
        commitment_id=asked.commitment_id,
        program_year=year.program_year,
        kind=asked.kind,
        course=asked.course,
        number=row.number,
        note=asked.note,
        window_from=row.window_from,
        window_until=row.window_until,
    )
    return Asked(asked.get_kind_display(), promise(own, year.program_year, events), row)


def address_of(user: User) -> str | None:
    """Return where a person acts for partners, or None if they act for none."""
    return reverse("applications:portal") if user.memberships.exists() else None


portal_page("Home", "applications:portal-home", 10)
