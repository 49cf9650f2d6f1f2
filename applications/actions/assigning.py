"""Asking reviewers to review: for many applications in one step, and taking that back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from applications import emails
from applications.models import (
    Application,
    AssignmentBatch,
    Recusal,
    Review,
    ReviewAssignment,
)
from applications.models.application import UNDECIDED
from applications.models.reviews import REVIEW, of_pair
from plp.core import history
from plp.core.models import User
from plp.core.powers import who_may
from plp.core.workflow import TransitionError

NAMED = ["application__pin__region", "application__draft__program"]  # what mails say of them


@transaction.atomic
def assign(pairs: Iterable[tuple[int, int]], *, by, due_on: date | None) -> AssignmentBatch:
    """Ask reviewers to review applications, (application, reviewer) by their keys, by a day.

    Left out are those who may not review, stepped aside or are asked already, and applications
    that are decided. Each reviewer gets one mail. Raises TransitionError if nothing is left; then
    nothing is saved.
    """
    batch = AssignmentBatch.objects.create(by=by)
    rows = [
        ReviewAssignment(
            application_id=application,
            reviewer_id=reviewer,
            due_on=due_on,
            batch=batch,
            assigned_by=by,
        )
        for application, reviewer in _possible(set(pairs))
    ]
    # Somebody else may assign the same at this moment: what is there already is left as it is.
    ReviewAssignment.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(batch.assignments.select_related("reviewer", *NAMED))
    if not made:
        raise TransitionError("Nothing is left to assign: all of it is assigned or ruled out.")
    history.note(made, is_new=True)
    for reviewer, theirs in by_reviewer(made).items():
        emails.reviews_assigned(reviewer, theirs, batch)
    return batch


def reviewers():
    """Return everybody who may review, by name."""
    return who_may(REVIEW)


def by_reviewer(assignments: Iterable[ReviewAssignment]) -> dict[User, list[ReviewAssignment]]:
    """Return assignments by who is to do them."""
    found = {}
    for assignment in assignments:
        found.setdefault(assignment.reviewer, []).append(assignment)
    return found


def _possible(pairs):
    """Return the pairs that may be assigned, in their order."""
    keys = {application for application, _ in pairs}
    _lock(keys)
    open_keys = set(
        Application.objects.filter(pk__in=keys, status__in=UNDECIDED).values_list("pk", flat=True)
    )
    may = set(reviewers().values_list("pk", flat=True))
    aside = set(Recusal.objects.filter(application__in=keys).values_list("application", "reviewer"))
    return [
        pair
        for pair in sorted(pairs)
        if pair[0] in open_keys and pair[1] in may and pair not in aside
    ]


def _lock(keys):
    """Lock applications: who steps aside or begins a review at this moment holds theirs, too, so
    one comes after the other."""
    list(Application.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def not_begun():
    """Return assignments whose reviewer has not begun."""
    return ReviewAssignment.objects.exclude(Exists(Review.objects.filter(**of_pair())))


@transaction.atomic
def take_back_assignment(assignment: ReviewAssignment, *, by) -> None:
    """Take back one assignment; nobody is written to. Raises TransitionError once it is begun."""
    _lock([assignment.application_id])
    found = not_begun().filter(pk=assignment.pk).first()
    if found is None:
        raise TransitionError("The review is begun already, or not asked for any more.")
    found.delete()


@transaction.atomic
def undo_assignments(batch: AssignmentBatch, *, by) -> None:
    """Take back all of one step whose review is not begun, and tell each reviewer once.

    Raises TransitionError if it was undone already, or all of it is begun.
    """
    if not AssignmentBatch.objects.filter(pk=batch.pk, undone_at=None).update(
        undone_at=timezone.now()
    ):
        raise TransitionError("This is undone already.")
    _lock(batch.assignments.values("application"))
    gone = list(not_begun().filter(batch=batch).select_related("reviewer", *NAMED))
    if not gone:
        raise TransitionError("Every review of it is begun. Nothing was taken back.")
    keys = [assignment.pk for assignment in gone]
    for reviewer, theirs in by_reviewer(gone).items():
        emails.reviews_taken_back(reviewer, theirs, batch)
    ReviewAssignment.objects.filter(pk__in=keys).delete()
