"""Writing, finishing and reopening reviews, and stepping aside: the steps themselves."""

import pytest
from django.contrib.auth.models import Permission

from applications import actions
from applications.actions.reviews import Overtaken, Said
from applications.models import Recusal, Review, ReviewAssignment, Score
from plp.core import history
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
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


@pytest.fixture
def criteria():
    program = make_program()
    return [make_criterion(program=program) for _ in range(2)]


@pytest.fixture
def application(criteria):
    return make_application(status="in_review", pin=make_pin(program=criteria[0].program))


@pytest.fixture
def rita():
    return make_user("rita@example.org")


def said(scores=None, recommendation="", comment=""):
    return Said(scores or {}, recommendation, comment)


def coordinator():
    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="change_reviewassignment"))
    return person


def test_a_draft_is_kept_without_history(application, criteria, rita):
    first, second = criteria

    review = actions.save_review(application, said({first: 2}), by=rita, seen=0)
    review = actions.save_review(
        application, said({first: 4, second: 1}, comment="Good."), by=rita, seen=review.version
    )

    review.refresh_from_db()
    assert (review.version, review.comment, review.done_at) == (2, "Good.", None)
    assert dict(review.scores.values_list("criterion", "value")) == {first.pk: 4, second.pk: 1}
    assert not history.of(Review).exists()
    assert not history.of(Score).exists()


def test_nothing_said_makes_no_review(application, rita):
    actions.save_review(application, said(), by=rita, seen=0)

    assert not Review.objects.exists()


def test_a_later_window_overwrites_nothing(application, criteria, rita):
    actions.save_review(application, said(comment="First."), by=rita, seen=0)

    with pytest.raises(Overtaken):
        actions.save_review(application, said(comment="Second."), by=rita, seen=0)

    assert Review.objects.get().comment == "First."


def test_the_same_sent_twice_is_saved_once(application, criteria, rita):
    for _ in range(2):
        actions.save_review(application, said({criteria[0]: 3}), by=rita, seen=0)

    assert Review.objects.get().version == 1


@pytest.mark.parametrize("status", ["declined", "waitlisted", "withdrawn"])
def test_what_is_decided_is_not_reviewed(criteria, rita, status):
    application = make_application(status=status)

    with pytest.raises(TransitionError, match="decided"):
        actions.save_review(application, said(comment="Late."), by=rita, seen=0)

    assert not Review.objects.exists()


def test_finishing_needs_every_score_and_a_recommendation(application, criteria, rita):
    first, second = criteria
    for lacking in [
        said({first: 1, second: 1}),
        said({first: 1}, "offer"),
    ]:
        Review.objects.all().delete()
        actions.save_review(application, lacking, by=rita, seen=0)
        with pytest.raises(TransitionError, match="Score each criterion"):
            actions.finish_review(application, by=rita)

    assert not Review.objects.done().exists()


def finish(application, criteria, by):
    scores = dict.fromkeys(criteria, 3)
    kept = Review.objects.filter(application=application, reviewer=by).first()
    actions.save_review(application, said(scores, "offer"), by=by, seen=kept.version if kept else 0)
    return actions.finish_review(application, by=by)


def test_finishing_begins_its_history(application, criteria, rita):
    review = finish(application, criteria, rita)

    assert [row.history_type for row in history.of(Review)] == ["+"]
    assert history.of(Score).count() == review.scores.count() == 2


def test_a_replaced_criterion_is_asked_for_anew(application, criteria, rita):
    first, second = criteria
    actions.save_review(application, said({first: 3, second: 3}, "offer"), by=rita, seen=0)
    first.name = "Reworded"
    made = actions.keep_criterion(first)

    with pytest.raises(TransitionError):
        actions.finish_review(application, by=rita)
    review = finish(application, [made, second], rita)

    assert set(review.scores.values_list("criterion", flat=True)) == {made.pk, second.pk}


