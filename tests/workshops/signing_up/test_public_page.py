"""The public page of a workshop: what it says, who can sign up, and what nobody learns from it."""

import pytest
from django.test import Client

from plp.core.models import Message
from tests.workshops.make import make_leading
from tests.workshops.signing_up.cast import SAID, address, told
from workshops.models import Enrollment, Teacher

ADA = SAID | {"name": "Ada", "email": address("Ada")}


def url(seats, workshop=None):
    return (workshop or seats.workshop).get_absolute_url()


def read(page):
    return " ".join(page.content.decode().split())


def send(seats, client=None, workshop=None, **fields):
    return (client or Client()).post(url(seats, workshop), ADA | fields)


def set_status(seats, status, **fields):
    for name, value in (fields | {"status": status}).items():
        setattr(seats.workshop, name, value)
    seats.workshop.save(update_fields=[*fields, "status"])


# What it says


def test_says_what_when_where_and_who_runs_and_leads_it(seats, client):
    make_leading(seats.workshop, status="confirmed")
    lead = seats.workshop.assignments.get().facilitator.name
    asked = make_leading(seats.workshop, role="co_lead", status="asked").facilitator.name

    page = read(client.get(url(seats)))

    for text in [
        "CS Principles workshop 1",
        "Saturday, 13 March 2032",
        "9:00 a.m. to 3:30 p.m., Central time (CST)",
        "Lake Street Library, 1 Lake Street, Chicago, IL",
        "Larkspur Office",
        lead,
        "2 of 2 seats are free",
        "Last day to sign up: Saturday, 6 March 2032, until midnight Pacific time",
        "Other teachers see nothing of you",
        "Puerto Rico",
        "District of Columbia",
    ]:
        assert text in page, text
    assert asked not in page


def test_a_code_is_read_in_small_letters_and_a_wrong_one_finds_nothing(seats, client):
    assert client.get(f"/workshops/{seats.workshop.code.lower()}/").status_code == 200
    assert client.get("/workshops/NONE-NOW/").status_code == 404


STATES = [
    ("planned", "Sign-up is not open yet"),
    ("in_progress", "It has begun."),
    ("completed", "This workshop is over"),
    ("cancelled", "This workshop is cancelled"),
]


@pytest.mark.parametrize(("status", "says"), STATES)
def test_says_why_nobody_can_sign_up(seats, client, status, says):
    set_status(seats, status)

    page = read(client.get(url(seats)))

    assert says in page
    assert "<form" not in page


def test_says_when_sign_up_has_closed(seats, client, clock):
    clock.move_to("2032-03-07 00:00-08:00")

    page = read(client.get(url(seats)))

    assert "The last day was Saturday, 6 March 2032" in page
    assert "<form" not in page


def test_a_workshop_without_a_day_says_so(seats, client):
    seats.workshop.sessions.all().delete()

    page = read(client.get(url(seats)))

    assert "The day is to be announced" in page
    assert "Sign-up is not open yet" in page


def test_once_it_is_full_people_join_the_waiting_list(seats, client):
    seats.sign_up("Ben", "Cleo")

    page = read(client.get(url(seats)))

    assert "All seats are taken" in page
    assert "Join the waiting list</button>" in page


def test_says_that_it_is_by_invitation(seats, client):
    set_status(seats, "open", sign_up="group")

    assert "By invitation only" in read(client.get(url(seats)))


def test_shows_the_partner_how_to_reach_it(seats, client):
    client.force_login(seats.dana)
    home = f"/partner/{seats.partner.pk}/workshops/{seats.workshop.pk}/"

    page = read(client.get(home))
    poster = client.get(f"{home}poster/")

    assert f"{url(seats)}</a>" in page
    assert f"{home}poster/" in page
    assert '<svg class="qr"' in read(poster)
    assert f"{url(seats)}</strong>" in read(poster)


def test_the_poster_is_for_its_partner_alone(seats, client, stranger):
    client.force_login(stranger)
    home = f"/partner/{seats.partner.pk}/workshops/{seats.workshop.pk}/"

    assert client.get(f"{home}poster/").status_code == 404


# Signing up


def test_whoever_signs_up_is_led_to_a_page_that_says_where_we_have_written(seats, client):
    answer = send(seats, client)

    assert answer.status_code == 302
    page = client.get(answer.url)
    assert f"We have written to <strong>{address('Ada')}</strong>" in read(page)
    assert seats.stands() == {"enrolled": ["Ada"]}


