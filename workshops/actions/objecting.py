"""That a payee finds a line not right, and what the partner answers."""

from django.db import transaction
from django.utils import timezone

from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.emails import objecting as emails
from workshops.models import Objection, Payable, PayableLine

TAKEN_BACK = "This payment was taken back, so there is nothing to set right."
WAITS = "You have said so already, and the partner has not answered yet."
GONE = "This line was changed or taken away meanwhile. Look at the payment again."
ANSWERED = "Somebody has answered this already."


@transaction.atomic
def object_to(line: PayableLine, *, text: str) -> Objection:
    """Say what is not right about a line, also of one that is approved or paid; the partner's
    people get a mail. The caller has made sure that it is their line.

    Raises TransitionError while an earlier word on it waits for an answer, and where the line is
    gone meanwhile.
    """
    payable = Payable.objects.select_for_update(of=["self"]).get(pk=line.payable_id)
    if payable.status == Payable.Status.VOID:
        raise TransitionError(TAKEN_BACK)
    if not payable.lines.filter(pk=line.pk).exists():
        raise TransitionError(GONE)
    if line.objections.unanswered().exists():
        raise TransitionError(WAITS)
    made = line.objections.create(text=text)
    emails.objected(made)
    return made


@transaction.atomic
def answer(objection: Objection, *, text: str, by: User) -> None:
    """Answer a payee, who gets a mail; what is wrong is set right by a line of its own.

    Raises TransitionError if somebody has answered it meanwhile.
    """
    said = {"answer": text, "answered_at": timezone.now(), "answered_by": by}
    if not Objection.objects.unanswered().filter(pk=objection.pk).update(**said):
        raise TransitionError(ANSWERED)
    for name, value in said.items():
        setattr(objection, name, value)
    emails.answered(objection)
