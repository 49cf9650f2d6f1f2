"""Two at once, on PostgreSQL: nobody is booked twice, and nobody waits in a ring."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction

from plp.core.privacy.registry import StandIn
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.rounds import told
from tests.workshops.staffing.cast import DAY, Staff
from workshops.actions import staffing
from workshops.models import Assignment, Booking, Session, Workshop
from workshops.privacy.leading import erase_assignments

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
three_rounds = pytest.mark.parametrize("round", range(3))


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2031-09-02 12:00-07:00"):
        yield


def confirms(assignment, by, **said):
    def step():
        return staffing.confirm(Assignment.objects.get(pk=assignment.pk), by=by, **said)

    return told(step)


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, TransitionError)]


@three_rounds
def test_of_two_partners_who_confirm_somebody_at_one_time_one_does(round):
    staff = Staff()
    mine, theirs = staff.asks(), staff.asks(workshop=staff.plans(partner=staff.other))

    answers = at_once(
        confirms(mine, staff.dana, on_their_word=True),
        confirms(theirs, staff.otto, on_their_word=True),
    )

    [refusal] = refusals(answers)
    assert str(refusal).startswith("Jonas Tinderbox is confirmed for another workshop")
    assert Booking.objects.count() == Assignment.objects.confirmed().count() == 1


@three_rounds
def test_saying_yes_while_being_taken_off(round):
    staff = Staff()
    asked = staff.asks()

    def take_off():
        staffing.release(Assignment.objects.get(pk=asked.pk), by=staff.dana, reason="No.")

    at_once(confirms(asked, staff.jonas.user), told(take_off))

    assert Assignment.objects.get().status == "released"
    assert not Booking.objects.exists()


@three_rounds
def test_erasing_somebody_while_they_are_taken_off_waits_for_it(round):
    staff = Staff()
    asked = staff.asks()

    def take_off():
        staffing.release(asked, by=staff.dana, reason="No.")

    @transaction.atomic
    def erase():
        erase_assignments(staff.jonas.email, StandIn(1))

    at_once(told(take_off), erase)

    assert not Assignment.objects.exists()


@three_rounds
def test_two_managers_who_put_down_a_lead_each(round):
    staff = Staff()

    def put_down(person):
        return told(lambda: staffing.pencil_in(staff.workshop, person, by=staff.dana))

    answers = at_once(put_down(staff.jonas), put_down(staff.ines))

    assert len(refusals(answers)) == 1
    assert Assignment.objects.count() == 1


@three_rounds
def test_a_workshop_that_moves_onto_another_while_that_is_confirmed(round):
    staff = Staff()
    mine = staff.confirms()
    theirs = staff.asks(workshop=staff.plans(DAY + timedelta(days=7), partner=staff.other))

    @transaction.atomic
    def move():
        staffing.lock(mine.workshop)
        session = Session.objects.get(workshop=mine.workshop)
        session.day = DAY + timedelta(days=7)
        session.save()
        staffing.rebook(mine.workshop)

    answers = at_once(told(move), confirms(theirs, staff.jonas.user))

    assert len(refusals(answers)) == 1
    held = Booking.objects.order_by("begins_at")
    assert all(a.ends_at <= b.begins_at for a, b in pairwise(held))
    assert Booking.objects.count() == Assignment.objects.confirmed().count()


@three_rounds
def test_all_that_can_happen_to_who_leads_at_once(round):
    staff = Staff()
    mine, helps = staff.confirms(), staff.asks(staff.ines, role="co_lead")
    theirs = staff.asks(staff.ines, staff.plans(partner=staff.other))

    def one(row):
        return Assignment.objects.get(pk=row.pk)

    def cancel():
        with transaction.atomic():
            workshop = staffing.lock(staff.workshop)
            workshop.move("cancelled", by=staff.dana, note="Snow.")
            staffing.free(workshop)

    def quietly(step):
        def take():
            with suppress(TransitionError, Workshop.DoesNotExist):
                step()

        return take

    steps = [
        lambda: staffing.confirm(one(helps), by=staff.ines.user),
        lambda: staffing.confirm(one(theirs), by=staff.ines.user),
        lambda: staffing.decline(one(mine), by=staff.jonas.user, reason="No."),
        lambda: staffing.replace(one(theirs), staff.jonas, by=staff.otto, reason="No."),
        lambda: staffing.replace(
            one(mine), staff.facilitator("Wren"), by=staff.dana, reason="", has_agreed=True
        ),
        cancel,
        lambda: staffing.release(one(helps), by=staff.dana, reason="No."),
    ]

    at_once(*map(quietly, steps))

    booked = {row.assignment_id for row in Booking.objects.all()}
    live = Assignment.objects.confirmed().exclude(workshop__status="cancelled")
    assert booked == set(live.values_list("pk", flat=True))
