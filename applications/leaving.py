"""What is still open at a partner, for whoever ends the partnership."""

from collections.abc import Iterator
from datetime import date

from applications.counting import lines
from applications.models import Partner, PartnerRequirement, RequirementProposal
from applications.registry import open_matters
from applications.statuses import Status
from plp.core import days
from plp.core.texts import in_a_row

NOT_OPEN = {Status.WAIVED, Status.BEFORE_JOINING, Status.NOT_COUNTED}


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
    waiting = RequirementProposal.objects.filter(
        requirement__partner_year__partner=partner, answer=""
    ).select_related("requirement__requirement__course")
    for proposal in waiting:
        day = days.in_words(days.pacific_day(proposal.at), weekday=False)
        yield f"{proposal.requirement.name}: the change proposed on {day} is not answered."
