"""The next year of a partner: opened by staff, confirmed by the partner or not."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from applications import emails
from applications.actions.members import set_share
from applications.actions.partnering import open_year
from applications.models import (
    Confirmation,
    Partner,
    PartnerYear,
    ProgramYear,
    Requirement,
    Terms,
)
from plp.core import days, history
from plp.core.workflow import TransitionError

LONGEST_BREAK = timedelta(days=366)
RELATED = ["partner__region", "program_year__program", "program_year__school_year"]


def next_program_year(year: ProgramYear) -> ProgramYear | None:
    """Return the program year that follows one: its program's next, else the current program's of
    the next school year; None where there is none."""
    related = ProgramYear.objects.select_related("program", "school_year")
    own = related.filter(program=year.program_id, number=year.number + 1).first()
    over = year.school_year.last_day
    soon = (over + timedelta(days=1), over + LONGEST_BREAK)
    ahead = related.filter(program__is_current=True, school_year__first_day__range=soon)
    return own or ahead.order_by("school_year__first_day").first()


@transaction.atomic
def open_next_year(partner: Partner, *, by=None) -> PartnerYear:
    """Open the year after a partner's last one, and ask its people whether they go on.

    Raises TransitionError where the last year is not confirmed, the partnership ends with it, or
    no program year follows.
    """
    last = partner.years.select_related(*RELATED).order_by("program_year__school_year").last()
    if last is None:
        raise TransitionError("It has no year yet. Open one with “Open a year”.")
    if last.status != PartnerYear.Status.CONFIRMED:
        raise TransitionError(f"{last.program_year}: {last.get_status_display().lower()}.")
    over = last.program_year.school_year.last_day
    if partner.ends_on and partner.ends_on <= over:
        raise TransitionError(f"The partnership ends on {days.in_words(partner.ends_on)}.")
    following = next_program_year(last.program_year)
    if following is None:
        raise TransitionError(f"No program year follows {last.program_year}. Add one first.")
    year = open_year(partner, following)
    emails.year_opened(year, last_day=following.school_year.first_day - timedelta(days=1))
    return year


@transaction.atomic
def renew(
    year: PartnerYear,
    *,
    by,
    terms: Terms | None,
    manager_fte: Decimal,
    shares: dict[int, Decimal],
    funding: str,
    urban_said: str,
    on: date,
) -> None:
    """Take a partner's word that it goes on; `shares` are of members in that year, by key.

    Raises TransitionError if somebody has answered already, or the partnership has ended.
    """
    year = _locked(year)
    said = {"terms": terms, "manager_fte": min(manager_fte, 1), "urban_said": urban_said}
    year.move(year.Status.CONFIRMED, by=by, note="Renewed by the partner.", **said)
    history.note([year])
    for member in year.partner.memberships.filter(pk__in=shares, may_manage=True):
        set_share(member, year, shares[member.pk])
    if funding and (row := funding_of(year)):
        last_day = year.program_year.school_year.last_day
        Confirmation.objects.create(
            requirement=row, text=funding, done_on=min(on, last_day), valid_until=last_day, by=by
        )
    emails.year_answered(year, by=by, reason="")
    emails.year_answered_for(year, by=by)


@transaction.atomic
def decline_year(year: PartnerYear, *, by, reason: str) -> None:
    """Take a partner's word that it does not go on. Raises TransitionError likewise."""
    year = _locked(year)
    year.move(year.Status.NOT_RENEWING, by=by, note=reason)
    emails.year_answered(year, by=by, reason=reason)
    emails.year_answered_for(year, by=by)


def funding_of(year: PartnerYear):
    """Return the requirement by which a partner confirms its funding, unless it is waived."""
    rows = year.requirements.filter(requirement__kind=Requirement.Kind.FUNDING, waived_because="")
    return rows.first()


def _locked(year):
    """Lock a partner year and read it again; refuse one that is answered."""
    Partner.objects.select_for_update(of=["self"]).get(years=year.pk)  # it may be ending
    PartnerYear.objects.select_for_update(of=["self"]).get(pk=year.pk)
    year = PartnerYear.objects.select_related(*RELATED).get(pk=year.pk)
    if year.partner.ended_on:
        raise TransitionError(f"The partnership with {year.partner} has ended.")
    if year.status != PartnerYear.Status.TO_RENEW:
        raise TransitionError("Somebody at your organization has answered already.")
    return year
