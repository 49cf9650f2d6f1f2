"""What a person may read of an application's reviews, on its page and beside their own review."""

from datetime import date
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from applications.figures import figure, review_means, with_figures
from applications.models import Application, Recusal, Review, ReviewAssignment, Score
from applications.models.application import UNDECIDED
from applications.models.reviews import COORDINATE, READ_ALL, REVIEW, reviews_open_to


class Shown(NamedTuple):
    """The finished reviews of an application, or none of them where they are not open."""

    is_open: bool
    reviews: list[Review]
    mean: float | None
    own: Review | None
    count: int | None  # of finished ones, for coordinators alone
    wanted: int
    recusals: list
    may_write: bool
    is_undecided: bool
    due_on: date | None

    @property
    def marks(self):
        """A box for each review: d where it is finished, o where it is still wanted."""
        return "d" * self.count + "o" * (self.wanted - self.count)


def shown(application: Application, user) -> Shown | None:
    """Return what a person may read of the reviews of one of `with_reviews`, or None for who has
    nothing to do with them."""
    may_write = user.has_perm(REVIEW)
    if not (may_write or user.has_perm(READ_ALL)):
        return None
    coordinates = user.has_perm(COORDINATE)
    is_open = application.reviews_are_open
    found = _reviews(application, user, is_open)
    return Shown(
        is_open=is_open,
        reviews=[review for review in found if review.done_at] if is_open else [],
        mean=application.mean,
        own=next((review for review in found if review.reviewer_id == user.pk), None),
        count=application.reviews_done if coordinates else None,
        wanted=application.draft.program.reviews_wanted,
        recusals=_recusals(application) if coordinates else [],
        may_write=may_write,
        is_undecided=application.status in UNDECIDED,
        due_on=application.review_due_on,
    )


def with_reviews(applications: QuerySet, user) -> QuerySet:
    """Annotate applications with what `shown` reads of them."""
    of_it = {"application": OuterRef("pk")}
    assigned = ReviewAssignment.objects.filter(reviewer=user, **of_it)
    return with_figures(applications, seen_by=user, only=["mean"]).annotate(
        reviews_are_open=ExpressionWrapper(reviews_open_to(user), BooleanField()),
        reviews_done=figure("review_count"),
        somebody_is_asked=Exists(ReviewAssignment.objects.filter(**of_it)),
        somebody_left=Exists(Recusal.objects.filter(**of_it)),
        review_due_on=Subquery(assigned.values("due_on")[:1]),
    )


def _recusals(application):
    if not application.somebody_left:
        return []
    return list(application.recusals.select_related("reviewer"))


def _reviews(application, user, is_open):
    """Return one's own review, and those that count where they are open to this person."""
    which = Q(reviewer=user)
    if is_open:
        which |= Q(pk__in=Review.objects.counted().filter(application=application).values("pk"))
    scores = Prefetch("scores", Score.objects.select_related("criterion"))
    reviews = application.reviews.filter(which).select_related("reviewer").prefetch_related(scores)
    found = list(review_means(reviews))
    for review in found:
        for score in review.scores.all():
            score.label = score.criterion.labels()[score.value - 1]
    return found


class Queue(NamedTuple):
    """What a reviewer is still asked for beside an application, the next first."""

    left: list[int]  # keys of applications

    @property
    def next(self):
        return self.left[0] if self.left else None


def queue_of(user, application) -> Queue:
    """Return whose reviews a person still owes, by the last day, without this application."""
    mine = ReviewAssignment.objects.open().filter(reviewer=user).exclude(application=application)
    in_order = mine.order_by(F("due_on").asc(nulls_last=True), "pk")
    return Queue(list(in_order.values_list("application", flat=True)))
