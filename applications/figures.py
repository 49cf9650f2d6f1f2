"""What reviews come to, computed by the database: their means, and the figures of applications.

Points reach from 0 to 100. A score's points are where its step stands on its own scale; a review's
mean weighs them as its scores' own criteria say; an application's mean is that over its reviews.
"""

from collections.abc import Collection

from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.lookups import GreaterThanOrEqual

from applications.models.reviews import Review, Score, reviews_open_to

FIGURES = ("review_count", "mean", "spread", "reviewers_disagree")
MOST = 100.0  # points


def review_means(reviews: QuerySet) -> QuerySet:
    """Annotate reviews with their `mean`; without a score that counts, it is None."""
    scores = Score.objects.filter(review=OuterRef("pk")).order_by().values("review")
    return reviews.annotate(
        mean=Subquery(scores.annotate(mean=_rounded(review_mean(""))).values("mean"))
    )


def with_figures(
    applications: QuerySet, *, seen_by=None, only: Collection[str] = FIGURES
) -> QuerySet:
    """Annotate applications with `review_count`, `mean`, `spread` and `reviewers_disagree`.

    Only finished reviews of people who have not stepped aside count. Where `seen_by` may not read
    the reviews, each figure is None: sorting and filtering by them then tells nothing either.
    """
    return applications.annotate(**{name: figure(name, seen_by=seen_by) for name in only})


def figure(name: str, *, seen_by=None):
    """Return one of the FIGURES of an application as an expression, to filter or sort by it."""
    of_all = _FIGURES[name]()
    if seen_by is None:
        return of_all
    return Case(When(reviews_open_to(seen_by), then=of_all), default=None)


def best_first(line: QuerySet) -> QuerySet:
    """Order who could be offered a region: the waitlisted first, then by mean, then by day.

    Who has no review that counts stands behind those who have.
    """
    waits = Case(When(status="waitlisted", then=0), default=1)
    rows = with_figures(line, only=["mean"])
    return rows.order_by(waits, F("mean").desc(nulls_last=True), "submitted_at", "pk")


class _OverReviews(Subquery):
    """A figure over the means of an application's reviews, each of which is computed once."""

    template = "(SELECT %(figure)s FROM (%(subquery)s) AS reviews)"

    def __init__(self, figure):
        counted = Review.objects.counted().filter(application=OuterRef("pk")).order_by()
        means = counted.values("pk").annotate(mean=review_mean()).values("mean")
        super().__init__(means, FloatField(), figure=figure)


def review_mean(scores="scores__"):
    """Return the mean over the scores of each review, or of each group of scores, as they are."""
    weight = F(f"{scores}criterion__weight")
    above = Cast(F(f"{scores}value") - 1, FloatField())
    points = above * F(f"{scores}criterion__weight") / (F(f"{scores}criterion__steps") - 1)
    return Sum(points) * MOST / NullIf(Sum(weight), 0)


def _rounded(number):
    """Return a number in hundredths of a hundredth: 29.99999999999999 is 30 to who compares."""
    template = "ROUND(%(expressions)s * 10000) / 10000"
    return Func(number, template=template, output_field=FloatField())


def _review_count():
    counted = Review.objects.counted().filter(application=OuterRef("pk")).order_by()
    number = counted.values("application").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def _mean():
    return _rounded(_OverReviews("AVG(mean)"))


def _spread():
    apart = "CASE WHEN COUNT(mean) > 1 THEN MAX(mean) - MIN(mean) END"
    return _rounded(_OverReviews(apart))


def _disagree():
    return Coalesce(GreaterThanOrEqual(_spread(), F("pin__program__disagreement")), False)


_FIGURES = {
    "review_count": _review_count,
    "mean": _mean,
    "spread": _spread,
    "reviewers_disagree": _disagree,
}