def test_a_finished_review_is_not_written(application, criteria, rita):
    review = finish(application, criteria, rita)

    with pytest.raises(TransitionError, match="finished"):
        actions.save_review(application, said(comment="Also."), by=rita, seen=review.version)


def test_its_reviewer_reopens_it_as_long_as_nobody_else_is_done(application, criteria, rita):
    review = finish(application, criteria, rita)
    make_review(application, done=False)

    actions.reopen_review(review, by=rita)

    review.refresh_from_db()
    assert review.done_at is None
    assert [row.history_change_reason for row in history.of(Review).filter(id=review.pk)] == [
        "Reopened.",
        None,
    ]


def test_afterwards_only_a_coordinator_with_a_reason(application, criteria, rita):
    review = finish(application, criteria, rita)
    make_review(application)

    for by, reason in [(rita, ""), (rita, "Please."), (make_user(), "Me."), (coordinator(), "")]:
        with pytest.raises(TransitionError, match="coordinator"):
            actions.reopen_review(review, by=by, reason=reason)
    actions.reopen_review(review, by=coordinator(), reason="A slip of the pen.")

    review.refresh_from_db()
    assert review.done_at is None
    assert history.of(Review).first().history_change_reason == "Reopened. A slip of the pen."


def test_a_coordinator_who_can_have_read_the_others_does_not_reopen_their_own(
    application, criteria
):
    one_of_them = coordinator()
    review = finish(application, criteria, one_of_them)
    make_review(application)

    with pytest.raises(TransitionError, match="Ask a coordinator"):
        actions.reopen_review(review, by=one_of_them, reason="I thought again.")

    review.refresh_from_db()
    assert review.done_at


def test_a_coordinator_does_not_reopen_what_is_decided(application, criteria, rita):
    review = finish(application, criteria, rita)
    application.move(application.Status.DECLINED, by=rita)

    with pytest.raises(TransitionError, match="decided"):
        actions.reopen_review(review, by=coordinator(), reason="Late.")


def test_who_steps_aside_is_not_asked_and_does_not_count(application, criteria, rita):
    make_assignment(application, reviewer=rita)
    finish(application, criteria, rita)

    recusal = actions.step_aside(application, by=rita, reason="My sister works there.")

    assert not application.assignments.exists()
    assert application.reviews.done().exists()
    assert not application.reviews.counted().exists()
    assert recusal.history.get().history_type == "+"


def test_who_stepped_aside_writes_nothing_more(application, criteria, rita):
    review = make_review(application, reviewer=rita)
    actions.step_aside(application, by=rita, reason="Kin.")

    with pytest.raises(TransitionError, match="aside"):
        actions.step_aside(application, by=rita, reason="Kin.")
    with pytest.raises(TransitionError, match="aside"):
        actions.reopen_review(review, by=rita)


def test_nobody_lifts_their_own_recusal(application, rita):
    recusal = actions.step_aside(application, by=rita, reason="Kin.")

    with pytest.raises(TransitionError, match="Somebody else"):
        actions.lift_recusal(recusal, by=rita)
    actions.lift_recusal(recusal, by=coordinator())

    assert not application.recusals.exists()


def test_with_an_application_goes_all_that_was_thought_of_it(criteria, rita):
    application = make_application(pin=make_pin(program=criteria[0].program))
    make_assignment(application, reviewer=rita)
    finish(application, criteria, rita)
    actions.step_aside(application, by=rita, reason="Kin.")

    actions.delete_application(application)

    for model in (Review, Score, ReviewAssignment, Recusal):
        assert not history.of(model).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_windows_at_once_one_is_told(application, rita):
    def save(comment):
        try:
            return actions.save_review(application, said(comment=comment), by=rita, seen=0)
        except Overtaken:
            return None

    answers = at_once(lambda: save("One."), lambda: save("Two."))

    assert sum(answer is None for answer in answers) == 1
    assert Review.objects.get().version == 1
