"""What staff make of a request that a partner has sent: approve, return with a word, decline."""

from django.db import transaction

from applications.models import Partner
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.emails import deciding as emails
from workshops.models import Reimbursement

Status = Reimbursement.Status


@transaction.atomic
def approve(request: Reimbursement, *, by: User, word: str = "") -> None:
    """Approve a request as it was sent: finance can pay it.

    Raises TransitionError where it was decided or withdrawn meanwhile, or who decides acts for its
    partner; nothing is saved and no mail is written then. So do the other two.
    """
    _decide(request, Status.APPROVED, by=by, word=word)
    emails.approved(request, word=word)


@transaction.atomic
def return_request(request: Reimbursement, *, by: User, word: str) -> None:
    """Give a request back to its partner, who can change it and send it again; also one that is
    approved, as long as it is in no batch."""
    _decide(request, Status.RETURNED, by=by, word=word)
    emails.returned(request, word=word)


@transaction.atomic
def decline(request: Reimbursement, *, by: User, word: str) -> None:
    """Decline a request for good: what it asks for counts as not asked for."""
    _decide(request, Status.DECLINED, by=by, word=word)
    emails.declined(request, word=word)


def _decide(request, to, *, by, word):
    partner = Partner.objects.select_for_update(of=["self"]).get(years__reimbursements=request.pk)
    if partner.memberships.filter(user=by).exists():
        raise TransitionError("You act for this partner, so somebody else decides on it.")
    now = Reimbursement.objects.select_for_update(of=["self"]).get(pk=request.pk)
    if to == Status.RETURNED:
        _refuse_return(now)
    request.move(to, by=by, note=word)


def _refuse_return(request):
    """Refuse to return what goes with a payment, or beside what the partner has begun since."""
    if request.batch_id:
        raise TransitionError(f"It is in {request.batch}. Take that apart first.")
    begun = Reimbursement.objects.with_partner().filter(cohort=request.cohort_id or 0).first()
    if begun:
        raise TransitionError(
            f"The partner has begun request {begun.code} for the same group, and works on one at a "
            "time. Decline this one, or ask them to withdraw the other."
        )
