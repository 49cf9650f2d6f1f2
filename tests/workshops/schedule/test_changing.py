"""Changing a workshop: what is saved, who is told once, and what is refused."""

from datetime import date, time

import pytest
from django.urls import reverse

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import Fields, said
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member, make_teacher, make_user
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_leading,
    make_session,
    make_workshop,
)
from workshops.actions import changing, opening, staffing
from workshops.actions.scheduling import Day
from workshops.models import Booking, Session, WalkIn

OCT_8, OCT_15 = date(2016, 10, 8), date(2016, 10, 15)
NINE, THREE = time(9), time(15)


@pytest.fixture
def workshop(year):
    return make_workshop(OCT_8, partner_year=year, title="Loops")


@pytest.fixture
def dana(partner):
    return make_member(partner, user=make_user("dana@lakeside.example", name="Dana")).user


def confirmed(workshop, name="Jonas"):
    user = make_user(f"{name.lower()}@lead.example", name=name)
    person = make_facilitator_with_account(name=name, user=user, email=user.email)
    found = staffing.pencil_in(workshop, person, by=None)
    staffing.confirm(found, by=make_user(), on_their_word=True)
    return found


def moved(workshop, *days, by, **fields):
    days = [Day(day, NINE, THREE) for day in days]
    changing.change_workshop(workshop, days, fields, by=by)


def mails(what):
    return {mail.to: mail for mail in Message.objects.filter(what=what)}


def address(workshop, name):
    return reverse(f"workshops:workshop-{name}", args=[workshop.partner.pk, workshop.pk])


def typed(manager, workshop, **new):
    """What the form sends as it is, but for what is new."""
    page = manager.get(address(workshop, "change")).content.decode()
    chosen = {"mode": workshop.mode, "sign_up": workshop.sign_up}
    return Fields(page).values | chosen | new


# What is saved


def test_another_meeting_link_is_told_once_and_stands_where_no_stranger_reads_it(
    manager, workshop, client
):
    workshop.mode, workshop.status = "virtual", "open"
    workshop.save()
    make_enrollment(workshop, make_teacher(email="ada@school.example"))
    new = typed(manager, workshop, meeting_link="https://meet.example.org/loops")

    for _ in range(2):
        manager.post(address(workshop, "change"), new | {"do": "yes"})

    told = mails("workshop-changed")
    assert "The meeting link: it is another one now" in told["ada@school.example"].text
    assert "meet.example.org" in said(manager.get(address(workshop, "change")))
    assert "meet.example.org" not in said(client.get(workshop.get_absolute_url()))


def test_a_day_that_moves_stays_the_same_row(workshop, dana):
    [before] = workshop.sessions.all()

    moved(workshop, OCT_15, by=dana)

    [after] = Session.objects.filter(workshop=workshop)
    assert (after.pk, after.day, after.ends) == (before.pk, OCT_15, THREE)
    assert after.begins_at.hour == 14


def test_days_come_and_go(workshop, dana):
    make_session(workshop, day=OCT_15)

    moved(workshop, OCT_15, by=dana)
    assert [each.day for each in workshop.sessions.order_by("day")] == [OCT_15]

    moved(workshop, OCT_15, OCT_8, date(2016, 10, 22), by=dana)
    days = [each.day for each in workshop.sessions.order_by("day")]
    assert days == [OCT_8, OCT_15, date(2016, 10, 22)]


def test_two_days_can_change_places_with_others(workshop, dana):
    make_session(workshop, day=date(2016, 10, 9))

    moved(workshop, date(2016, 10, 9), date(2016, 10, 10), by=dana)

    assert workshop.sessions.filter(day=date(2016, 10, 10)).exists()
    assert workshop.sessions.count() == 2


def test_in_another_zone_the_same_clock_is_another_moment(workshop, dana):
    days = [Day(OCT_8, NINE, time(15, 30))]

    changing.change_workshop(workshop, days, {"zone": "Pacific/Honolulu"}, by=dana)

    [session] = Session.objects.filter(workshop=workshop)
    assert (session.begins, session.begins_at.hour) == (NINE, 19)


def test_who_leads_is_booked_at_the_new_hours(workshop, dana):
    confirmed(workshop)

    moved(workshop, OCT_15, by=dana)

    [booking] = Booking.objects.all()
    assert booking.begins_at.date() == OCT_15


# Who is told


def test_tells_all_concerned_once_what_has_changed(workshop, dana):
    other = make_member(workshop.partner, user=make_user("otto@lakeside.example")).user
    for status in ["enrolled", "waitlisted", "cancelled"]:
        make_enrollment(workshop, make_teacher(email=f"{status}@t.example"), status=status)
    lead = confirmed(workshop)
    make_leading(workshop, role="co_lead")  # penciled in: knows nothing of it

    moved(workshop, OCT_15, by=dana, venue="Town Hall")

    to_teachers, to_team = mails("workshop-changed"), mails("workshop-changed-team")
    assert {*to_teachers} == {"enrolled@t.example", "waitlisted@t.example"}
    assert {*to_team} == {lead.facilitator.email, other.email}
    text = to_teachers["enrolled@t.example"].text
    for line in [
        "When it was: Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)",
        "When it is now: Saturday, 15 October 2016, 9:00 a.m. to 3:00 p.m., Central time (CDT)",
        "Where it was: Lake Street Library, 1 Lake Street, Chicago, IL 60601",
        "Where it is now: Town Hall, 1 Lake Street, Chicago, IL 60601",
    ]:
        assert line in text
    assert to_teachers["enrolled@t.example"].reply_to == dana.email


