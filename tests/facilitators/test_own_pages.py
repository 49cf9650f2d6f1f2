"""A facilitator's profile, days and calendar: theirs alone."""

from datetime import date

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import ZipCode
from facilitators import calendars
from facilitators.actions import own as actions
from facilitators.forms import own as forms
from facilitators.models import Facilitator, Unavailability
from plp.core import history
from plp.core.calendars import day_entry
from tests.browsing import said
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator,
    make_facilitator_with_account,
    make_unavailability,
)
from tests.make import make_course, make_partner, make_school_year

pytestmark = pytest.mark.django_db

PROFILE = reverse("facilitators:profile")
AVAILABILITY = reverse("facilitators:availability")
RENEW = reverse("facilitators:calendar-renew")


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-20 12:00-07:00", tick=False):
        yield


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Profile


def typed(jonas, **fields):
    return {"name": jonas.name, "travels_up_to": "100", "is_listed": "on"} | fields


def save(client, jonas, **fields):
    return client.post(PROFILE, typed(jonas, **fields), follow=True)


def test_the_profile_says_where_we_write_where_that_is_another_address(own, jonas):
    assert "It is the one that you sign in with." in own.get(PROFILE).content.decode()

    jonas.email = "jonas@school.example.org"
    jonas.save()

    shown = own.get(PROFILE).content.decode()
    assert "jonas@school.example.org" in shown
    assert f"You sign in with {jonas.user.email}." in shown


def test_saves_who_somebody_is(own, jonas):
    code = ZipCode.objects.first().code
    course = make_course()
    answer = save(
        own,
        jonas,
        name="  Jonas  T. Tinderbox ",
        phone="(415) 555-2671",
        extension="12",
        home_zip=f"{code}-1234",
        travels_up_to="250",
        bio="I lead clubs.",
        courses=[course.pk],
        is_listed="",
    )

    assert "Saved." in said(answer)
    jonas.refresh_from_db()
    assert (jonas.name, str(jonas.phone), jonas.extension) == (
        "Jonas T. Tinderbox",
        "(415) 555-2671",
        "12",
    )
    assert (jonas.home_zip, jonas.travels_up_to, jonas.bio) == (code, 250, "I lead clubs.")
    assert list(jonas.courses.all()) == [course]
    assert not jonas.is_listed
    assert history.of(Facilitator).first().history_user == jonas.user


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": " "}, "Write your name, as partners know you."),
        ({"home_zip": "9770"}, "Write the 5 digits of a ZIP code"),
        ({"home_zip": "00001"}, "We do not know the ZIP code 00001."),
        ({"phone": "12"}, "Write a phone number such as"),
        ({"travels_up_to": "far"}, "Write a number of miles, in digits."),
        ({"travels_up_to": "-1"}, "greater than or equal to 0"),
        ({"travels_up_to": "9999"}, "less than or equal to 5000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(own, jonas, fields, error):
    answer = save(own, jonas, bio="I lead clubs.", **fields)

    assert error in said(answer)
    assert "I lead clubs." in answer.content.decode()
    jonas.refresh_from_db()
    assert jonas.bio == ""


def test_what_staff_change_meanwhile_stays(jonas):
    stale = Facilitator.objects.get(pk=jonas.pk)
    jonas.is_listed = False
    jonas.save()

    actions.save_profile(stale, {"bio": "I lead clubs."})

    jonas.refresh_from_db()
    assert (jonas.bio, jonas.is_listed) == ("I lead clubs.", False)


def test_saving_without_a_change_writes_no_history(own, jonas):
    rows = history.of(Facilitator).count()

    answer = save(own, jonas)

    assert "Nothing was changed." in said(answer)
    assert history.of(Facilitator).count() == rows


def test_the_address_is_shown_and_cannot_be_changed_here(own, jonas):
    assert jonas.email in said(own.get(PROFILE))
    save(own, jonas, email="other@example.org")

    assert Facilitator.objects.get().email == jonas.user.email


# Days


def add(client, first="2016-10-08", last="", note=""):
    return client.post(
        AVAILABILITY, {"first_day": first, "last_day": last, "note": note}, follow=True
    )


def test_adds_a_day_and_days(own, jonas):
    add(own)
    answer = add(own, "2016-12-24", "2017-01-02", note="My sister marries.")

    assert [(u.first_day, u.last_day) for u in jonas.unavailabilities.all()] == [
        (date(2016, 10, 8), date(2016, 10, 8)),
        (date(2016, 12, 24), date(2017, 1, 2)),
    ]
    for text in ["October 2016", "18 days", "24 December 2016 – 2 January 2017", "sister"]:
        assert text in said(answer), text


def test_the_same_days_again_only_get_another_note(own, jonas):
    add(own, note="Club")
    add(own, note="Class")

    assert jonas.unavailabilities.get().note == "Class"


def test_days_that_overlap_stand_beside_each_other(own, jonas):
    add(own, "2016-10-01", "2016-10-09")
    add(own, "2016-10-08", "2016-10-12")

    assert jonas.unavailabilities.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        ("", "", "Choose the day, or the first of several."),
        ("soon", "", "Write a day such as 2016-12-05."),
        ("2016-10-08", "2016-10-07", "This is before the first day."),
        ("2016-10-08", "2017-10-09", "Choose at most a year at a time."),
        ("2016-09-19", "", "This is over: today is Tuesday, 20 September 2016."),
        ("0016-10-08", "", "Write a year between 2000 and 2099."),
    ],
)
def test_days_that_cannot_be_meant_are_refused(own, jonas, first, last, error):
    answer = add(own, first, last, note="Club")

    assert error in said(answer)
    assert 'value="Club"' in answer.content.decode()
    assert not jonas.unavailabilities.exists()


