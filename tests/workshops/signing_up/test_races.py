"""Forty at once for the last five seats, through the page itself, on whatever database."""

from threading import Event
from time import sleep

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from plp.core.models import Message
from plp.core.privacy.registry import StandIn
from tests.applications.test_races import at_once
from tests.rounds import rounds
from tests.workshops.make import make_enrollment
from tests.workshops.signing_up.cast import SAID, Seats, address
from workshops.actions import enrolling
from workshops.models import Enrollment
from workshops.privacy.enrollment import erase_enrollments

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

TAKEN, LEFT, COME = 3, 5, 40


@pytest.fixture
def cast():
    with time_machine.travel("2032-02-20 12:00-06:00"):
        yield Seats(capacity=TAKEN + LEFT)


def sends(workshop, name):
    """Return how somebody presses Sign up, all from one address."""
    client, said = Client(), SAID | {"name": name, "email": address(name)}
    return lambda: client.post(workshop.get_absolute_url(), said).status_code


def statuses(workshop, *order):
    rows = workshop.enrollments.exclude(name__startswith="Teacher")
    return list(rows.order_by(*order).values_list("status", flat=True))


def test_forty_at_once_for_the_last_five_seats(cast):
    for _ in range(rounds(suite=5, soak=200)):
        cache.clear()
        workshop = cast.plans(capacity=TAKEN + LEFT)
        for _ in range(TAKEN):
            make_enrollment(workshop)

        answers = at_once(*(sends(workshop, f"Come{number}") for number in range(COME)))

        assert answers == [302] * COME
        assert statuses(workshop, "since") == ["enrolled"] * LEFT + ["waitlisted"] * (COME - LEFT)
        assert statuses(workshop, "pk") == statuses(workshop, "since")
        mails = Message.objects.filter(to__startswith="come")
        assert mails.filter(what="workshop-enrolled").count() == LEFT
        assert mails.filter(what="workshop-waiting").count() == COME - LEFT
        Message.objects.all().delete()


def test_one_teacher_who_presses_eight_times_at_once_has_one_seat(cast):
    answers = at_once(*[sends(cast.workshop, "Ada")] * 8)

    assert answers == [302] * 8
    assert statuses(cast.workshop, "pk") == ["enrolled"]
    assert Message.objects.count() == 1


def test_seats_that_are_given_back_while_others_come_are_never_given_twice(cast):
    workshop = cast.workshop
    rows = [make_enrollment(workshop) for _ in range(TAKEN + LEFT)]

    def gives_back(row):
        return lambda: enrolling.cancel(Enrollment.objects.get(pk=row.pk), by=None)

    at_once(
        *(gives_back(row) for row in rows[:4]),
        *(sends(workshop, f"Come{number}") for number in range(8)),
    )

    assert workshop.enrollments.taking_seats().count() == TAKEN + LEFT
    come = statuses(workshop, "pk")
    assert (come.count("enrolled"), come.count("waitlisted")) == (4, 4)


@pytest.mark.postgres
def test_two_lists_at_once_in_opposite_orders_are_both_taken_in(cast):
    names = [f"New{number}" for number in range(30)]
    rows = [{"name": name, "email": address(name)} for name in names]
    other = cast.plans(capacity=40)

    def lists(workshop, rows):
        return lambda: enrolling.add_all(workshop, rows, by=cast.dana, reason="From the district")

    at_once(lists(cast.workshop, rows), lists(other, rows[::-1]))

    assert cast.workshop.enrollments.count() == other.enrollments.count() == 30


@pytest.mark.postgres
def test_erasing_somebody_waits_for_the_workshop_and_holds_up_nobody(cast):
    row, locked = make_enrollment(cast.workshop), Event()

    def gives_back():
        with transaction.atomic():
            enrolling.lock(cast.workshop)
            locked.set()
            _until_somebody_waits()
            enrolling.cancel(row, by=None)

    def erases():
        locked.wait()
        with transaction.atomic():
            erase_enrollments(row.teacher.email, StandIn(1))

    at_once(gives_back, erases)

    assert not cast.workshop.enrollments.exists()


def _until_somebody_waits():
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
