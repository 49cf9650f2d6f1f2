"""What teachers thought of workshops, as partners and those who led read it: from five answers on,
and never whose they are."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from facilitators.models import Facilitator
from workshops.models import Assignment, Feedback, FeedbackAnswer, FeedbackQuestion, Workshop
from workshops.models.after import SCALE

FEWEST = 5


@dataclass(frozen=True)
class Scores:
    """How a question was answered on the scale."""

    question: FeedbackQuestion
    counts: Counter

    @property
    def number(self):
        return self.counts.total()

    @property
    def mean(self):
        return sum(score * many for score, many in self.counts.items()) / self.number

    @property
    def by_score(self):
        """[(score, how many gave it)] from the lowest to the highest."""
        return [(score, self.counts[score]) for score in range(1, SCALE + 1)]


@dataclass(frozen=True)
class Thoughts:
    """What was answered about a workshop; with fewer than five answers, only how many."""

    number: int
    scores: list[Scores]
    words: list[tuple[FeedbackQuestion, list[str]]]

    @property
    def are_shown(self):
        return self.number >= FEWEST

    @property
    def missing(self):
        return FEWEST - self.number


def of_workshop(workshop: Workshop) -> Thoughts:
    """Return them in two queries."""
    feedback = Feedback.objects.filter(enrollment__workshop=workshop)
    number = feedback.count()
    if number < FEWEST:
        return Thoughts(number, [], [])
    rows = FeedbackAnswer.objects.filter(feedback__in=feedback.order_by())
    # Nothing of who answered is read, nor in which order.
    given = rows.order_by("question__position", "question").select_related("question")
    scores, words = defaultdict(Counter), defaultdict(list)
    for row in given:
        if row.score is not None:
            scores[row.question][row.score] += 1
        if row.words:
            words[row.question].append(row.words)
    return Thoughts(
        number,
        [Scores(question, counts) for question, counts in scores.items() if _enough(counts)],
        [(question, sorted(said, key=_by_letters)) for question, said in words.items()],
    )


def _enough(counts):
    """Whether as many answered a question, which may be a late one, as show any."""
    return counts.total() >= FEWEST


def _by_letters(text):
    return text.casefold(), text


def led_by(facilitator: Facilitator) -> QuerySet[Workshop]:
    """Return the completed workshops that somebody led, each with its `last_day`."""
    theirs = Assignment.objects.confirmed().filter(facilitator=facilitator)
    completed = Workshop.objects.filter(status=Workshop.Status.COMPLETED)
    return completed.filter(pk__in=theirs.values("workshop")).with_days()