def test_there_is_an_end_to_what_somebody_names(own, jonas, monkeypatch):
    monkeypatch.setattr(forms, "MOST_AHEAD", 1)
    add(own)

    assert "You have named very many days." in said(add(own, "2016-10-09"))


def test_days_are_removed_and_twice_is_said(own, jonas):
    made = make_unavailability(facilitator=jonas)
    address = reverse("facilitators:availability-remove", args=[made.pk])

    assert "Removed: 8 October 2016." in said(own.post(address, follow=True))
    assert "not in your list" in said(own.post(address, follow=True))


def test_nobody_removes_the_days_of_another(own):
    made = make_unavailability(facilitator=make_facilitator())

    own.post(reverse("facilitators:availability-remove", args=[made.pk]))

    assert Unavailability.objects.exists()


def test_what_is_over_is_folded_and_what_has_begun_is_ahead(own, jonas):
    make_unavailability(facilitator=jonas, day=date(2016, 9, 1), note="Camp")
    make_unavailability(facilitator=jonas, first_day=date(2016, 8, 30), last_day=date(2016, 9, 20))

    text = said(own.get(AVAILABILITY))

    assert "Past: 1" in text
    assert "September 2016</h3>" in text
    assert "August 2016</h3>" not in text
    assert "30 August – 20 September 2016" in text


def test_says_what_stands_there_when_nothing_does(own):
    assert "You have not named any day" in said(own.get(AVAILABILITY))


@pytest.mark.parametrize("address", [PROFILE, AVAILABILITY])
def test_asks_the_same_number_of_queries_of_any_number_of_rows(own, jonas, address):
    make_unavailability(facilitator=jonas)
    one = queries(own, address)
    for number in range(5):
        make_unavailability(facilitator=jonas, day=date(2016, 11, 1 + number))

    assert queries(own, address) == one <= 7


# Whose pages they are


@pytest.mark.parametrize("address", [PROFILE, AVAILABILITY, RENEW])
@pytest.mark.parametrize("ask", ["get", "post"])
def test_whoever_is_no_facilitator_finds_nothing(client, stranger, address, ask):
    client.force_login(stranger)

    assert getattr(client, ask)(address).status_code == 404


# The calendar


@pytest.fixture
def full(jonas):
    """Jonas, with something of each kind that his calendar tells."""
    make_unavailability(facilitator=jonas, note="My sister marries.")
    make_accreditation(facilitator=jonas, course=make_course(name="Making Games"))
    make_contract(
        facilitator=jonas,
        partner=make_partner(organization="Larkspur Office"),
        school_year=make_school_year(2033),
        status="offered",
        answer_by=date(2016, 10, 1),
    )
    return jonas


def told(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(e["summary"]): (e["dtstart"].dt, e["dtend"].dt) for e in events}


def feed(facilitator):
    return reverse("facilitators:calendar", args=[facilitator.pk, calendars.secret(facilitator)])


def test_the_calendar_tells_days_without_notes(client, full):
    assert told(client, feed(full)) == {
        "I cannot lead workshops": (date(2016, 10, 8), date(2016, 10, 9)),
        "Last day to sign: contract with Larkspur Office": (date(2016, 10, 1), date(2016, 10, 2)),
        "Last valid day: accreditation for Making Games": (date(2018, 6, 30), date(2018, 7, 1)),
    }
    assert b"sister" not in client.get(feed(full)).content


def test_the_calendar_asks_the_same_of_any_number_of_rows(client, full):
    one = queries(client, feed(full))
    for number in range(4):
        make_unavailability(facilitator=full, day=date(2016, 11, 1 + number))
        make_accreditation(facilitator=full)

    assert queries(client, feed(full)) == one <= 5


def test_entries_keep_their_names_from_one_reading_to_the_next(client, full):
    assert client.get(feed(full)).content == client.get(feed(full)).content


def test_a_new_address_closes_the_old_one_at_once(own, full):
    before = feed(full)
    assert calendars.address(full) in said(own.get(AVAILABILITY))

    answer = own.post(RENEW, follow=True)

    full.refresh_from_db()
    assert calendars.address(full) in said(answer)
    assert own.get(before).status_code == 404
    assert own.get(feed(full)).status_code == 200


def test_the_calendar_of_who_may_not_sign_in_is_closed(client, full):
    full.user.is_active = False
    full.user.save()

    assert client.get(feed(full)).status_code == 404


def test_the_calendar_of_who_has_no_account_is_closed(client):
    assert client.get(feed(make_facilitator())).status_code == 404


def test_only_the_right_address_opens_it(client, full):
    other = make_facilitator_with_account()
    for given in ["0", calendars.secret(full)[::-1], calendars.secret(other)]:
        address = reverse("facilitators:calendar", args=[full.pk, given])
        assert client.get(address).status_code == 404
    assert client.post(feed(full)).status_code == 405


def test_apps_above_add_to_it(client, full, monkeypatch):
    monkeypatch.setattr(calendars, "_entries", [*calendars._entries])

    @calendars.calendar_entries
    def workshops(facilitator, since):
        yield day_entry("a", date(2016, 10, 9), date(2016, 10, 9), f"Led by {facilitator}")

    assert "Led by Jonas Tinderbox" in told(client, feed(full))
