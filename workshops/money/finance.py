"""Requests as the finance system takes them: the columns are a contract, and stay as they are."""

from django.db.models import QuerySet

from plp.core.days import pacific_day
from plp.core.money import to_cent
from workshops.models import Reimbursement
from workshops.money.amounts import total_of
from workshops.money.periods import period_of
from workshops.money.since import moved_to

Status = Reimbursement.Status

# What naming a request, its partner and its year reads beside it.
RELATED = [
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__school_year",
    "cohort__course",
    "cohort__school_year",
    "event",
    "batch",
]

# Headings are never renamed, taken out or put in another order: a new one goes to the end.
COLUMNS = [
    ("Request", "code"),
    ("Partner number", "partner__pk"),
    ("Partner", "partner"),
    ("Pay to", "partner__payee_name"),
    ("City", "partner__region__city"),
    ("State", "partner__region__state"),
    ("Program", "partner_year__program_year__program__slug"),
    ("School year", "partner_year__program_year__school_year"),
    ("Kind", "get_kind_display"),
    ("What for", "about"),
    ("Period from", lambda request: request.closed_on and period_of(request.closed_on).first),
    ("Period until", lambda request: request.closed_on and period_of(request.closed_on).last),
    ("Figures as of", "as_of"),
    ("Sent", lambda request: _day(request.sent_at)),
    ("Approved", lambda request: _day(request.approved_at)),
    ("Status", lambda request: request.status),
    ("Batch", "batch__code"),
    ("Paid on", "batch__paid_on"),
    ("Reference", "batch__reference"),
    ("Amount in US dollars", lambda request: to_cent(total_of(request))),
]


def with_days(requests: QuerySet[Reimbursement]) -> QuerySet[Reimbursement]:
    """Return requests with all that the columns say of them."""
    return (
        requests.select_related(*RELATED)
        .with_total()
        .annotate(sent_at=moved_to(Status.SENT), approved_at=moved_to(Status.APPROVED))
    )


def _day(moment):
    return pacific_day(moment) if moment else None
