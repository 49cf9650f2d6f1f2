"""What reviews come to: compared with the same arithmetic, done by hand in fractions."""

from fractions import Fraction

import pytest
from django.contrib.auth.models import Permission
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from applications.figures import FIGURES, review_means, with_figures
from applications.models import Application, Criterion, Recusal, Review, Score
from plp.core.models import User
from tests.make import (
    make_application,
    make_assignment,
    make_criterion,
    make_pin,
    make_program,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db


def figures(application, **more):
    found = with_figures(Application.objects.filter(pk=application.pk), **more).get()
    return tuple(getattr(found, name) for name in FIGURES)


def make_scored(*points, application=None):
    """An application with one review for each number of points, of 0, 25, 50, 75 and 100."""
    application = application or make_application(status="in_review")
    criterion = make_criterion()
    for number in points:
        make_review(application, scores={criterion: number // 25 + 1})
    return application


def person_with(*codenames):
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_an_application_without_reviews_has_no_mean():
    assert figures(make_application()) == (0, None, None, False)


def test_one_review_has_a_mean_and_no_spread():
    assert figures(make_scored(75)) == (1, 75, None, False)


def test_two_reviews_have_both():
    assert figures(make_scored(75, 50)) == (2, 62.5, 25, False)


@pytest.mark.parametrize(("from_points", "they_do"), [(51, False), (50, True), (49, True)])
def test_reviewers_disagree_from_what_the_program_says(from_points, they_do):
    pin = make_pin(program=make_program(disagreement=from_points))
    application = make_scored(25, 75, application=make_application(pin=pin))

    assert figures(application) == (2, 50, 50, they_do)


def test_scores_are_weighted_by_their_own_criteria():
    heavy, light = make_criterion(weight=3), make_criterion(weight=1, scale="No\nYes")

    application = make_review(scores={heavy: 2, light: 2}).application

    assert figures(application)[1] == (3 * 25 + 100) / 4


def test_a_score_keeps_the_weight_and_scale_of_the_criterion_it_was_given_for():
    old = make_criterion(weight=1, scale="No\nYes", retired_at=timezone.now())
    other = make_criterion(weight=1)
    application = make_review(scores={old: 2, other: 1}).application

    make_criterion(replaces=old, weight=9, scale="No\nPartly\nYes")

    assert figures(application)[1] == 50


def test_a_review_without_any_weight_is_counted_and_has_no_mean():
    unweighted = make_criterion(weight=0)
    application = make_scored(50)
    make_review(application, scores={unweighted: 5})
    make_review(application)

    assert figures(application) == (3, 50, None, False)


def test_drafts_and_who_stepped_aside_never_count():
    application = make_scored(50)
    make_review(application, scores={make_criterion(): 5}, done=False)
    aside = make_review(application, scores={make_criterion(): 5})
    Recusal.objects.create(application=application, reviewer=aside.reviewer, reason="Cousins.")

    assert figures(application) == (1, 50, None, False)


def test_means_are_of_each_review():
    review = make_review(scores={make_criterion(): 4})
    empty = make_review()

    found = dict(review_means(Review.objects.all()).values_list("pk", "mean"))

    assert found == {review.pk: 75, empty.pk: None}


def test_only_the_figures_asked_for_are_computed():
    make_scored(50)

    found = with_figures(Application.objects.all(), only=["mean"]).get()

    assert found.mean == 50
    assert not hasattr(found, "spread")


# Secrecy


def test_nothing_is_seen_before_ones_own_review_is_done():
    reviewer = person_with("add_review")
    application = make_scored(0, 100)
    own = make_review(application, reviewer=reviewer, done=False)

    assert figures(application, seen_by=reviewer) == (None, None, None, None)

    Review.objects.filter(pk=own.pk).update(done_at=timezone.now(), recommendation="offer")
    assert figures(application, seen_by=reviewer) == (3, 50, 100, True)


def test_who_may_read_all_sees_none_where_asked_for_a_review_or_stepped_aside():
    coordinator = person_with("read_all_review")
    seen, asked, aside = (make_scored(0, 100) for _ in range(3))
    make_assignment(asked, reviewer=coordinator)
    Recusal.objects.create(application=aside, reviewer=coordinator, reason="Cousins.")

    assert figures(seen, seen_by=coordinator) == (2, 50, 100, True)
    assert figures(asked, seen_by=coordinator) == (None, None, None, None)
    assert figures(aside, seen_by=coordinator) == (None, None, None, None)


@pytest.mark.parametrize("name", FIGURES)
def test_the_order_of_what_one_may_not_see_tells_nothing(name):
    reviewer = person_with("add_review")
    hidden = [make_scored(*points) for points in [(0, 0), (100, 100), (0, 100)]]
    rows = with_figures(Application.objects.all(), seen_by=reviewer, only=[name])

    for by in (F(name).asc(nulls_last=True), F(name).desc(nulls_last=True)):
        assert list(rows.order_by(by, "pk")) == hidden


# Whatever the reviews


weights = some.integers(0, 100)
scales = some.integers(2, 10)
written = some.lists(
    some.fixed_dictionaries(
        {
            "scores": some.dictionaries(some.integers(0, 4), some.integers(0, 9), max_size=5),
            "done": some.booleans(),
            "aside": some.booleans(),
        }
    ),
    max_size=4,
)
asked = some.lists(some.tuples(weights, scales), min_size=5, max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reviews=written, criteria=asked, disagreement=some.integers(1, 100), dice=some.randoms())
def test_reviews_come_to_what_they_do_by_hand_in_any_order(
    db, reviews, criteria, disagreement, dice
):
    reviews = [_possible(review, criteria) for review in reviews]
    shuffled = dice.sample(reviews, len(reviews))

    found, again = _figures_of([reviews, shuffled], criteria, disagreement)

    count, mean, spread = _by_hand(reviews, criteria)
    assert found == again
    assert found[0] == count
    assert found[1:3] == tuple(
        n if n is None else pytest.approx(float(n), abs=1e-4) for n in (mean, spread)
    )
    assert found[3] == (spread is not None and round(spread, 4) >= disagreement)


def _possible(review, criteria):
    """Bring each score into its criterion's scale."""
    scores = {at: value % criteria[at][1] + 1 for at, value in review["scores"].items()}
    return review | {"scores": scores}


def _figures_of(orders, criteria, disagreement):
    """Return the figures of the same reviews, written in one order and another."""
    pin = make_pin(program=make_program(disagreement=disagreement))
    made = Criterion.objects.bulk_create(
        Criterion(program=pin.program, position=n, weight=weight, steps=steps)
        for n, (weight, steps) in enumerate(criteria)
    )
    return [figures(_written(reviews, made, pin)) for reviews in orders]


def _written(reviews, criteria, pin):
    application = make_application(pin=pin)
    people = User.objects.bulk_create(
        User(email=f"{application.pk}.{n}@example.org") for n in range(len(reviews))
    )
    at, of_it = timezone.now(), {"application": application}
    made = Review.objects.bulk_create(
        Review(reviewer=by, done_at=at if review["done"] else None, recommendation="offer", **of_it)
        for by, review in zip(people, reviews, strict=True)
    )
    Score.objects.bulk_create(
        Score(review=row, criterion=criteria[n], value=value)
        for row, review in zip(made, reviews, strict=True)
        for n, value in review["scores"].items()
    )
    Recusal.objects.bulk_create(
        Recusal(reviewer=by, **of_it)
        for by, review in zip(people, reviews, strict=True)
        if review["aside"]
    )
    return application


def _by_hand(reviews, criteria):
    counted = [review for review in reviews if review["done"] and not review["aside"]]
    means = [mean for review in counted if (mean := _mean(review, criteria)) is not None]
    mean = sum(means) / len(means) if means else None
    return len(counted), mean, max(means) - min(means) if len(means) > 1 else None


def _mean(review, criteria):
    weighed = [
        (criteria[at][0], Fraction(100 * (value - 1), criteria[at][1] - 1))
        for at, value in review["scores"].items()
    ]
    weight = sum(weight for weight, _ in weighed)
    return sum(weight * points for weight, points in weighed) / weight if weight else None
