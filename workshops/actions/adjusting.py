"""What staff draw up for a partner once records have changed of what it asked for."""

from datetime import date

from django.db import transaction

from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions.claiming import begin
from workshops.emails import deciding as emails
from workshops.models import Reimbursement
from workshops.money.cohorts import difference_of


@transaction.atomic
def draw_up(request: Reimbursement, *, by: User, on: date, word: str) -> None:
    """Begin a request that sets right what was asked for a teacher group, for its partner to look
    at and send; who handles money there is told.

    Raises TransitionError where nothing has changed, or the partner has begun one already.
    """
    if not request.is_of_cohort or not difference_of(request.cohort, on):
        raise TransitionError("Nothing has changed of what was asked for.")
    begun = Reimbursement.objects.with_partner().filter(cohort=request.cohort).first()
    if begun:
        raise TransitionError(
            f"Request {begun.code} of the same group is with the partner: sent, it has the "
            "difference in it."
        )
    drawn = begin(request.cohort, on=on)
    drawn.changes.create(old="", new=drawn.status, by=by, note=word)
    emails.drawn_up(drawn, word=word)