def test_whoever_opens_that_page_otherwise_learns_no_address(seats, client):
    answer = send(seats, client)
    stranger = Client()
    stranger.cookies["signed-up"] = "made-up"

    assert "the address that you typed" in read(stranger.get(answer.url))


def test_the_page_is_the_same_for_who_has_a_seat_waits_or_is_not_in_the_group(seats):
    seats.sign_up("Ada")
    second = seats.plans(capacity=1)
    seats.signs_up("Ben", second)
    third = seats.plans(sign_up="group")

    pages = []
    for workshop in [seats.workshop, second, third, seats.plans(title="Another")]:
        client = Client()
        page = read(client.get(send(seats, client, workshop, school="New").url))
        pages.append(page.replace(workshop.code, "CODE").replace(str(workshop), "TITLE"))

    assert len(set(pages)) == 1
    assert told("Ada") == [
        "workshop-enrolled",
        "workshop-signed-up-before",
        "workshop-waiting",
        "workshop-by-invitation",
        "workshop-enrolled",
    ]


def test_a_double_click_changes_nothing(seats, client):
    first, second = send(seats, client), send(seats, client)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert told("Ada") == ["workshop-enrolled"]
    assert Enrollment.objects.get().history.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(seats, client):
    page = send(seats, client, email="ada", state="", diet="No nuts")

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"email", "state"}
    assert "No nuts" in read(page)
    assert not Teacher.objects.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", "x" * 121),
        ("school", "x" * 201),
        ("email", "x" * 250 + "@mill.example"),
        ("diet", "x" * 1001),
        ("access_needs", "x" * 100_000),
        ("state", "ZZ"),
        ("name", "A\0da"),
    ],
)
def test_refuses_what_is_far_too_long_or_strange(seats, client, name, text):
    page = send(seats, client, **{name: text})

    assert set(page.context["form"].errors) == {name}
    assert not Enrollment.objects.exists()


def test_takes_any_letters_and_signs(seats, client):
    send(seats, client, name="Zoë 🦆  O’Neil <b>", school="学校", diet="🥜\nno")

    row = Enrollment.objects.get()
    assert (row.name, row.school, row.diet) == (
        "Zoë 🦆 O’Neil <b>",
        "学校",
        "🥜\r\nno".replace("\r", ""),
    )
    assert "Dear Zoë 🦆 O’Neil <b>," in Message.objects.get().text


def test_a_territory_is_a_state_too(seats, client):
    send(seats, client, state="PR")

    assert Teacher.objects.get().get_state_display() == "Puerto Rico"


def test_what_falls_into_the_trap_is_answered_as_ever_and_not_kept(seats, client):
    answer = send(seats, client, fax="123")

    assert answer.status_code == 302
    assert not Enrollment.objects.exists()
    assert not Message.objects.exists()


def test_an_erased_address_is_nobodys(seats, client):
    page = send(seats, client, email="erased-1@erased.invalid")

    assert page.context["form"].errors == {"email": ["Nobody has this address any more."]}


def test_whoever_sends_too_late_finds_what_they_typed(seats, client):
    set_status(seats, "cancelled")

    page = send(seats, client, diet="No nuts")

    assert page.status_code == 200
    assert "This workshop is cancelled" in read(page)
    assert "No nuts" in read(page)
    assert "<form" not in read(page)


def test_where_no_mail_is_sent_the_page_says_who_tells(seats, client):
    set_status(seats, "open", mails_off=True)

    page = client.get(send(seats, client).url)

    assert "Larkspur Office tells you whether you have a seat" in read(page)


def test_one_address_signs_up_ten_times_an_hour_and_no_more(seats, client):
    for number in range(10):
        assert send(seats, client, school=f"School {number}").status_code == 302

    page = send(seats, client, school="School 11")

    assert page.status_code == 429
    assert "School 11" in read(page)
    assert send(seats, client, email=address("Ben")).status_code == 302


# What it costs


def test_reading_and_sending_take_as_many_queries_at_any_size(
    seats, client, django_assert_num_queries
):
    seats.sign_up("Ben", "Cleo", "Dov")
    page = url(seats)
    with django_assert_num_queries(3):
        client.get(page)
    seats.sign_up("Eli", "Fay", "Gus")
    for _ in range(3):
        make_leading(seats.workshop, role="co_lead", status="confirmed")
    with django_assert_num_queries(3):
        client.get(page)
