"""Suggesting a facilitator: by a partner, and by people themselves."""

import pytest
from django.urls import reverse

from applications.models import Course
from facilitators.models import Suggestion
from plp.core.models import Message
from tests.browsing import said
from tests.facilitators.make import make_facilitator, make_suggestion
from tests.make import make_member, make_partner

pytestmark = pytest.mark.django_db

JOIN = "/facilitators/join/"


def typed(**fields):
    asked = {
        "name": "Ada Vale",
        "email": "ada@example.org",
        "home_zip": "Bend 97701-1234",
        "courses": [Course.objects.get(code="csp").pk],
        "why": "I lead our meetups.",
    }
    return asked | fields


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def address(partner):
    return reverse("facilitators:suggest", args=[partner.pk])


@pytest.fixture
def manager(client, partner):
    member = make_member(partner, may_manage=True)
    client.force_login(member.user)
    client.member = member
    return client


def test_keeps_who_suggests_themselves_and_mails_them_so(client):
    answer = client.post(JOIN, typed())

    assert answer.url == "/facilitators/join/thanks/"
    assert client.get(answer.url).status_code == 200
    made = Suggestion.objects.get()
    assert (made.email, made.home_zip, made.partner) == ("ada@example.org", "97701", None)
    assert [course.code for course in made.courses.all()] == ["csp"]
    mail = Message.objects.get()
    assert (mail.what, mail.to) == ("facilitator-suggestion-received", "ada@example.org")


def test_the_page_says_who_reads_it(client):
    assert "Code.org staff who run this program." in said(client.get(JOIN))


@pytest.mark.parametrize("known", ["suggested", "facilitator", "by a partner"])
def test_who_is_known_already_is_answered_alike(client, known, partner):
    if known == "facilitator":
        make_facilitator(email="ada@example.org")
    else:
        by = partner if known == "by a partner" else None
        make_suggestion(email="ada@example.org", partner=by)

    answer = client.post(JOIN, typed(email="ADA@example.org"))

    assert answer.url == "/facilitators/join/thanks/"
    assert Suggestion.objects.filter(email="ada@example.org").count() == 1


def test_a_robot_that_fills_in_the_trap_is_answered_alike_and_not_kept(client):
    assert client.post(JOIN, typed(fax="555")).url == "/facilitators/join/thanks/"

    assert not Suggestion.objects.exists()
    assert not Message.objects.exists()


def test_a_form_sent_too_soon_is_not_taken(client, settings):
    settings.FORM_SECONDS = 2

    assert "Please press the button once more." in said(client.post(JOIN, typed()))
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Write a name."),
        ({"email": "ada at example"}, "such as ada@example.org."),
        ({"home_zip": "977"}, "Write the 5 digits of a ZIP code, such as 60601."),
        ({"courses": []}, "Tick at least one course."),
        ({"courses": ["0"]}, "is not one of the available choices."),
        ({"why": ""}, "Write a few words"),
        ({"why": "x" * 4001}, "at most 4000 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(client, wrong, message):
    page = said(client.post(JOIN, typed() | {"why": "I lead our meetups."} | wrong))

    assert message in page
    assert "why" in wrong or "I lead our meetups.</textarea>" in page
    assert not Suggestion.objects.exists()


def test_nobody_sends_it_more_than_ten_times_an_hour(client):
    for _ in range(10):
        client.post(JOIN, typed())

    assert client.post(JOIN, typed()).status_code == 429


def test_a_manager_suggests_somebody_who_hears_nothing_of_it(manager, partner, address):
    answer = manager.post(address, typed(), follow=True)

    made = Suggestion.objects.get()
    assert (made.partner, made.by) == (partner, manager.member.user)
    assert "You have suggested Ada Vale. Staff answer you by mail." in said(answer)
    assert "staff have yet to answer" in said(answer)
    assert not Message.objects.exists()


def test_whom_somebody_has_suggested_is_not_suggested_twice(manager, address):
    make_suggestion(email="ada@example.org")

    page = said(manager.post(address, typed()))

    assert "Somebody has suggested this person already." in page
    assert "I lead our meetups.</textarea>" in page
    assert Suggestion.objects.count() == 1


def test_a_partner_reads_of_its_own_suggestions_only(manager, partner, address):
    make_suggestion(name="Ours", partner=partner, status="declined")
    make_suggestion(name="Theirs", partner=make_partner())

    page = said(manager.get(address))

    assert "Ours" in page
    assert "declined" in page
    assert "Theirs" not in page


def test_who_may_not_manage_reads_and_suggests_nobody(client, partner, address):
    client.force_login(make_member(partner, may_manage=False).user)

    assert "Your program managers suggest facilitators" in said(client.get(address))
    assert client.post(address, typed()).status_code == 403


def test_a_stranger_finds_no_page(client, stranger, address):
    client.force_login(stranger)

    assert client.get(address).status_code == 404
    assert client.post(address, typed()).status_code == 404


def test_the_page_asks_equally_often_for_one_suggestion_and_for_three(
    manager, partner, address, django_assert_num_queries
):
    courses = [*Course.objects.all()]
    make_suggestion(partner=partner, courses=courses)
    manager.get(address)
    with django_assert_num_queries(6) as asked:
        manager.get(address)
    make_suggestion(partner=partner, courses=courses)
    make_suggestion(partner=partner, courses=courses)

    with django_assert_num_queries(len(asked)):
        manager.get(address)
