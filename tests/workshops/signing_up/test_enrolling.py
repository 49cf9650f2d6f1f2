"""Seats: who has one, who waits, and who gets what is freed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.models import Partner
from plp.core import jobs
from plp.core.days import pacific_today
from plp.core.models import Message
from plp.core.privacy.person import Person, erase
from plp.core.workflow import TransitionError
from tests.make import make_partner_year, make_teacher
from tests.workshops.make import make_attendance, make_enrollment, make_session
from tests.workshops.signing_up.cast import DAY, SAID, address, told
from workshops import roster
from workshops.actions import changing, enrolling
from workshops.actions.scheduling import Day
from workshops.models import Enrollment, Teacher

LATE = "2032-03-11 12:00-06:00"  # 45 hours before


def moved(row):
    return [(change.old, change.new) for change in row.changes.all()]


# Signing up, and the order of refusals


def test_gives_seats_while_there_are_some_and_then_places_on_the_list(seats):
    seats.sign_up("Ada", "Ben", "Cleo", "Dov")

    assert seats.stands() == {"enrolled": ["Ada", "Ben"], "waitlisted": ["Cleo", "Dov"]}
    assert told("Ada") == ["workshop-enrolled"]
    assert told("Cleo") == ["workshop-waiting"]


def test_keeps_what_was_typed_with_the_seat_and_changes_no_known_teacher(seats):
    make_teacher(name="Ada Mill", email=address("ada"), school="Old School")

    seats.signs_up("Ada", school="New School", diet="No nuts")

    row = seats.row("Ada")
    assert (row.name, row.school, row.diet, row.how) == ("Ada", "New School", "No nuts", "self")
    teacher = Teacher.objects.get()
    assert (teacher.name, teacher.school) == ("Ada Mill", "Old School")


def test_who_has_a_seat_already_hears_so_before_anything_else(seats):
    seats.sign_up("Ada")
    seats.workshop.sign_up = "group"
    seats.workshop.save()
    seats.workshop.move("planned", by=None)

    assert seats.signs_up("Ada", school="Another") is False
    assert told("Ada") == ["workshop-enrolled", "workshop-signed-up-before"]
    assert seats.row("Ada").school == "Mill School"


def test_who_is_not_in_the_group_hears_so_before_whether_it_is_open_or_full(seats):
    seats.workshop.sign_up = "group"
    seats.workshop.save()
    seats.workshop.move("planned", by=None)

    assert seats.signs_up("Ada") is False
    assert told("Ada") == ["workshop-by-invitation"]
    assert not Enrollment.objects.exists()
    assert not Teacher.objects.exists()


def test_who_is_in_the_group_gets_a_seat(seats):
    seats.workshop.sign_up = "group"
    seats.workshop.save()
    seats.group("Ada")

    seats.sign_up("Ada")

    assert seats.stands() == {"enrolled": ["Ada"]}


@pytest.mark.parametrize("status", ["planned", "in_progress", "completed", "cancelled"])
def test_who_comes_when_it_is_not_open_gets_nothing(seats, status):
    seats.workshop.status = status
    seats.workshop.save(update_fields=["status"])

    assert seats.signs_up("Ada") is False
    assert not Enrollment.objects.exists()
    assert told("Ada") == []


def test_sign_up_closes_seven_days_before_at_midnight_pacific(seats, clock):
    clock.move_to("2032-03-06 23:59-08:00")
    assert seats.signs_up("Ada") is True

    clock.move_to("2032-03-07 00:00-08:00")
    assert seats.signs_up("Ben") is False
    assert seats.stands() == {"enrolled": ["Ada"]}


def test_pressing_the_button_twice_changes_nothing(seats):
    seats.sign_up("Ada")
    seats.sign_up("Ada")

    assert told("Ada") == ["workshop-enrolled"]
    assert Enrollment.objects.count() == 1


def test_who_signs_up_once_more_later_hears_it_once_a_day(seats, clock):
    seats.sign_up("Ada")
    clock.shift(timedelta(hours=1))
    seats.sign_up("Ada")
    seats.sign_up("Ada")

    assert told("Ada") == ["workshop-enrolled", "workshop-signed-up-before"]


def test_an_address_of_somebody_who_was_erased_is_nobodys(seats):
    with pytest.raises(TransitionError, match="Nobody has this address"):
        enrolling.sign_up(seats.workshop, name="Ada", email="erased-1@erased.invalid", **SAID)

    assert not Teacher.objects.exists()


def test_writes_nothing_where_staff_want_no_mail(seats):
    seats.workshop.mails_off = True
    seats.workshop.save()

    seats.sign_up("Ada", "Ben", "Cleo")
    enrolling.cancel(seats.row("Ada"), by=None)

    assert seats.stands()["enrolled"] == ["Ben", "Cleo"]
    assert not Message.objects.exists()


def test_places_on_the_list_are_in_order_even_at_the_same_moment(seats):
    rows = seats.sign_up("Ada", "Ben", "Cleo", "Dov", "Eli")

    moments = [row.since for row in rows]
    assert moments == sorted(set(moments))


# Cancelling, and freed seats


def test_a_freed_seat_goes_to_the_first_who_waits_who_is_told(seats):
    seats.sign_up("Ada", "Ben", "Cleo", "Dov")

    enrolling.cancel(seats.row("Ada"), by=None)

    assert seats.stands() == {
        "cancelled": ["Ada"],
        "enrolled": ["Ben", "Cleo"],
        "waitlisted": ["Dov"],
    }
    assert told("Ada") == ["workshop-enrolled", "seat-cancelled"]
    assert told("Cleo") == ["workshop-waiting", "seat-given"]
    assert told("Dov") == ["workshop-waiting"]


def test_cancelling_twice_is_once(seats):
    ada, *_ = seats.sign_up("Ada", "Ben", "Cleo", "Dov")

    enrolling.cancel(ada, by=None)
    enrolling.cancel(ada, by=None)

    assert seats.stands()["waitlisted"] == ["Dov"]
    assert told("Ada") == ["workshop-enrolled", "seat-cancelled"]


def test_who_leaves_the_list_frees_no_seat(seats):
    seats.sign_up("Ada", "Ben", "Cleo", "Dov")

    enrolling.cancel(seats.row("Cleo"), by=None)

    assert seats.stands()["waitlisted"] == ["Dov"]


def test_cancelling_forgets_what_somebody_needs(seats):
    seats.signs_up("Ada", diet="No nuts", access_needs="A ramp")

    enrolling.cancel(seats.row("Ada"), by=None)

    row = seats.row("Ada")
    assert (row.diet, row.access_needs) == ("", "")


def test_who_signs_up_again_keeps_one_row_at_the_end_of_the_list(seats):
    seats.sign_up("Ada", "Ben", "Cleo")
    enrolling.cancel(seats.row("Ada"), by=None)

    seats.sign_up("Ada")

    assert seats.stands() == {"enrolled": ["Ben", "Cleo"], "waitlisted": ["Ada"]}
    assert Enrollment.objects.filter(teacher__email=address("ada")).count() == 1
    assert told("Ada") == ["workshop-enrolled", "seat-cancelled", "workshop-waiting"]


def test_who_signs_up_again_gets_a_seat_where_one_is_free(seats):
    seats.sign_up("Ada")
    enrolling.cancel(seats.row("Ada"), by=None)

    seats.sign_up("Ada")

    row = seats.row("Ada")
    assert moved(row) == [("enrolled", "cancelled"), ("cancelled", "enrolled")]
    assert told("Ada") == ["workshop-enrolled", "seat-cancelled", "workshop-enrolled"]


def test_whoever_was_present_keeps_the_seat(seats):
    [ada] = seats.sign_up("Ada")
    make_attendance(ada)

    with pytest.raises(TransitionError, match="Ada was present"):
        enrolling.cancel(ada, by=seats.dana)

    assert seats.stands() == {"enrolled": ["Ada"]}


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_nothing_is_given_back_once_it_is_over(seats, status):
    [ada] = seats.sign_up("Ada")
    seats.workshop.status = status
    seats.workshop.save(update_fields=["status"])

    with pytest.raises(TransitionError, match=f"The workshop is {status}"):
        enrolling.cancel(ada, by=None)


def test_once_it_has_begun_a_freed_seat_stays_free(seats, clock):
    seats.sign_up("Ada", "Ben", "Cleo")
    clock.move_to("2032-03-13 09:00-06:00")

    enrolling.cancel(seats.row("Ada"), by=None)

    assert seats.stands()["waitlisted"] == ["Cleo"]


# At short notice


@pytest.fixture
def offered(seats, clock):
    """Cleo is offered Ada’s seat; Dov waits behind."""
    seats.sign_up("Ada", "Ben", "Cleo", "Dov")
    clock.move_to(LATE)
    enrolling.cancel(seats.row("Ada"), by=None)
    return seats


def test_just_before_72_hours_a_seat_is_still_given(seats, clock):
    seats.sign_up("Ada", "Ben", "Cleo")
    clock.move_to("2032-03-10 09:00-06:00")

    enrolling.cancel(seats.row("Ada"), by=None)

    assert seats.row("Cleo").status == "enrolled"


def test_later_it_is_offered_and_kept(offered):
    assert offered.stands() == {
        "cancelled": ["Ada"],
        "enrolled": ["Ben"],
        "offered": ["Cleo"],
        "waitlisted": ["Dov"],
    }
    cleo = offered.row("Cleo")
    assert cleo.answer_by.isoformat() == "2032-03-12T06:00:00+00:00"
    mail = Message.objects.get(what="seat-offered")
    assert mail.to == address("cleo")
    assert "Friday, 12 March 2032, 12:00 a.m. Central time (CST)" in mail.text


def test_an_offered_seat_is_nobody_elses(offered):
    enrolling.add(offered.workshop, by=offered.dana, reason="", name="Eli", **who("Eli"))

    assert offered.stands()["waitlisted"] == ["Dov", "Eli"]


def who(name):
    return SAID | {"email": address(name)}


def test_whoever_takes_it_has_it_and_may_press_twice(offered):
    cleo = offered.row("Cleo")

    enrolling.take_offered(cleo)
    enrolling.take_offered(cleo)

    assert offered.stands()["enrolled"] == ["Ben", "Cleo"]
    assert offered.row("Cleo").answer_by is None
    assert told("Cleo") == ["workshop-waiting", "seat-offered", "workshop-enrolled"]


def test_an_offer_is_not_taken_too_late(offered, clock):
    clock.move_to("2032-03-12 00:00-06:00")

    with pytest.raises(TransitionError, match="not kept for you"):
        enrolling.take_offered(offered.row("Cleo"))


def test_nobody_takes_what_was_not_offered_to_them(offered):
    with pytest.raises(TransitionError, match="not kept for you"):
        enrolling.take_offered(offered.row("Dov"))


def test_whoever_gives_an_offer_back_lets_the_next_one_have_it(offered):
    enrolling.cancel(offered.row("Cleo"), by=None)

    assert offered.stands()["offered"] == ["Dov"]


def run_jobs():
    jobs.run_due(pacific_today())


def test_an_offer_ends_by_itself_and_the_next_one_is_asked(offered, clock):
    clock.move_to("2032-03-11 23:59-06:00")
    run_jobs()
    assert offered.stands()["offered"] == ["Cleo"]

    clock.move_to("2032-03-12 00:00-06:00")
    run_jobs()
    run_jobs()

    assert offered.stands() == {
        "cancelled": ["Ada"],
        "enrolled": ["Ben"],
        "offered": ["Dov"],
        "waitlisted": ["Cleo"],
    }
    assert told("Cleo") == ["workshop-waiting", "seat-offered", "workshop-waiting"]
    assert told("Dov") == ["workshop-waiting", "seat-offered"]


def test_whoever_let_an_offer_pass_is_asked_again_in_their_turn(offered, clock):
    clock.move_to("2032-03-12 00:00-06:00")
    run_jobs()
    enrolling.cancel(offered.row("Dov"), by=None)

    assert offered.stands()["offered"] == ["Cleo"]
    assert told("Cleo")[-1] == "seat-offered"


def test_an_offer_is_not_made_at_once_to_the_only_one_who_let_it_pass(offered, clock):
    enrolling.cancel(offered.row("Dov"), by=None)
    clock.move_to("2032-03-12 00:00-06:00")
    run_jobs()

    assert offered.stands()["waitlisted"] == ["Cleo"]


def test_a_free_seat_beside_the_list_goes_to_its_first_when_somebody_joins(offered, clock):
    enrolling.cancel(offered.row("Dov"), by=None)
    clock.move_to("2032-03-12 00:00-06:00")
    run_jobs()

    enrolling.add(offered.workshop, by=offered.dana, reason="", name="Eli", **who("Eli"))

    assert offered.stands()["offered"] == ["Cleo"]
    assert offered.stands()["waitlisted"] == ["Eli"]


def test_an_offer_that_ends_as_it_begins_is_no_news(seats, clock):
    seats.sign_up("Ada", "Ben", "Cleo")
    clock.move_to("2032-03-13 08:00-06:00")
    enrolling.cancel(seats.row("Ada"), by=None)
    assert seats.row("Cleo").answer_by.isoformat() == "2032-03-13T15:00:00+00:00"

    clock.move_to("2032-03-13 09:00-06:00")
    run_jobs()

    assert seats.stands()["waitlisted"] == ["Cleo"]
    assert told("Cleo") == ["workshop-waiting", "seat-offered"]


# More seats


def change(seats, **fields):
    day = seats.workshop.sessions.get()
    days = [Day(day.day, day.begins, day.ends, day.worth)]
    changing.change_workshop(seats.workshop, days, fields, by=seats.dana)


def test_more_seats_go_to_those_who_wait(seats):
    seats.sign_up("Ada", "Ben", "Cleo", "Dov", "Eli")

    change(seats, capacity=4)

    assert seats.stands() == {"enrolled": ["Ada", "Ben", "Cleo", "Dov"], "waitlisted": ["Eli"]}
    assert told("Dov") == ["workshop-waiting", "seat-given"]


# By a manager


def test_a_manager_adds_somebody_also_where_sign_up_is_closed(seats):
    seats.workshop.move("planned", by=None)

    row = enrolling.add(seats.workshop, by=seats.dana, reason="Called.", name="Ada", **who("Ada"))

    assert (row.status, row.how, row.reason) == ("enrolled", "hand", "Called.")
    assert "Larkspur Office has put you on the list." in Message.objects.get().text


def test_a_manager_who_adds_somebody_beyond_the_seats_puts_them_on_the_list(seats):
    seats.sign_up("Ada", "Ben")

    row = enrolling.add(seats.workshop, by=seats.dana, reason="", name="Cleo", **who("Cleo"))

    assert row.status == "waitlisted"


def test_nobody_is_added_twice_or_to_what_is_over(seats):
    seats.sign_up("Ada")
    with pytest.raises(TransitionError, match="Ada is enrolled or waits already"):
        enrolling.add(seats.workshop, by=seats.dana, reason="", name="Ada", **who("Ada"))
    seats.workshop.move("cancelled", by=None)

    with pytest.raises(TransitionError, match="The workshop is cancelled"):
        enrolling.add(seats.workshop, by=seats.dana, reason="", name="Ben", **who("Ben"))
    assert Teacher.objects.count() == 1


def test_a_group_is_enrolled_in_a_series_in_one_step_and_once(seats):
    second = seats.plans(DAY + timedelta(days=7), number=2, status="planned")
    third = seats.plans(DAY + timedelta(days=14), number=3, status="completed")
    group = seats.group("Ada", "Ben", "Cleo")
    seats.signs_up("Ben")
    enrolling.cancel(seats.row("Ben"), by=None)
    series = [seats.workshop, second, third]

    assert enrolling.enroll_group(series, group, by=seats.dana) == 5
    assert enrolling.enroll_group(series, group, by=seats.dana) == 0

    assert seats.stands() == {"cancelled": ["Ben"], "enrolled": ["Ada", "Cleo"]}
    assert seats.stands(second) == {"enrolled": ["Ada", "Ben"], "waitlisted": ["Cleo"]}
    assert seats.stands(third) == {}
    assert told("Ada") == ["workshop-enrolled"] * 2


# Moving


def test_moving_a_teacher_takes_what_they_need_along_and_passes_the_seat_on(seats):
    other = seats.plans(DAY + timedelta(days=7), number=2)
    seats.signs_up("Ada", diet="No nuts")
    seats.sign_up("Ben", "Cleo")

    new = enrolling.move_to(seats.row("Ada"), other, by=seats.dana)

    assert (new.workshop, new.diet, new.district_name) == (other, "No nuts", "Mill")
    assert seats.stands() == {"cancelled": ["Ada"], "enrolled": ["Ben", "Cleo"]}
    assert seats.row("Ada").diet == ""
    assert told("Ada") == ["workshop-enrolled", "workshop-enrolled"]
    assert told("Cleo") == ["workshop-waiting", "seat-given"]


def test_whoever_was_present_here_stays_on_record_here(seats):
    other = seats.plans(DAY + timedelta(days=7), number=2)
    [ada] = seats.sign_up("Ada")
    make_attendance(ada)

    enrolling.move_to(ada, other, by=seats.dana)

    assert seats.stands() == {"enrolled": ["Ada"]}
    assert seats.row("Ada").attendances.get().is_present
    assert seats.stands(other) == {"enrolled": ["Ada"]}


def test_moving_is_refused_where_it_cannot_be(seats):
    full = seats.plans(number=2, capacity=1)
    make_enrollment(full)
    elsewhere = seats.plans(number=2, partner_year=make_partner_year())
    off = seats.plans(number=3, status="cancelled")
    there = seats.plans(number=4)
    [ada] = seats.sign_up("Ada")
    seats.signs_up("Ada", there)

    for to, why in [
        (full, "No seat is free"),
        (elsewhere, "not of the same series"),
        (off, "The workshop is cancelled"),
        (there, "Ada is enrolled or waits already"),
        (seats.workshop, "Ada is enrolled or waits already"),
    ]:
        with pytest.raises(TransitionError, match=why):
            enrolling.move_to(ada, to, by=seats.dana)
    enrolling.cancel(ada, by=None)
    with pytest.raises(TransitionError, match="Ada has cancelled"):
        enrolling.move_to(ada, seats.plans(number=5), by=seats.dana)


# What it costs


def test_signing_up_takes_as_many_queries_with_many_as_with_few(seats, django_assert_num_queries):
    seats.sign_up("Ada", "Ben", "Cleo")
    with django_assert_num_queries(22):
        seats.signs_up("Dov")
    seats.sign_up("Eli", "Fay", "Gus")
    with django_assert_num_queries(22):
        seats.signs_up("Hal")


def test_whoever_was_erased_is_enrolled_with_their_group_no_more(seats, administrator, commit):
    group = seats.group("Ada", "Ben")
    erase(Person(address("Ada")), by=administrator, names=[])

    assert roster.missing_from(seats.workshop, group) == 1
    assert enrolling.enroll_group([seats.workshop], group, by=seats.dana) == 1
    assert seats.stands() == {"enrolled": ["Ben"]}


def test_once_the_partnership_has_ended_nobody_gets_a_seat(seats):
    seats.sign_up("Ada", "Ben", "Cleo")
    Partner.objects.update(ended_on=date(2032, 2, 1), ends_on=date(2032, 2, 1))

    enrolling.cancel(seats.row("Ada"), by=None)

    assert not seats.signs_up("Dov")
    assert seats.stands() == {"enrolled": ["Ben"], "waitlisted": ["Cleo"], "cancelled": ["Ada"]}


def test_an_offered_seat_is_not_taken_once_it_was_moved_before_now(seats, clock):
    row = make_enrollment(
        seats.workshop, status="offered", answer_by=datetime(2032, 3, 13, 12, tzinfo=UTC)
    )
    seats.workshop.sessions.get().delete()
    make_session(seats.workshop, day=date(2032, 2, 1))

    with pytest.raises(TransitionError, match="not kept for you any more"):
        enrolling.take_offered(row)


def test_whoever_is_erased_while_somebody_decides_is_said_to_be_gone(seats):
    [row] = seats.sign_up("Ada")
    Enrollment.objects.all().delete()

    for step in (enrolling.take_offered, lambda row: enrolling.cancel(row, by=seats.dana)):
        with pytest.raises(TransitionError, match="out of our records"):
            step(row)
