"""Two phones at once, on PostgreSQL: one start, one end, one mark, one walk-in."""

import pytest

from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.workshops.day.conftest import MINUTE, NOW, make_cast
from workshops.actions import checking_in, marking, running, walking_in
from workshops.actions.marking import Mark
from workshops.models import Attendance, Certificate, Enrollment, Session, WalkIn, Workshop

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = NOW + 60 * MINUTE


def told(step, *what, **said):
    """A step that tells what it was told."""

    def take():
        try:
            step(*what, **said)
        except TransitionError as refusal:
            return str(refusal)
        return "done"

    return take


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def on_session(cast):
    return Session.objects.select_related("workshop").get(pk=cast.session.pk)


@pytest.mark.parametrize("round", range(3))
def test_starting_twice_at_once_is_one_start_with_one_code(round):
    cast = make_cast()

    def start():
        return told(running.start, fresh(cast.workshop), by=cast.dana, now=NOW)

    assert at_once(start(), start()) == ["done", "done"]
    assert cast.workshop.changes.count() == 1
    assert cast.workshop.sessions.get().check_in_code


@pytest.mark.parametrize("round", range(3))
def test_ending_twice_at_once_is_one_end_with_one_certificate_each(round):
    cast = make_cast().started()
    marking.mark_all(cast.session, [Mark(cast.ines.pk, True, NOW)], by=cast.dana, now=NOW)

    def end():
        return told(running.end, fresh(cast.workshop), by=cast.dana, now=LATER)

    assert at_once(end(), end()) == ["done", "done"]
    assert cast.workshop.changes.filter(new="completed").count() == 1
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("round", range(3))
def test_a_mark_is_before_an_end_or_refused(round):
    cast = make_cast().started()
    marks = [Mark(cast.ines.pk, True, NOW)]

    end = told(running.end, fresh(cast.workshop), by=cast.dana, now=LATER)
    mark = told(marking.mark_all, on_session(cast), marks, by=cast.dana, now=NOW)
    ended, marked = at_once(end, mark)

    assert ended == "done"
    assert Attendance.objects.count() == (1 if marked == "done" else 0)
    assert Certificate.objects.count() == Attendance.objects.count()


@pytest.mark.parametrize("round", range(3))
def test_of_marks_that_arrive_at_once_the_later_counts(round):
    cast = make_cast().started()
    marks = [
        Mark(cast.ines.pk, minutes == 3, NOW - 9 * MINUTE + minutes * MINUTE)
        for minutes in (1, 2, 3)
    ]

    def send(mark):
        return told(marking.mark_all, on_session(cast), [mark], by=cast.dana, now=NOW)

    assert at_once(*map(send, marks)) == ["done"] * 3
    assert Attendance.objects.get().is_present


@pytest.mark.parametrize("round", range(3))
def test_letting_in_twice_at_once_is_one_seat(round):
    cast = make_cast().started()
    noor = WalkIn.objects.create(session=cast.session, name="Noor", email="noor@mill.example")

    def let_in():
        found = WalkIn.objects.select_related("session__workshop").get(pk=noor.pk)
        return told(walking_in.let_in, found, by=cast.dana, now=NOW)

    assert at_once(let_in(), let_in()) == ["done", "done"]
    assert Enrollment.objects.filter(is_walk_in=True).count() == 1
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("round", range(3))
def test_nobody_is_left_waiting_by_an_end(round):
    cast = make_cast().started()
    code = cast.session.check_in_code
    said = {"code": code, "email": "noor@mill.example", "now": NOW}

    end = told(running.end, fresh(cast.workshop), by=cast.dana, now=LATER)
    ended, came = at_once(end, told(checking_in.check_in, fresh(cast.workshop), **said))

    is_over = Workshop.objects.get(pk=cast.workshop.pk).status == "completed"
    assert is_over == (ended == "done")
    assert WalkIn.objects.waiting().exists() == (came == "done") == (not is_over)
