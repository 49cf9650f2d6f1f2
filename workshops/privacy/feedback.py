"""What is held of what teachers thought of a workshop: their scores, and their own words."""

from collections.abc import Iterator

from plp.core import days
from plp.core.privacy import Fate, Row, StandIn, holds
from workshops.models import Feedback, FeedbackAnswer


def _of(email):
    return Feedback.objects.filter(enrollment__teacher__email__iexact=email)


def feedback(email: str) -> Iterator[Row]:
    found = _of(email).select_related("enrollment__workshop__course")
    for row in found.prefetch_related("answers__question"):
        said = {each.question.text: str(each) for each in row.answers.all()}
        yield Row(
            row,
            str(row),
            {"Given": days.moment_in_words(row.at)} | said,
            Fate.BLANKED,
            "Their own words are deleted. Their scores still count, and are nobody’s.",
        )


def erase_feedback(email: str, stand_in: StandIn) -> None:
    """Delete what they wrote; of a question that asks for both, the score stays."""
    answers = FeedbackAnswer.objects.filter(feedback__in=_of(email))
    answers.filter(score=None).delete()
    answers.update(words="")


holds("Feedback on workshops", find=feedback, erase=erase_feedback)
