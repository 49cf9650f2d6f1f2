"""Writing a review, finishing and reopening it, and stepping aside.

Whoever does any of it locks the application first: so nobody reviews what is just being decided,
and of two windows the later is told.
"""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from applications.models import Application, Criterion, Recusal, Review, Score
from applications.models.application import UNDECIDED
from applications.models.reviews import COORDINATE
from plp.core import history
from plp.core.workflow import TransitionError

REPLACED = "Another window has saved this review since you opened it here."


class Said(NamedTuple):
    """What a reviewer says of an application, as far as they have come."""

    scores: dict[Criterion, int]
    recommendation: str
    comment: str


class Overtaken(TransitionError):
    """A review was saved elsewhere meanwhile; nothing is saved over it."""


@transaction.atomic
def save_review(application: Application, said: Said, *, by, seen: int) -> Review:
    """Save a review that is not finished; `seen` is the version that was shown, 0 for none.

    Scores that are not said stay as they are. It writes no history: nobody else reads a draft.

    Raises Overtaken where another version was saved since, unless it says the same, and
    TransitionError where it cannot be written any more; nothing is saved then.
    """
    _locked(application, by)
    review = application.reviews.filter(reviewer=by).first()
    if review is None:
        review = Review(application=application, reviewer=by, version=0)
    elif review.done_at:
        raise TransitionError("This review is finished. Reopen it to change it.")
    if _is_said(review, said):
        return review
    if review.version != seen:
        raise Overtaken(REPLACED)
    _write(review, said)
    return review


@transaction.atomic
def finish_review(application: Application, *, by) -> Review:
    """Finish a review that is saved: from now on it counts, and its reviewer reads the others'.

    Raises TransitionError where a criterion in force has no score, or nothing is recommended.
    """
    _locked(application, by)
    review = application.reviews.filter(reviewer=by, done_at__isnull=True).first()
    asked = set(application.pin.program.criteria.in_force().values_list("pk", flat=True))
    scored = set(review.scores.values_list("criterion", flat=True)) if review else set()
    if review is None or not review.recommendation or asked - scored:
        raise TransitionError("Score each criterion and recommend something, then finish.")
    review.scores.exclude(criterion__in=asked).delete()
    _set(review, done_at=timezone.now())
    _note(Review, [review])
    _note(Score, review.scores.all())
    return review


@transaction.atomic
def reopen_review(review: Review, *, by, reason: str = "") -> None:
    """Make a finished review a draft again; it counts no more until it is finished.

    Its reviewer may as long as nobody else has finished one, so that they can have read none.
    Else a coordinator says why, of another's: their own they would change knowing the others.
    Raises TransitionError otherwise; nothing is saved then.
    """
    _locked(review.application, by)
    review.refresh_from_db()
    if not review.done_at:
        raise TransitionError("This review is not finished.")
    if not (may_reopen_own(review, by) or (reason and _may_reopen(review, by))):
        raise TransitionError("Others have finished theirs. Ask a coordinator to reopen yours.")
    _set(review, done_at=None)
    with history.because(f"Reopened. {reason}".strip()):
        history.note([review])


def may_reopen_own(review: Review, user) -> bool:
    """Whether a review is of this person, and nobody else has finished one."""
    others = Review.objects.done().filter(application=review.application_id)
    return review.reviewer_id == user.pk and not others.exclude(pk=review.pk).exists()


def _may_reopen(review, by):
    return by.has_perm(COORDINATE) and review.reviewer_id != by.pk


@transaction.atomic
def step_aside(application: Application, *, by, reason: str) -> Recusal:
    """Let somebody have no more to do with an application, nor see anything of it.

    They are not asked for a review any more; one that they have written stays and never counts.
    Raises TransitionError where they have stepped aside already.
    """
    _lock(application)
    if application.recusals.filter(reviewer=by).exists():
        raise TransitionError("You have stepped aside already.")
    for assignment in application.assignments.filter(reviewer=by):
        assignment.delete()
    return application.recusals.create(reviewer=by, reason=reason)


@transaction.atomic
def lift_recusal(recusal: Recusal, *, by) -> None:
    """Let somebody see an application again, and review it; they cannot do so themselves.

    Raises TransitionError for one's own; nothing changes then.
    """
    _lock(recusal.application)
    if recusal.reviewer_id == by.pk:
        raise TransitionError("Somebody else must lift this.")
    recusal.delete()


def _lock(application):
    rows = Application.objects.select_for_update(no_key=True).filter(pk=application.pk)
    list(rows.values_list("pk"))


def _locked(application, by):
    """Lock an application that this person may write reviews of. Raises TransitionError."""
    _lock(application)
    if not Application.objects.filter(pk=application.pk, status__in=UNDECIDED).exists():
        raise TransitionError("It is decided. Reviews stay as they are.")
    if application.recusals.filter(reviewer=by).exists():
        raise TransitionError("You have stepped aside from it.")


def _is_said(review, said):
    """Whether a review says exactly this already, as when an answer to saving got lost."""
    if not review.pk:
        return not (said.scores or said.recommendation or said.comment)
    kept = dict(review.scores.values_list("criterion", "value"))
    scores = {criterion.pk: value for criterion, value in said.scores.items()}
    same = (review.recommendation, review.comment) == (said.recommendation, said.comment)
    return same and scores.items() <= kept.items()


def _write(review, said):
    fields = {"recommendation": said.recommendation, "comment": said.comment}
    if review.pk:
        _set(review, **fields)
    else:
        review.version, review.recommendation, review.comment = 1, *fields.values()
        Review.objects.bulk_create([review])
    Score.objects.bulk_create(
        [Score(review=review, criterion=c, value=value) for c, value in said.scores.items()],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value"],
    )


def _set(review, **fields):
    """Change a review past its history, unless somebody has saved it since it was read."""
    fields |= {"version": review.version + 1, "saved_at": timezone.now()}
    if not Review.objects.filter(pk=review.pk, version=review.version).update(**fields):
        raise Overtaken(REPLACED)
    for name, value in fields.items():
        setattr(review, name, value)


def _note(model: type[Model], records):
    """Write history of records, of which some have none yet."""
    records = list(records)
    kept = history.of(model).filter(id__in=[record.pk for record in records])
    known = set(kept.values_list("id", flat=True))
    history.note([record for record in records if record.pk not in known], is_new=True)
    history.note([record for record in records if record.pk in known])
