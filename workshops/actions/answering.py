"""What teachers answer about a workshop that they were at, once."""

from collections.abc import Mapping

from django.db import transaction

from plp.core.workflow import TransitionError
from workshops.models import Enrollment, Feedback, FeedbackAnswer, FeedbackQuestion, Workshop


def not_to_answer(enrollment: Enrollment) -> str:
    """Say why a teacher cannot answer, or nothing."""
    if enrollment.workshop.status != Workshop.Status.COMPLETED:
        return "You are asked what you thought of it once the workshop is completed."
    if not enrollment.attendances.filter(is_present=True).exists():
        return "Only those who were there are asked. If you were, write to whom you know there."
    return ""


def questions() -> list[FeedbackQuestion]:
    """Return what is asked now, in its order."""
    return list(FeedbackQuestion.objects.filter(is_active=True))


@transaction.atomic
def answer(enrollment: Enrollment, given: Mapping[FeedbackQuestion, int | str]) -> Feedback:
    """Keep what a teacher thought: a score or words a question; what is empty is left out.

    Raises TransitionError where they have answered, may not, or say nothing; nothing is kept then.
    """
    if reason := not_to_answer(enrollment):
        raise TransitionError(reason)
    said = {question: value for question, value in given.items() if value not in ("", None)}
    if not said:
        raise TransitionError("Answer at least one question.")
    feedback, is_new = Feedback.objects.get_or_create(enrollment=enrollment)
    if not is_new:
        raise TransitionError("You have answered already. Thank you.")
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(feedback=feedback, question=question, **_column(question, value))
        for question, value in said.items()
    )
    return feedback


def _column(question, value):
    is_score = question.kind == FeedbackQuestion.Kind.SCALE
    return {"score": int(value)} if is_score else {"words": value}
