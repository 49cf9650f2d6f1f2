"""What a partner's people are asked to answer: a change of a requirement, or the next year."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from applications.look import Look
from applications.models import PartnerYear, RequirementProposal
from applications.models.partner import Right
from applications.registry import NextStep, next_steps
from plp.core import days


@next_steps
def proposals(look: Look) -> Iterator[NextStep]:
    """The changes that wait for an answer."""
    related = ["requirement__requirement__course", "requirement__partner_year__program_year"]
    years = [y.pk for p in look.active for y in look.years[p.pk] if y.has_proposals]
    if not years:
        return
    waiting = RequirementProposal.objects.open().filter(requirement__partner_year__in=years)
    for proposal in waiting.select_related(*related):
        partner = proposal.requirement.partner_year.partner_id
        yield NextStep(
            partner,
            f"proposal {proposal.pk}",
            f"Answer what we propose: {proposal.requirement.name}",
            reverse("applications:proposal", args=[partner, proposal.pk]),
            more="It holds only once you agree.",
            right=_who(look, partner),
        )


@next_steps
def renewals(look: Look) -> Iterator[NextStep]:
    """The years that are opened and wait for the partner to say whether it goes on."""
    for partner in look.active:
        for year in look.years[partner.pk]:
            if year.status == PartnerYear.Status.TO_RENEW:
                yield _renewal(look, partner, year)


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
