"""The requests of a partner, and what it can ask for today."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.paginator import Page, Paginator

from applications.models import Partner
from plp.core.texts import counted
from workshops.models import Cohort, Reimbursement
from workshops.models.reimbursements import GONE, LIVE
from workshops.money.cohorts import Claim, claims_of

ON_A_PAGE = 25


class Group(NamedTuple):
    """A teacher group, what can be asked for it, and the request that is begun, if one is."""

    cohort: Cohort
    claim: Claim
    begun: Reimbursement | None

    @property
    def so_far(self):
        """3 of 4 workshop days completed, 2 asked for."""
        claim = self.claim
        if claim.parts is None:
            return ""
        done = f"{len(claim.completed)} of {counted(claim.parts, 'workshop day')} completed"
        return f"{done}, {claim.known.parts_claimed} asked for"


class Listed(NamedTuple):
    """The requests of a partner, the latest first, each with its `total`."""

    with_partner: list[Reimbursement]
    sent: Page  # sent, approved, paid: of years
    gone: list[Reimbursement]  # declined, withdrawn


def listed(partner: Partner, number: str | None = None) -> Listed:
    """Return the requests of a partner, and of those that were sent a page: three queries."""
    rows = Reimbursement.objects.of(partner).with_total()
    rows = rows.select_related("cohort__course", "cohort__school_year", "event", "batch")
    others = list(rows.exclude(status__in=LIVE))
    return Listed(
        [row for row in others if row.is_with_partner],
        Paginator(rows.live(), ON_A_PAGE).get_page(number),
        [row for row in others if row.status in GONE],
    )


def groups_of(partner: Partner, begun: Iterable[Reimbursement], on: date) -> list[Group]:
    """Return the teacher groups of a partner of which something is to say: days are completed, and
    not all of it is asked for as it is now."""
    cohorts = list(partner.cohorts.select_related("course", "school_year"))
    claims = claims_of(cohorts, on)
    of_group = {request.cohort_id: request for request in begun}
    found = [Group(each, claims[each.pk], of_group.get(each.pk)) for each in cohorts]
    return [group for group in found if _has_something(group)]


def _has_something(group):
    claim = group.claim
    is_open = len(claim.completed) > claim.known.parts_claimed or not claim.completed
    has_come = claim.known.days or claim.funded
    return bool(group.begun or claim.lines or (has_come and is_open))
