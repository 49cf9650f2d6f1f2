"""Asking reviewers to review, taking that back, and reminding them: each is told once."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from applications import actions, jobs
from applications.models import ReviewAssignment
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_application, make_assignment, make_review, make_user

pytestmark = pytest.mark.django_db

DAY = date(2016, 4, 22)


def make_reviewer(name="Rosa", **fields):
    person = make_user(f"{name.lower()}@staff.example", name=name, is_staff=True, **fields)
    person.groups.add(Group.objects.get(name="Reviewer"))
    return person


@pytest.fixture
def reviewer(db):
    return make_reviewer()


@pytest.fixture
def coordinator(db):
    return make_user("coordinator@staff.example", is_staff=True)


def in_review(**fields):
    return make_application(status="in_review", **fields)


def assign(coordinator, *pairs, due_on=DAY):
    keys = [(application.pk, reviewer.pk) for application, reviewer in pairs]
    return actions.assign(keys, by=coordinator, due_on=due_on)


def pairs():
    return sorted(ReviewAssignment.objects.values_list("application", "reviewer"))


def mails(what):
    return sorted(Message.objects.filter(what=what).values_list("to", flat=True))


def test_each_reviewer_gets_one_mail_for_all_that_is_new(coordinator, reviewer):
    other, first, second = make_reviewer("Rita"), in_review(), in_review()

    batch = assign(coordinator, (first, reviewer), (second, reviewer), (second, other))

    assert batch.assignments.count() == 3
    assert mails("reviews-assigned") == ["rita@staff.example", "rosa@staff.example"]
    text = Message.objects.get(to=reviewer.email).text
    assert "Please review 2 applications until Friday, 22 April 2016" in text
    assert first.organization in text
    assert second.organization in text


def test_who_may_not_review_stepped_aside_or_is_asked_already_is_left_out(coordinator, reviewer):
    stranger, gone = make_user(is_staff=True), make_reviewer("Gone", is_active=False)
    aside, asked, decided, good = in_review(), in_review(), make_application(), in_review()
    aside.recusals.create(reviewer=reviewer, reason="My cousin.")
    make_assignment(asked, reviewer=reviewer)
    type(decided).objects.filter(pk=decided.pk).update(status="declined")

    batch = assign(
        coordinator,
        *((application, reviewer) for application in [aside, asked, decided, good]),
        (good, stranger),
        (good, gone),
    )

    assert batch.assignments.get().application == good
    assert pairs() == sorted([(asked.pk, reviewer.pk), (good.pk, reviewer.pk)])


def test_nothing_is_kept_where_nothing_is_left_to_assign(coordinator, reviewer):
    application = in_review()
    assign(coordinator, (application, reviewer))

    with pytest.raises(TransitionError, match="Nothing is left to assign"):
        assign(coordinator, (application, reviewer))

    assert coordinator.pk in ReviewAssignment.objects.values_list("batch__by", flat=True)
    assert len(mails("reviews-assigned")) == 1


def test_a_step_is_undone_but_for_what_is_begun(coordinator, reviewer):
    begun, idle = in_review(), in_review()
    batch = assign(coordinator, (begun, reviewer), (idle, reviewer))
    make_review(begun, reviewer=reviewer, done=False)

    actions.undo_assignments(batch, by=coordinator)

    assert pairs() == [(begun.pk, reviewer.pk)]
    message = Message.objects.get(what="reviews-taken-back")
    assert idle.organization in message.text
    assert begun.organization not in message.text
    with pytest.raises(TransitionError, match="undone already"):
        actions.undo_assignments(batch, by=coordinator)


def test_a_step_of_which_all_is_begun_is_not_undone(coordinator, reviewer):
    application = in_review()
    batch = assign(coordinator, (application, reviewer))
    make_review(application, reviewer=reviewer, done=False)

    with pytest.raises(TransitionError, match="Every review of it is begun"):
        actions.undo_assignments(batch, by=coordinator)

    batch.refresh_from_db()
    assert batch.undone_at is None


def test_one_assignment_is_taken_back_unless_it_is_begun(coordinator, reviewer):
    idle, begun = make_assignment(reviewer=reviewer), make_assignment(reviewer=reviewer)
    make_review(begun.application, reviewer=reviewer, done=False)

    actions.take_back_assignment(idle, by=coordinator)
    with pytest.raises(TransitionError, match="begun already"):
        actions.take_back_assignment(begun, by=coordinator)

    assert ReviewAssignment.objects.get() == begun
    assert not Message.objects.exists()


def test_what_is_due_soon_and_what_is_late_is_told_once_each(reviewer):
    make_assignment(reviewer=reviewer, due_on=DAY)
    make_assignment(reviewer=reviewer, due_on=DAY)

    for day in [date(2016, 4, 18), date(2016, 4, 19), date(2016, 4, 20), DAY]:
        jobs.remind_reviewers(day)
    assert mails("reviews-due") == [reviewer.email]
    assert "Friday, 22 April 2016 is the last day for 2 applications" in Message.objects.get().text
    for day in [date(2016, 4, 23), date(2016, 4, 24)]:
        jobs.remind_reviewers(day)

    assert mails("reviews-due") == mails("reviews-late") == [reviewer.email]


def test_after_a_missed_run_only_the_nearer_reminder_goes(reviewer):
    make_assignment(reviewer=reviewer, due_on=DAY)

    jobs.remind_reviewers(date(2016, 4, 25))

    assert [message.what for message in Message.objects.all()] == ["reviews-late"]


def test_nobody_is_reminded_of_what_does_not_wait_for_them(reviewer):
    done, aside, decided, old, endless = (make_assignment(reviewer=reviewer) for _ in range(5))
    ReviewAssignment.objects.exclude(pk=endless.pk).update(due_on=DAY)
    ReviewAssignment.objects.filter(pk=old.pk).update(due_on=date(2016, 1, 4))
    make_review(done.application, reviewer=reviewer)
    aside.application.recusals.create(reviewer=reviewer, reason="My cousin.")
    decided.application.move("declined", by=None)

    jobs.remind_reviewers(date(2016, 4, 23))

    assert not Message.objects.filter(what__startswith="reviews-").exists()
