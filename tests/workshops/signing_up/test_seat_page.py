"""A teacher's own page of a seat: how it stands, taking one that is offered, giving it back."""

import icalendar
import pytest
from django.test import Client

from plp.core import outbox
from plp.core.models import Message
from tests.workshops.make import make_attendance
from tests.workshops.signing_up.cast import told
from workshops import own_links
from workshops.actions import enrolling

LATE = "2032-03-11 12:00-06:00"  # 45 hours before


def opens(row):
    """Return the browser of somebody who has opened the link to their seat."""
    client = Client()
    link = own_links.of_enrollment(row)
    client.cookies[link.cookie] = link.secret
    return client


def url(row, page=""):
    return f"/my-workshops/seat/{row.pk}/{page}"


def read(row, client=None):
    return " ".join((client or opens(row)).get(url(row)).content.decode().split())


@pytest.fixture
def offered(seats, clock):
    """Cleo is offered Ada’s seat; Dov waits behind."""
    seats.sign_up("Ada", "Ben", "Cleo", "Dov")
    clock.move_to(LATE)
    enrolling.cancel(seats.row("Ada"), by=None)
    return seats


def test_says_that_they_have_a_seat_when_where_and_whom_to_ask(seats):
    [ada] = seats.sign_up("Ada")

    page = read(ada)

    for text in [
        "You have a seat.",
        "Saturday, 13 March 2032",
        "9:00 a.m. to 3:30 p.m., Central time (CST)",
        "Lake Street Library, 1 Lake Street, Chicago, IL 60601",
        "dana@larkspur.example",
        "give my seat back",
    ]:
        assert text in page, text


def test_says_how_many_wait_before_them(seats):
    *_, cleo, dov = seats.sign_up("Ada", "Ben", "Cleo", "Dov")

    assert "You are on the waiting list, as the first." in read(cleo)
    assert "You are on the waiting list, with 1 before you." in read(dov)


@pytest.mark.parametrize(
    ("status", "says"),
    [("cancelled", "This workshop is cancelled."), ("completed", "This workshop is over.")],
)
def test_of_what_is_over_nothing_is_given_back(seats, status, says):
    [ada] = seats.sign_up("Ada")
    seats.workshop.status = status
    seats.workshop.save(update_fields=["status"])

    assert says in read(ada)
    assert "give-back" not in read(ada)
    assert opens(ada).get(url(ada, "give-back/")).url == url(ada)
    page = opens(ada).post(url(ada, "give-back/"))
    assert f"The workshop is {status}" in page.content.decode()
    assert seats.row("Ada").status == "enrolled"


def test_whoever_gives_a_seat_back_reads_what_follows_first(seats):
    seats.sign_up("Ada", "Ben", "Cleo")
    ada = seats.row("Ada")

    asked = opens(ada).get(url(ada, "give-back/"))
    assert "Your seat goes to the next one at once." in asked.content.decode()
    assert seats.stands()["waitlisted"] == ["Cleo"]

    for _ in range(2):
        assert opens(ada).post(url(ada, "give-back/")).url == url(ada)
    assert seats.stands() == {"cancelled": ["Ada"], "enrolled": ["Ben", "Cleo"]}
    assert told("Ada") == ["workshop-enrolled", "seat-cancelled"]
    assert "You have given your seat back." in Message.objects.get(what="seat-cancelled").text
    assert "You do not come to this workshop." in read(ada)
    assert seats.workshop.get_absolute_url() in read(ada)


def test_whoever_waits_leaves_the_list(seats):
    *_, cleo = seats.sign_up("Ada", "Ben", "Cleo")

    assert "Leave the waiting list?" in opens(cleo).get(url(cleo, "give-back/")).content.decode()
    opens(cleo).post(url(cleo, "give-back/"))

    assert seats.row("Cleo").status == "cancelled"
    assert "You have left the waiting list." in Message.objects.get(what="seat-cancelled").text


def test_whoever_was_present_reads_why_the_seat_stays(seats):
    [ada] = seats.sign_up("Ada")
    make_attendance(ada)

    page = opens(ada).post(url(ada, "give-back/"))

    assert "Ada was present, so their seat stays." in page.content.decode()


def test_an_offered_seat_is_taken_with_one_press(offered):
    cleo = offered.row("Cleo")
    page = read(cleo)
    assert "until Friday, 12 March 2032, 12:00 a.m. Central time (CST)" in page
    assert "Take the seat</button>" in page

    for _ in range(2):
        assert opens(cleo).post(url(cleo, "take/")).url == url(cleo)

    assert offered.stands()["enrolled"] == ["Ben", "Cleo"]
    assert told("Cleo")[-1] == "workshop-enrolled"


def test_whoever_comes_too_late_for_an_offer_reads_so(offered, clock):
    clock.move_to("2032-03-12 00:00-06:00")
    cleo = offered.row("Cleo")

    assert "Take the seat" not in read(cleo)
    assert "It is offered to the next one now" in read(cleo)
    page = opens(cleo).post(url(cleo, "take/"))
    assert "This seat is not kept for you any more." in page.content.decode()


def test_opening_the_address_takes_nothing(offered):
    cleo = offered.row("Cleo")

    assert opens(cleo).get(url(cleo, "take/")).url == url(cleo)
    assert offered.row("Cleo").status == "offered"


def test_nobody_does_anything_with_the_seat_of_another(offered):
    ben, cleo = offered.row("Ben"), offered.row("Cleo")

    for page in ["", "take/", "give-back/"]:
        assert opens(ben).get(url(cleo, page)).status_code == 404
        assert opens(ben).post(url(cleo, page)).status_code == 404
    assert offered.row("Cleo").status == "offered"


def test_the_mail_of_a_seat_carries_the_workshop_for_a_calendar(seats):
    seats.sign_up("Ada")
    mail = Message.objects.get(what="workshop-enrolled")

    file = outbox.attach(mail.attachment)

    assert (file.name, file.content_type) == ("workshop.ics", "text/calendar; charset=utf-8")
    [event] = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event["summary"] == str(seats.workshop)
    assert event["dtstart"].dt.isoformat() == "2032-03-13T09:00:00-06:00"


def test_of_a_seat_that_is_gone_nothing_is_attached(seats):
    [ada] = seats.sign_up("Ada")
    reference = f"enrollment:{ada.pk}"
    ada.delete()

    assert outbox.attach(reference) is None


def test_reading_it_takes_as_many_queries_with_many_as_with_few(seats, django_assert_num_queries):
    *_, cleo = seats.sign_up("Ada", "Ben", "Cleo")
    client = opens(cleo)
    with django_assert_num_queries(4):
        read(cleo, client)
    seats.sign_up("Dov", "Eli", "Fay")
    with django_assert_num_queries(4):
        read(cleo, client)


def test_whoever_has_a_seat_at_a_virtual_workshop_gets_its_link_and_whoever_waits_does_not(seats):
    seats.workshop.mode, seats.workshop.meeting_link = "virtual", "https://meet.example.org/loops"
    seats.workshop.save()

    seats.sign_up("Ada", "Ben", "Cleo")

    mails = {mail.to.split("@")[0]: mail.text for mail in Message.objects.all()}
    has = {name: "meet.example.org" in mails[name.lower()] for name in ("Ada", "Cleo")}
    reads = {name: "meet.example.org" in read(seats.row(name)) for name in ("Ada", "Cleo")}
    assert has == reads == {"Ada": True, "Cleo": False}
