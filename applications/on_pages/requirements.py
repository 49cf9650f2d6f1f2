"""What is asked of a partner: changes and a next year to answer, and what is open at the end."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from applications.counting import lines
from applications.look import Look
from applications.models import Partner, PartnerRequirement, PartnerYear, RequirementProposal
from applications.models.partner import Right
from applications.registry import NextStep, next_steps, open_matters
from applications.statuses import Status
from plp.core import days
from plp.core.texts import in_a_row

NOT_OPEN = {Status.WAIVED, Status.BEFORE_JOINING, Status.NOT_COUNTED}


@next_steps
def proposals(look: Look) -> Iterator[NextStep]:
    """The changes that wait for an answer."""
    for line in look.lines:
        partner = line.row.partner_year.partner
        if line.row.proposal and not partner.ended_on:
            yield NextStep(
                partner.pk,
                f"proposal {line.row.proposal}",
                f"Answer what we propose: {line.row.name}",
                reverse("applications:proposal", args=[partner.pk, line.row.proposal]),
                RequirementProposal.answer_by(line.row.proposed_at),
                "It holds only once you agree.",
                right=_who(look, partner.pk),
            )


@next_steps
def renewals(look: Look) -> Iterator[NextStep]:
    """The years that are opened and wait for the partner to say whether it goes on."""
    for partner in look.active:
        for year in look.years[partner.pk]:
            if year.status == PartnerYear.Status.TO_RENEW and not _ends_before(partner, year):
                yield _renewal(look, partner, year)


def _ends_before(partner, year):
    """Whether the planned last day of a partnership lies before a year."""
    return bool(partner.ends_on and partner.ends_on < year.program_year.school_year.first_day)


def _renewal(look, partner, year):
    school_year = year.program_year.school_year
    begins = days.in_words(school_year.first_day, weekday=False)
    return NextStep(
        partner.pk,
        f"renewal {year.pk}",
        f"Renew for {school_year}, or say that you do not",
        reverse("applications:renew", args=[partner.pk, year.pk]),
        school_year.first_day - timedelta(days=1),
        f"The school year begins on {begins}.",
        _who(look, partner.pk),
    )


def _who(look, partner):
    """Program managers and signatories may answer; a step names the nearer of the two."""
    manages = any(member.may_manage for member in look.members[partner])
    return Right.MANAGE if manages else Right.SIGN


@open_matters
def requirements_not_met(partner: Partner, on: date) -> Iterator[str]:
    """A sentence a year that has not ended."""
    rows = PartnerRequirement.objects.filter(
        partner_year__partner=partner, partner_year__program_year__school_year__last_day__gte=on
    )
    of_year = {}
    for line in lines(rows, on):
        if not line.status.is_met and line.status not in NOT_OPEN:
            of_year.setdefault(line.row.partner_year.program_year, []).append(line.row.name)
    for year, names in of_year.items():
        yield f"Not met in {year.school_year}: {in_a_row(names)}."


@open_matters
def proposals_unanswered(partner: Partner, on: date) -> Iterator[str]:
    waiting = (
        RequirementProposal.objects.open()
        .filter(requirement__partner_year__partner=partner)
        .select_related("requirement__requirement__course")
    )
    for proposal in waiting:
        day = days.in_words(days.pacific_day(proposal.at), weekday=False)
        yield f"{proposal.requirement.name}: the change proposed on {day} is not answered."
