"""How reviewers score, each beside the others on the same applications."""

from collections import defaultdict
from statistics import fmean

from applications.figures import review_mean
from applications.models import Review
from applications.models.reviews import reviews_open_to
from applications.reports.tables import Asked, Table
from plp.core.models import User

HEADINGS = ["Reviewer", "Reviews", "Mean", "Lowest", "Highest", "Spread", "Beside the others"]


def by_reviewer(asked: Asked) -> Table:
    """Return each reviewer's mean and spread, and how far they lie from others on the average.

    Only of applications whose reviews this person may read; a review that has no mean is none here.
    """
    means = defaultdict(list)
    apart = defaultdict(list)
    for reviews in _by_application(asked).values():
        total = sum(reviews.values())
        for reviewer, mean in reviews.items():
            means[reviewer].append(mean)
            if len(reviews) > 1:
                apart[reviewer].append(mean - (total - mean) / (len(reviews) - 1))
    people = sorted(User.objects.filter(pk__in=means), key=str)
    rows = [(str(who), *_figures(means[who.pk], apart[who.pk])) for who in people]
    return Table("by-reviewer", "By reviewer", HEADINGS, rows, [_bar(row) for row in rows], 100)


def _by_application(asked):
    """Return {application: {reviewer: mean}}."""
    reviews = asked.narrow(Review.objects.counted(), "application__", "application__draft__")
    open_ones = reviews.filter(reviews_open_to(asked.user, "application")).order_by()
    found = defaultdict(dict)
    rows = open_ones.values_list("application", "reviewer").annotate(mean=review_mean())
    for application, reviewer, mean in rows:
        if mean is not None:
            found[application][reviewer] = mean
    return found


def _figures(means, apart):
    low, high = min(means), max(means)
    beside = round(fmean(apart), 1) + 0.0 if apart else None
    return (len(means), *[round(n, 1) for n in (fmean(means), low, high, high - low)], beside)


def _bar(row):
    name, number, mean, low, high, _, beside = row
    words = f"mean {mean:.1f} of {number}, from {low:.1f} to {high:.1f}"
    if beside is not None:
        words += f"; {beside:+.1f} beside the others"
    return name, words, [("b", low, high), ("m", mean, mean)]