def test_says_nothing_of_what_is_the_same(workshop, dana):
    make_enrollment(workshop, make_teacher(email="ada@t.example"))
    days = [Day(OCT_8, NINE, time(15, 30))]

    changing.change_workshop(workshop, days, {"capacity": 20, "about": "Bring a pen."}, by=dana)
    assert not mails("workshop-changed")

    changing.change_workshop(workshop, days, {"venue": "Town Hall"}, by=dana)
    changing.change_workshop(workshop, days, {"venue": "Town Hall"}, by=dana)
    assert "When" not in mails("workshop-changed")["ada@t.example"].text
    assert Message.objects.filter(what="workshop-changed").count() == 1


def test_writes_to_nobody_where_mail_is_off(year, dana):
    workshop = make_workshop(OCT_8, partner_year=year, mails_off=True)
    make_enrollment(workshop)

    moved(workshop, OCT_15, by=dana)
    opening.cancel_workshop(workshop, by=dana, reason="Snow.")

    assert not Message.objects.filter(what__startswith="workshop-c").exists()


# What is refused


def test_refuses_an_hour_at_which_who_leads_is_taken(workshop, year, dana):
    lead = confirmed(workshop)
    other = make_workshop(OCT_15, partner_year=year)
    mine = staffing.pencil_in(other, lead.facilitator, by=None)
    staffing.confirm(mine, by=dana, on_their_word=True)

    with pytest.raises(TransitionError, match="Jonas is confirmed for another workshop"):
        moved(workshop, OCT_15, by=dana)

    assert workshop.sessions.get().day == OCT_8
    assert not mails("workshop-changed-team")


def test_refuses_fewer_seats_than_are_taken(workshop, dana):
    make_enrollment(workshop)
    make_enrollment(workshop)

    with pytest.raises(TransitionError, match="2 seats are taken already"):
        moved(workshop, OCT_8, by=dana, capacity=1)


def test_a_day_stays_of_which_it_is_noted_who_was_present(workshop, dana):
    make_attendance(make_enrollment(workshop))

    with pytest.raises(TransitionError, match="so that day stays"):
        moved(workshop, OCT_15, by=dana)


def test_a_day_stays_on_which_somebody_waits_to_be_let_in(workshop, dana):
    session = workshop.sessions.get()
    WalkIn.objects.create(session=session, name="Noor", email="noor@mill.example")

    with pytest.raises(TransitionError, match="waits to be let in"):
        moved(workshop, OCT_15, by=dana)

    assert WalkIn.objects.exists()


def test_of_two_who_looked_at_the_same_the_second_is_told(workshop, dana):
    seen = changing.version_of(workshop)
    days = [Day(OCT_15, NINE, THREE)]
    changing.change_workshop(workshop, days, {"title": "Lists"}, by=dana, seen=seen)

    with pytest.raises(TransitionError, match="Somebody has changed this workshop"):
        changing.change_workshop(workshop, days, {"title": "Trees"}, by=dana, seen=seen)
    changing.change_workshop(workshop, days, {"title": "Lists"}, by=dana, seen=seen)

    workshop.refresh_from_db()
    assert workshop.title == "Lists"


