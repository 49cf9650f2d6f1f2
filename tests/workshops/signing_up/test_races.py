"""Forty at once for the last five seats, through the page itself, on whatever database."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from plp.core.models import Message
from tests.applications.test_races import at_once
from tests.rounds import rounds
from tests.workshops.make import make_enrollment
from tests.workshops.signing_up.cast import SAID, Seats, address
from workshops.actions import enrolling
from workshops.models import Enrollment

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
    for _ in range(rounds(suite=2, soak=40)):
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
