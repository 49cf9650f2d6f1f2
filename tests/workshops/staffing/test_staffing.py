"""Who leads a workshop: each step, what it books, and what it refuses."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.facilitators.make import make_facilitator
from tests.workshops.make import make_leading, make_session
from tests.workshops.staffing.cast import AFTERNOON, DAY, MORNING
from workshops.actions import staffing
from workshops.models import Assignment, Booking

pytestmark = pytest.mark.django_db


def mails():
    return sorted(Message.objects.values_list("what", "to"))


def hours_of(person):
    return [(row.begins_at, row.ends_at) for row in Booking.objects.filter(facilitator=person)]


def test_penciling_in_books_nothing_and_tells_nobody(staff):
    found = staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)

    assert (found.status, found.role) == ("penciled", "lead")
    assert not Booking.objects.exists()
    assert mails() == []


def test_somebody_without_a_contract_is_penciled_in_all_the_same(staff):
    assert not staff.partner.contracts.exists()
    assert staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana).pk


def test_asking_writes_to_them_once_an_ask(staff):
    found = staff.asks()

    with pytest.raises(TransitionError, match="Jonas Tinderbox is asked already"):
        staffing.ask(found, by=staff.dana)
    assert mails() == [("leader-asked", staff.jonas.email)]
    assert Message.objects.get().reply_to == staff.dana.email


def test_who_has_no_account_is_invited_to_one(staff):
    person = make_facilitator(name="Wren Ash")

    staff.asks(person)

    assert Invitation.objects.get().email == person.email
    assert mails() == [("facilitator-invited", person.email), ("leader-asked", person.email)]
    assert "You have no account yet" in Message.objects.get(what="leader-asked").text


def test_a_yes_books_every_day_and_tells_the_partner(staff):
    staff.adds_day(staff.workshop, DAY + timedelta(days=7))

    found = staff.confirms()

    sessions = staff.workshop.sessions.all()
    assert hours_of(staff.jonas) == [(each.begins_at, each.ends_at) for each in sessions]
    assert found.status == "confirmed"
    assert ("leader-said-yes", staff.dana.email) in mails()


def test_a_manager_notes_a_yes_on_their_word(staff):
    found = staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)

    staffing.confirm(found, by=staff.dana, on_their_word=True)

    assert len(hours_of(staff.jonas)) == 1
    assert mails() == [("leader-noted", staff.jonas.email)]


@pytest.mark.parametrize("who", ["ines", "dana"])
def test_nobody_else_answers_for_them(staff, who):
    found, person = staff.asks(), getattr(staff, who)

    for answer, said in [(staffing.confirm, {}), (staffing.decline, {"reason": "No."})]:
        with pytest.raises(TransitionError, match="You were not asked"):
            answer(found, by=getattr(person, "user", person), **said)
    assert Assignment.objects.get().status == "asked"


def test_who_is_only_penciled_in_has_nothing_to_answer(staff):
    found = staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)

    with pytest.raises(TransitionError, match="You were not asked"):
        staffing.confirm(found, by=staff.jonas.user)


@pytest.mark.parametrize(("answered", "words"), [(False, "had been asked"), (True, "had said yes")])
def test_a_no_frees_them_also_after_a_yes(staff, answered, words):
    found = staff.confirms() if answered else staff.asks()

    staffing.decline(found, by=staff.jonas.user, reason="I teach that day.")

    assert not Booking.objects.exists()
    assert found.changes.last().note == "I teach that day."
    text = Message.objects.get(what="leader-said-no", to=staff.dana.email).text
    assert words in text
    assert "I teach that day." in text


def test_who_declined_can_be_asked_again(staff):
    found = staff.asks()
    staffing.decline(found, by=staff.jonas.user, reason="Not that day.")

    staffing.ask(found, by=staff.dana)
    staffing.confirm(found, by=staff.jonas.user)

    assert Message.objects.filter(what="leader-asked").count() == 2
    assert len(hours_of(staff.jonas)) == 1


def test_taking_off_frees_them_and_says_why(staff):
    found = staff.confirms()

    staffing.release(found, by=staff.dana, reason="Two are too many.")

    assert not Booking.objects.exists()
    assert "Two are too many." in Message.objects.get(what="leader-taken-off").text


def test_who_was_penciled_in_does_not_hear_that_they_are_taken_off(staff):
    found = staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)

    staffing.release(found, by=staff.dana, reason="Somebody nearer.")

    assert mails() == []


def test_one_leads_and_others_help(staff):
    staff.asks()

    with pytest.raises(TransitionError, match="Jonas Tinderbox leads it already"):
        staffing.pencil_in(staff.workshop, staff.ines, by=staff.dana)
    staffing.pencil_in(staff.workshop, staff.ines, role="co_lead", by=staff.dana)
    with pytest.raises(TransitionError, match="Ines Paper is on this workshop already"):
        staffing.pencil_in(staff.workshop, staff.ines, role="co_lead", by=staff.dana)


def test_the_lead_who_declined_is_not_asked_again_beside_another(staff):
    first = staff.asks()
    staffing.decline(first, by=staff.jonas.user, reason="No.")
    staff.asks(staff.ines)

    with pytest.raises(TransitionError, match="Ines Paper leads it already"):
        staffing.ask(first, by=staff.dana)


def test_whom_partners_cannot_find_is_not_put_down_unless_a_contract_is_made(staff):
    staff.jonas.is_listed = False
    staff.jonas.save()

    with pytest.raises(TransitionError, match="cannot find this person"):
        staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)
    staff.contracts(staff.jonas)
    assert staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana).pk


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_nothing_changes_once_it_is_over(staff, status):
    found = staff.confirms()
    staff.workshop.__class__.objects.update(status=status)

    for step in [
        lambda: staffing.pencil_in(staff.workshop, staff.ines, role="co_lead", by=staff.dana),
        lambda: staffing.release(found, by=staff.dana, reason="No."),
        lambda: staffing.decline(found, by=staff.jonas.user, reason="No."),
    ]:
        with pytest.raises(TransitionError, match=f"The workshop is {status}"):
            step()
    assert Assignment.objects.get().status == "confirmed"


def test_on_the_day_somebody_still_steps_in(staff):
    found = staff.confirms()
    staff.workshop.move("in_progress", by=staff.dana)

    staffing.replace(found, staff.ines, by=staff.dana, reason="Ill.", has_agreed=True)

    assert hours_of(staff.jonas) == []
    assert len(hours_of(staff.ines)) == 1


# Twice at one time


def test_nobody_is_confirmed_twice_at_one_time_across_partners(staff):
    staff.confirms(workshop=staff.plans(partner=staff.other, title="Secret of Foundry"))
    mine = staff.asks()

    with pytest.raises(TransitionError) as refusal:
        staffing.confirm(mine, by=staff.dana, on_their_word=True)

    assert str(refusal.value) == (
        "Jonas Tinderbox is confirmed for another workshop at these hours of Saturday, 11 October "
        "2031. Choose another day, or somebody else."
    )
    assert Assignment.objects.get(pk=mine.pk).status == mine.status == "asked"
    assert len(hours_of(staff.jonas)) == 1


def test_a_partner_reads_which_of_its_own_it_is(staff):
    staff.confirms(workshop=staff.plans(title="Autumn day"))

    with pytest.raises(TransitionError, match="It is Autumn day of yours"):
        staffing.confirm(staff.asks(), by=staff.dana, on_their_word=True)


def test_they_themselves_read_what_is_in_the_way(staff):
    staff.confirms(workshop=staff.plans(partner=staff.other, title="Autumn day"))

    with pytest.raises(TransitionError, match="You lead Autumn day of Foundry Learning"):
        staffing.confirm(staff.asks(), by=staff.jonas.user)


def test_one_after_the_other_on_a_day_is_possible(staff):
    staff.confirms(workshop=staff.plans(hours=MORNING))
    staff.confirms(workshop=staff.plans(hours=AFTERNOON, partner=staff.other))

    assert len(hours_of(staff.jonas)) == 2


def test_the_hours_of_different_zones_are_compared_as_moments(staff):
    east = staff.plans(hours=(time(9), time(12)), zone="America/New_York")
    west = staff.plans(hours=(time(9), time(12)), zone="America/Los_Angeles")

    staff.confirms(workshop=east)
    staff.confirms(workshop=west)

    assert len(hours_of(staff.jonas)) == 2


@pytest.mark.postgres
def test_the_database_itself_refuses_two_bookings_that_overlap(staff):
    one = staff.confirms()
    other = make_leading(staff.plans(partner=staff.other), facilitator=staff.jonas)
    session = other.workshop.sessions.get()

    with pytest.raises(IntegrityError, match="booking_never_overlaps"), transaction.atomic():
        Booking.objects.create(
            assignment=other,
            session=session,
            facilitator=staff.jonas,
            begins_at=session.begins_at + timedelta(hours=1),
            ends_at=session.ends_at + timedelta(hours=1),
        )
    assert one.bookings.count() == 1
    connection.check_constraints()


# In another's place


def test_replacing_tells_everybody_in_one_step(staff):
    old = staff.confirms()
    Message.objects.all().delete()

    new = staffing.replace(old, staff.ines, by=staff.dana, reason="Jonas is ill.")

    assert (old.status, new.status, new.role) == ("released", "asked", "lead")
    assert hours_of(staff.jonas) == []
    assert mails() == [
        ("leader-asked", staff.ines.email),
        ("leader-replaced", staff.dana.email),
        ("leader-taken-off", staff.jonas.email),
    ]


def test_where_the_new_one_cannot_come_the_other_stays(staff):
    staff.confirms(staff.ines, staff.plans(partner=staff.other))
    old = staff.confirms()
    before = mails()

    with pytest.raises(TransitionError, match="Ines Paper is confirmed for another"):
        staffing.replace(old, staff.ines, by=staff.dana, reason="Ill.", has_agreed=True)

    old = Assignment.objects.get(pk=old.pk)
    assert old.status == "confirmed"
    assert len(hours_of(staff.jonas)) == 1
    assert mails() == before


def test_nobody_is_replaced_by_themselves(staff):
    with pytest.raises(TransitionError, match="Choose somebody else"):
        staffing.replace(staff.asks(), staff.jonas, by=staff.dana, reason="Hm.")


# When the workshop moves


def test_another_day_moves_the_bookings(staff):
    staff.confirms()
    session = staff.workshop.sessions.get()
    session.day = date(2031, 10, 18)
    session.save()
    make_session(staff.workshop, day=date(2031, 10, 25))

    staffing.rebook(staff.workshop)

    moments = [(each.begins_at, each.ends_at) for each in staff.workshop.sessions.all()]
    assert hours_of(staff.jonas) == moments


def test_a_day_on_which_they_lead_elsewhere_is_refused(staff):
    staff.confirms()
    elsewhere = staff.plans(date(2031, 10, 18), partner=staff.other)
    staff.confirms(workshop=elsewhere)
    before = hours_of(staff.jonas)
    session = staff.workshop.sessions.get()

    session.day = date(2031, 10, 18)
    session.save()

    with pytest.raises(TransitionError, match="of Saturday, 18 October 2031"):
        staffing.rebook(staff.workshop)

    assert hours_of(staff.jonas) == before


def test_a_cancelled_workshop_frees_everybody_and_keeps_who_was_confirmed(staff):
    found = staff.confirms()
    staff.confirms(staff.ines, role="co_lead")
    staff.workshop.move("cancelled", by=staff.dana, note="Snow.")

    staffing.free(staff.workshop)

    assert not Booking.objects.exists()
    assert Assignment.objects.get(pk=found.pk).status == "confirmed"


# Mails


def test_a_workshop_of_which_nobody_is_written_to(staff):
    staff.workshop.mails_off = True
    staff.workshop.save()
    wren = make_facilitator()

    staffing.release(staff.confirms(), by=staff.dana, reason="No.")
    staff.asks(wren)

    assert mails() == []


def test_answers_reach_the_facilitator_only_where_there_is_a_contract(staff):
    staff.confirms()
    first = Message.objects.get(what="leader-said-yes")
    staff.contracts(staff.ines)
    staff.confirms(staff.ines, staff.plans(date(2031, 11, 1)))
    second = Message.objects.exclude(pk=first.pk).get(what="leader-said-yes")

    assert first.reply_to != staff.jonas.email
    assert second.reply_to == staff.ines.email