def test_pressing_twice_is_saving_once(manager, workshop):
    make_enrollment(workshop)
    form = typed(manager, workshop, venue="Town Hall") | {"do": "1"}

    first, second = (manager.post(address(workshop, "change"), form) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Message.objects.filter(what="workshop-changed").count() == 1


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_refuses_one_that_is_over(year, dana, status):
    workshop = make_workshop(partner_year=year, status=status)

    with pytest.raises(TransitionError, match=f"The workshop is {status}"):
        moved(workshop, OCT_15, by=dana)


# The page


def test_shows_who_is_told_and_what_speaks_against_it_before_it_saves(manager, workshop):
    make_enrollment(workshop, make_teacher(email="ada@t.example"))
    form = typed(manager, workshop, **{"day-0-day": "2016-11-24"})

    preview = manager.post(address(workshop, "change"), form)

    text = said(preview)
    assert "1 mail: Workshop changed, to a teacher" in text
    assert "When it is now: Thursday, 24 November 2016" in text
    assert "Thanksgiving" in text
    assert "ada@t.example" not in text
    assert workshop.sessions.get().day == OCT_8

    again = Fields(preview.content.decode()).values | {"do": "1"}
    answer = manager.post(address(workshop, "change"), again, follow=True)

    assert "Changed: Loops" in said(answer)
    assert workshop.sessions.get().day == date(2016, 11, 24)
    assert {*mails("workshop-changed")} == {"ada@t.example"}


def test_saves_at_once_what_nobody_is_told_of(manager, workshop):
    form = typed(manager, workshop, title="Loops and lists")

    answer = manager.post(address(workshop, "change"), form, follow=True)

    assert "Changed: Loops and lists" in said(answer)


def test_the_zone_comes_from_the_zip_code(manager, workshop):
    form = typed(manager, workshop, zip_code="96813-1234")
    form |= {"do": "1"}

    manager.post(address(workshop, "change"), form)

    workshop.refresh_from_db()
    assert (workshop.zip_code, workshop.zone) == ("96813", "Pacific/Honolulu")


def test_the_zone_is_said_where_times_are_typed(manager, workshop):
    text = said(manager.get(address(workshop, "change")))

    assert "now it is Central time (CDT)" in text


def test_a_zone_that_is_chosen_goes_before(manager, workshop):
    form = typed(manager, workshop, mode="virtual", zone="America/Phoenix")

    manager.post(address(workshop, "change"), form | {"do": "1"})

    workshop.refresh_from_db()
    assert workshop.zone == "America/Phoenix"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"day-0-day": ""}, "Name the day on which it takes place."),
        ({"day-0-day": "soon"}, "Write a day such as 2016-12-05."),
        ({"day-0-day": "1900-01-01"}, "Write a year between 2000 and 2099."),
        ({"day-0-day": "9999-12-31", "day-0-ends": "23:00"}, "Write a year between 2000 and 2099."),
        ({"day-0-ends": "8:00"}, "Write a time after it begins."),
        ({"day-1-day": "2016-10-08", "day-1-begins": "9:00", "day-1-ends": "10:00"}, "named twice"),
        ({"day-1-day": "2016-10-09"}, "Write when it begins."),
        ({"day-0-day": "2017-03-12", "day-0-begins": "02:30"}, "There is no such time"),
        ({"day-0-day": "2016-11-06", "day-0-begins": "01:30"}, "This time comes twice"),
        ({"zip_code": "Chicago"}, "Write the five digits of a ZIP code"),
        ({"zip_code": "00001"}, "We do not know this ZIP code"),
        ({"capacity": "0"}, "Write 1 or more."),
        ({"seen": "0"}, "Somebody has changed this workshop since you opened it."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(manager, workshop, wrong, reason):
    form = typed(manager, workshop, venue="Café 🐧", **wrong)

    answer = manager.post(address(workshop, "change"), form)

    assert reason in said(answer)
    assert 'value="Café 🐧"' in said(answer)
    workshop.refresh_from_db()
    assert workshop.venue == "Lake Street Library"


@pytest.mark.parametrize("name", ["change", "cancel", "open", "close"])
def test_a_viewer_changes_nothing(browse, workshop, name):
    viewer = browse()

    assert viewer.post(address(workshop, name)).status_code == 403
    text = said(viewer.get(address(workshop, name), follow=True))
    assert "Lake Street Library" in text


@pytest.mark.parametrize("name", ["change", "cancel", "open", "close"])
def test_another_partner_finds_nothing(client, workshop, name):
    client.force_login(make_member().user)

    assert client.post(address(workshop, name)).status_code == 404


# Sign-up, and cancelling


def test_opens_sign_up_and_closes_it_again(manager, workshop):
    assert "Opened for sign-up: Loops" in said(manager.post(address(workshop, "open"), follow=True))
    assert "Teachers can sign up already." in said(manager.post(address(workshop, "open")))

    answer = manager.post(address(workshop, "close"), follow=True)
    assert "Closed sign-up for: Loops" in said(answer)
    assert "Nobody can sign up for it now" in said(manager.post(address(workshop, "close")))


def test_cancels_with_a_reason_that_all_read_once(manager, workshop):
    make_enrollment(workshop, make_teacher(email="ada@t.example"))
    lead = confirmed(workshop)

    preview = manager.post(address(workshop, "cancel"), {"reason": "The roof leaks."})
    assert "Why: The roof leaks." in said(preview)
    assert not mails("workshop-cancelled")
    form = {"reason": "The roof leaks.", "do": "1"}
    answer = manager.post(address(workshop, "cancel"), form, follow=True)
    again = manager.post(address(workshop, "cancel"), form)

    assert "Cancelled: Loops" in said(answer)
    assert "so it cannot be cancelled" in said(again)
    assert {*mails("workshop-cancelled")} == {"ada@t.example"}
    assert {*mails("workshop-cancelled-team")} == {lead.facilitator.email}
    assert not Booking.objects.exists()
    assert workshop.changes.get().note == "The roof leaks."


def test_asks_why_it_is_cancelled(manager, workshop):
    answer = manager.post(address(workshop, "cancel"), {"reason": " ", "do": "1"})

    assert "Write why, in a few words." in said(answer)
    workshop.refresh_from_db()
    assert workshop.status == "planned"


def test_one_that_has_begun_is_not_cancelled(year, dana):
    workshop = make_workshop(partner_year=year, status="in_progress")

    with pytest.raises(TransitionError, match="It is in progress"):
        opening.cancel_workshop(workshop, by=dana, reason="Snow.")
