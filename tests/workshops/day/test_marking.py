"""Marks of who is present: the later one counts, and none is doubled."""

from datetime import timedelta
from itertools import permutations

import pytest

from plp.core.workflow import TransitionError
from tests.workshops.day.conftest import MINUTE, NOW
from tests.workshops.make import make_enrollment
from workshops.actions import marking
from workshops.actions.marking import Mark
from workshops.models import Attendance, Workshop

pytestmark = pytest.mark.django_db


def mark(cast, *marks, now=NOW):
    return marking.mark_all(cast.session, marks, by=cast.dana, now=now)


def of(enrollment, is_present=True, minutes=0):
    return Mark(enrollment.pk, is_present, NOW - 30 * MINUTE + minutes * MINUTE)


def present(cast):
    rows = cast.session.attendances.order_by("enrollment__name")
    return {row.enrollment.name: row.is_present for row in rows}


def test_marks_many_at_once(cast):
    cast.started()

    assert mark(cast, of(cast.ines), of(cast.marcus, is_present=False)) == 2

    assert present(cast) == {"Ines": True, "Marcus": False}
    row = Attendance.objects.first()
    assert (row.how, row.by, row.marked_at) == ("manager", cast.dana, NOW - 30 * MINUTE)


def test_a_mark_that_arrives_again_changes_nothing(cast):
    cast.started()
    for _ in range(3):
        mark(cast, of(cast.ines))

    assert Attendance.objects.count() == 1
    assert Attendance.history.count() == 1


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_later_mark_counts_in_whichever_order_they_arrive(cast, order):
    cast.started()
    marks = [of(cast.ines, True, 1), of(cast.ines, False, 2), of(cast.ines, True, 3)]

    for number in order:
        mark(cast, marks[number])

    assert present(cast) == {"Ines": True}
    assert Attendance.objects.get().marked_at == marks[2].at


def test_what_was_said_once_more_keeps_an_older_mark_from_counting(cast):
    cast.started()
    mark(cast, of(cast.ines, True, 1))
    mark(cast, of(cast.ines, True, 3))
    mark(cast, of(cast.ines, False, 2))

    assert present(cast) == {"Ines": True}
    assert Attendance.history.count() == 1


def test_a_correction_is_kept_in_history(cast):
    cast.started()
    mark(cast, of(cast.ines, True, 1))
    mark(cast, of(cast.ines, False, 2))

    assert [row.is_present for row in Attendance.history.all()] == [False, True]


def test_no_mark_is_of_the_future(cast):
    cast.started()

    mark(cast, of(cast.ines, minutes=300))

    assert Attendance.objects.get().marked_at == NOW


def test_marks_nobody_who_is_not_enrolled_here(cast):
    cast.started()
    elsewhere, waits = make_enrollment(), make_enrollment(cast.workshop, status="waitlisted")

    assert mark(cast, of(elsewhere), of(waits)) == 0
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("status", "said"),
    [("planned", "Start the workshop"), ("completed", "final"), ("cancelled", "was cancelled")],
)
def test_marks_nobody_unless_it_is_in_progress(cast, status, said):
    Workshop.objects.filter(pk=cast.workshop.pk).update(status=status)

    with pytest.raises(TransitionError, match=said):
        mark(cast, of(cast.ines))

    assert not Attendance.objects.exists()


def test_marks_also_days_afterwards_and_never_long_before(cast):
    cast.started()
    mark(cast, of(cast.ines), now=NOW + timedelta(days=30))

    with pytest.raises(TransitionError, match="You can mark from Friday, 7 October"):
        mark(cast, of(cast.marcus), now=NOW - timedelta(days=2))
