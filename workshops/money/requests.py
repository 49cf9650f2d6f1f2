"""The requests of a partner, and what it can ask for today."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from applications.models import Partner
from plp.core.texts import counted
from workshops.models import Cohort, Reimbursement
from workshops.money.cohorts import Claim, claims_of

Status = Reimbursement.Status
GONE = [Status.DECLINED, Status.WITHDRAWN]


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
    """The requests of a partner, the latest first."""

    with_partner: list[Reimbursement]
    sent: list[Reimbursement]  # sent, approved, paid
    gone: list[Reimbursement]  # declined, withdrawn


def listed(partner: Partner) -> Listed:
    """Return the requests of a partner, each with its `total`, in one query."""
    rows = Reimbursement.objects.of(partner).with_total()
    rows = rows.select_related("cohort__course", "cohort__school_year", "event", "batch").order_by(
        "-made_at", "-pk"
    )
    found = list(rows)
    return Listed(
        [row for row in found if row.is_with_partner],
        [row for row in found if not row.is_with_partner and row.status not in GONE],
        [row for row in found if row.status in GONE],
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
