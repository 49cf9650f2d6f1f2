"""Who came without being enrolled is let in beyond the seats, or sent away."""

import pytest

from plp.core.workflow import TransitionError
from tests.make import make_teacher
from tests.workshops.day.conftest import NOW
from tests.workshops.make import make_enrollment
from workshops.actions import walking_in
from workshops.models import Enrollment, Teacher, WalkIn, Workshop

pytestmark = pytest.mark.django_db


def waiting(cast, email="noor@mill.example", name="Noor"):
    made = WalkIn.objects.create(session=cast.session, name=name, email=email, school="Riverbend")
    made.session = cast.session
    return made


def let_in(cast, walk_in, **more):
    walking_in.let_in(walk_in, by=cast.dana, now=NOW, **more)


def of(cast, email="noor@mill.example"):
    return cast.workshop.enrollments.get(teacher__email=email)


def test_makes_the_teacher_and_a_seat_beyond_the_others(cast):
    cast.started()
    Workshop.objects.update(capacity=2)

    let_in(cast, waiting(cast))

    row = of(cast)
    assert (row.status, row.is_walk_in, row.how) == ("enrolled", True, "walk_in")
    assert row.teacher.school == "Riverbend"
    assert cast.workshop.enrollments.taking_seats().count() == 2
    assert row.attendances.get().is_present


def test_letting_in_twice_is_once(cast):
    cast.started()
    noor = waiting(cast)

    let_in(cast, noor)
    let_in(cast, WalkIn.objects.get())

    assert Enrollment.objects.filter(workshop=cast.workshop).count() == 3
    assert of(cast).attendances.count() == 1
    assert WalkIn.objects.get().by == cast.dana


def test_what_was_typed_never_changes_a_known_teacher(cast):
    cast.started()
    teacher = make_teacher(name="Noor Castellane", email="noor@mill.example", school="Mill")

    let_in(cast, waiting(cast))

    teacher.refresh_from_db()
    assert (teacher.name, teacher.school) == ("Noor Castellane", "Mill")
    assert of(cast).name == "Noor"


@pytest.mark.parametrize(
    ("status", "is_beyond"), [("waitlisted", True), ("cancelled", True), ("offered", False)]
)
def test_takes_the_seat_that_was_offered_and_else_goes_beyond(cast, status, is_beyond):
    cast.started()
    answer_by = NOW if status == "offered" else None
    before = make_enrollment(cast.workshop, status=status, answer_by=answer_by)

    let_in(cast, waiting(cast, before.teacher.email))

    before.refresh_from_db()
    assert (before.status, before.is_walk_in, before.answer_by) == ("enrolled", is_beyond, None)
    assert before.changes.get().old == status


def test_who_is_enrolled_meanwhile_is_simply_here(cast):
    cast.started()
    noor = waiting(cast)
    seat = make_enrollment(cast.workshop, make_teacher(email="noor@mill.example"))

    let_in(cast, noor)

    assert not of(cast).is_walk_in
    assert seat.attendances.get().is_present


def test_sends_somebody_away_and_lets_them_in_after_all(cast):
    cast.started()
    noor = waiting(cast)

    walking_in.send_away(noor, by=cast.dana, now=NOW)
    assert not WalkIn.objects.waiting().exists()
    assert not Teacher.objects.filter(email="noor@mill.example").exists()
    let_in(cast, noor)

    assert of(cast).is_walk_in
    with pytest.raises(TransitionError, match="Noor was let in meanwhile"):
        walking_in.send_away(noor, by=cast.dana, now=NOW)


def test_lets_nobody_in_before_the_start_or_after_the_end(cast):
    noor = waiting(cast)

    for status in ["open", "completed", "cancelled"]:
        Workshop.objects.update(status=status)
        for step in (walking_in.let_in, walking_in.send_away):
            with pytest.raises(TransitionError):
                step(noor, by=cast.dana, now=NOW)

    assert Enrollment.objects.count() == 2


def test_writes_somebody_down_who_stands_there(cast):
    cast.started()
    said = {"email": "Noor@mill.example", "name": "Noor", "school": "Riverbend"}

    for _ in range(2):
        walking_in.let_in_by_hand(cast.session, by=cast.dana, now=NOW, **said)

    assert of(cast).attendances.get().is_present
    assert WalkIn.objects.get().confirmed_at == NOW


def test_asks_for_another_address_where_it_is_nobodys(cast):
    cast.started()

    with pytest.raises(TransitionError, match="Nobody has this address"):
        walking_in.let_in_by_hand(
            cast.session, by=cast.dana, now=NOW, email="a@erased.invalid", name="A"
        )
