"""What staff do with a request that a partner has sent, and what they should know before."""

from collections.abc import Iterator

from django import forms

from plp.core.confirming import Step
from plp.core.days import pacific_today
from plp.core.money import dollars
from workshops.actions import adjusting, deciding
from workshops.models import Reimbursement
from workshops.models.reimbursements import LIVE
from workshops.money.amounts import total_of
from workshops.money.budgets import in_words, spending_of
from workshops.money.cohorts import difference_of

Status = Reimbursement.Status
DECIDE = "workshops.decide_reimbursement"
TOLD = "Who manages or handles money for the partner is written to; answers go to the program."


class Word(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})


class ApproveForm(forms.Form):
    required_css_class = "required"

    word = Word(
        label="A word to the partner",
        required=False,
        max_length=2000,
        help_text="It stands in the mail and on the page of the request. May be left empty.",
    )


class WhyForm(forms.Form):
    required_css_class = "required"

    word = Word(
        label="Why",
        max_length=2000,
        help_text="The partner reads it word for word, in the mail and on the page of the request.",
    )


def what_to_know(request: Reimbursement) -> Iterator[str]:
    """Yield what staff should know of a request before they decide."""
    [spending] = spending_of([request.partner_year.program_year])
    yield in_words(spending)
    if spending.left_at_last is not None and spending.left_at_last < 0:
        over = dollars(-spending.left_at_last)
        yield f"If all is approved that is asked for now, the budget is exceeded by {over}."
    yield from since_then(request)
    if total_of(request) < 0:
        yield "It gives money back: it goes into a payment with others of the partner."


def since_then(request: Reimbursement) -> Iterator[str]:
    """Yield a sentence where records have changed of what is asked for a teacher group."""
    if not request.is_of_cohort or request.status not in LIVE:
        return
    difference = difference_of(request.cohort, pacific_today())
    if difference:
        more = "more" if difference > 0 else "less"
        yield (
            "Records have changed: what was asked for this group so far would be "
            f"{dollars(abs(difference))} {more} today."
        )


def what_to_adjust(request: Reimbursement) -> Iterator[str]:
    """Yield what has changed since a request was sent, or that nothing has."""
    yield from list(since_then(request)) or ["Nothing has changed: there is nothing to adjust."]


def _drawn_up(request):
    with_partner = Reimbursement.objects.with_partner().filter(cohort=request.cohort_id or 0)
    begun = with_partner.first()
    return f"Request {begun.code} is with the partner" if begun else "Nothing is with the partner"


def _draw_up(request, *, by, word):
    adjusting.draw_up(request, by=by, on=pacific_today(), word=word)


STEPS = [
    Step(
        slug="approve",
        label="Approve",
        done="Approved",
        consequence=f"Finance can pay it. Its figures stay as they were sent. {TOLD}",
        permission=DECIDE,
        take=deciding.approve,
        form=ApproveForm,
        fits=lambda request: request.can_move(Status.APPROVED),
        why_not="It is not waiting for a decision.",
        known=what_to_know,
        known_as="What to know first",
    ),
    Step(
        slug="return",
        label="Return",
        done="Returned",
        consequence="The partner can change it and send it again, with figures worked out anew. "
        f"Until then it counts as not asked for. {TOLD}",
        permission=DECIDE,
        take=deciding.return_request,
        form=WhyForm,
        fits=lambda request: request.can_move(Status.RETURNED) and not request.batch_id,
        why_not="It is with the partner, decided for good, or in a payment batch.",
    ),
    Step(
        slug="decline",
        label="Decline",
        done="Declined",
        consequence="It is over: what it asks for counts as not asked for, and the partner can ask "
        f"for it in another request. {TOLD}",
        permission=DECIDE,
        take=deciding.decline,
        form=WhyForm,
        fits=lambda request: request.can_move(Status.DECLINED),
        why_not="It is not waiting for a decision.",
    ),
    Step(
        slug="draw-up",
        label="Draw up an adjustment",
        done="Drawn up an adjustment of",
        consequence="This request stays as it is. The partner gets another one, that sets right "
        f"what has changed since, to look at and send. {TOLD}",
        permission=DECIDE,
        take=_draw_up,
        form=WhyForm,
        fits=lambda request: request.is_of_cohort and request.status in LIVE,
        why_not="It is not of a teacher group, or not asked for now.",
        known=what_to_adjust,
        known_as="What to know first",
        stands=_drawn_up,
        is_single=True,
    ),
]
