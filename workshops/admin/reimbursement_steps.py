"""What staff do with a request that a partner has sent, and what they should know before."""

from collections.abc import Iterator

from django import forms

from plp.core.confirming import Step
from plp.core.money import dollars
from workshops.actions import deciding
from workshops.models import Reimbursement
from workshops.money.amounts import total_of
from workshops.money.budgets import in_words, spending_of

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
    if total_of(request) < 0:
        yield "It gives money back: it goes into a payment with others of the partner."


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
]
