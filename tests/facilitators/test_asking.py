"""Asking facilitators about dates, and staff for help: what is passed on, to whom, and what not."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facilitators import actions, asked
from facilitators.actions import asking
from facilitators.models import Inquiry
from plp.core import queues
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.facilitators.make import (
    make_contract,
    make_facilitator,
    make_facilitator_with_account,
    make_inquiry,
)
from tests.make import make_course, make_member, make_partner, make_user

TODAY = date(2016, 9, 1)
CONTACT = "partner@code.org"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner(db):
    return make_partner(organization="Larkspur Office")


@pytest.fixture
def dana(partner):
    return make_member(partner, user=make_user("dana@larkspur.example")).user


@pytest.fixture
def manager(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def jonas(db):
    return make_facilitator(name="Jonas Tinderbox", email="jonas@mill.example")


@pytest.fixture
def typed(db):
    return {
        "course": make_course().pk,
        "dates": "Saturday,  8 October",
        "place": "Mill School",
        "message": "The first of four.",
    }


def ask_page(partner, person):
    return reverse("facilitators:ask", args=[partner.pk, person.pk])


def ask_staff_page(partner):
    return reverse("facilitators:ask-staff", args=[partner.pk])


def link_in(mail):
    """Return the path of the private link in a mail."""
    [line] = [word for word in mail.text.split() if "/question/" in word]
    return "/" + line.split("/", 3)[3].rstrip(".")


def asks(partner, dana, jonas, on=TODAY, **fields):
    said = {"course": make_course(), "dates": "8 October", "place": "", "message": ""} | fields
    return actions.ask_facilitator(partner, jonas, by=dana, on=on, **said)


# Asking a facilitator


def test_a_question_goes_to_the_facilitator_without_the_askers_address(
    manager, partner, jonas, typed
):
    response = manager.post(ask_page(partner, jonas), typed)

    inquiry = Inquiry.objects.get()
    assert response.url == reverse("facilitators:questions", args=[partner.pk])
    assert (inquiry.facilitator, inquiry.dates) == (jonas, "Saturday, 8 October")
    mail = Message.objects.get()
    assert (mail.what, mail.to, mail.reply_to) == (
        "facilitator-asked",
        "jonas@mill.example",
        CONTACT,
    )
    assert "Larkspur Office" in mail.text
    assert "dana@larkspur.example" not in mail.subject + mail.text + mail.reply_to
    assert asked.secret(inquiry) == mail.secret
    assert mail.secret in mail.text


def test_who_has_an_account_is_led_to_their_own_page(manager, partner, typed):
    person = make_facilitator_with_account()

    manager.post(ask_page(partner, person), typed)

    mail = Message.objects.get()
    assert reverse("facilitators:own-question", args=[Inquiry.objects.get().pk]) in mail.text
    assert mail.secret == ""


def test_it_begins_with_what_was_looked_for(manager, partner, jonas):
    course = make_course()

    page = manager.get(f"{ask_page(partner, jonas)}?course={course.pk}&day=2016-10-08")

    assert page.context["form"]["course"].value() == course.pk
    assert page.context["form"]["dates"].value() == "Saturday, 8 October 2016"


def test_what_is_missing_is_said_and_nothing_is_lost(manager, partner, jonas, typed):
    page = manager.post(ask_page(partner, jonas), typed | {"dates": " "})

    assert page.context["form"].errors["dates"] == ["Write which days you think of."]
    assert "The first of four." in page.content.decode()
    assert not Inquiry.objects.exists()


def test_one_person_is_asked_once_a_day(manager, partner, jonas, typed):
    manager.post(ask_page(partner, jonas), typed)
    page = manager.post(ask_page(partner, jonas), typed)

    assert "You have asked Jonas Tinderbox today already." in page.content.decode()
    assert Message.objects.count() == 1
    with time_machine.travel("2016-09-02 00:01-07:00", tick=False):
        manager.post(ask_page(partner, jonas), typed)
    assert Message.objects.count() == 2


def test_a_partner_asks_so_many_a_day(partner, dana, jonas, monkeypatch):
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    make_inquiry(partner=partner)

    with pytest.raises(TransitionError):
        asks(partner, dana, jonas)
    assert asks(make_partner(), dana, jonas)


def test_who_is_not_listed_is_not_asked_also_by_who_has_a_contract(manager, partner, dana, typed):
    person = make_facilitator(is_listed=False)
    assert manager.post(ask_page(partner, person), typed).status_code == 404
    make_contract(facilitator=person, partner=partner, status="ended")

    page = manager.post(ask_page(partner, person), typed)

    assert "cannot find" in page.content.decode()
    assert not Inquiry.objects.exists()


def test_who_only_reads_asks_nobody(client, partner, jonas, typed):
    client.force_login(make_member(partner, may_manage=False, may_sign=True).user)

    assert client.post(ask_page(partner, jonas), typed).status_code == 403
    assert client.post(ask_staff_page(partner), typed).status_code == 403
    assert client.get(ask_page(partner, jonas)).status_code == 302
    assert not Inquiry.objects.exists()


def test_strangers_ask_in_nobodys_name(client, partner, jonas, typed):
    client.force_login(make_member(make_partner()).user)

    assert client.post(ask_page(partner, jonas), typed).status_code == 404
    assert client.post(ask_staff_page(partner), typed).status_code == 404
    assert client.get(reverse("facilitators:questions", args=[partner.pk])).status_code == 404
    assert not Inquiry.objects.exists()


# Answering


def test_the_link_opens_the_question_and_the_answer_reaches_who_asked(
    partner, dana, jonas, settings
):
    settings.FORM_SECONDS = 0
    inquiry = asks(partner, dana, jonas)
    reader = Client()
    page = reader.get(link_in(Message.objects.get()), follow=True)
    assert "Larkspur Office" in page.content.decode()
    assert "dana@larkspur.example" not in page.content.decode()

    response = reader.post(page.request["PATH_INFO"], {"says": "perhaps", "answer": "In May."})

    assert response.status_code == 302
    inquiry.refresh_from_db()
    assert (inquiry.says, inquiry.answer, inquiry.answered_by) == ("perhaps", "In May.", None)
    mail = Message.objects.get(what="facilitator-answered")
    assert (mail.to, mail.reply_to) == ("dana@larkspur.example", CONTACT)
    assert "In May." in mail.text
    assert "jonas@mill.example" not in mail.subject + mail.text + mail.reply_to


@pytest.mark.parametrize("wrong", ["secret", "late", "other"])
def test_a_wrong_or_late_link_opens_nothing(partner, dana, jonas, wrong):
    inquiry = asks(partner, dana, jonas)
    secret = asked.secret(inquiry)
    secret = secret[::-1] if wrong == "secret" else secret
    key = make_inquiry(facilitator=jonas).pk if wrong == "other" else inquiry.pk
    day = "2016-10-02" if wrong == "late" else "2016-10-01"
    client = Client()

    with time_machine.travel(f"{day} 12:00-07:00", tick=False):
        page = client.get(reverse("facilitators:question-open", args=[key, secret]))
        sent = client.post(reverse("facilitators:question", args=[key]), {"says": "yes"})

    assert (page.status_code, sent.status_code) == (404, 404)
    assert "Larkspur" not in page.content.decode()
    assert not Inquiry.objects.exclude(says="").exists()


def test_the_link_still_opens_on_its_last_day(partner, dana, jonas):
    link = link_in((asks(partner, dana, jonas), Message.objects.get())[1])

    with time_machine.travel("2016-10-01 23:30-07:00", tick=False):
        assert Client().get(link).status_code == 302


def test_an_answer_can_be_changed_until_the_last_day(partner, dana, jonas):
    inquiry = asks(partner, dana, jonas)
    actions.answer_inquiry(inquiry, says="yes", answer="", by=None, on=TODAY)
    actions.answer_inquiry(inquiry, says="yes", answer="", by=None, on=TODAY)
    assert Message.objects.filter(what="facilitator-answered").count() == 1

    with time_machine.travel("2016-09-20 12:00-07:00", tick=False):
        actions.answer_inquiry(inquiry, says="no", answer="", by=None, on=date(2016, 9, 20))
    assert Message.objects.filter(what="facilitator-answered").count() == 2
    with pytest.raises(TransitionError):
        actions.answer_inquiry(inquiry, says="yes", answer="", by=None, on=date(2016, 10, 2))

    inquiry.refresh_from_db()
    assert inquiry.says == "no"


def test_where_who_asked_has_left_the_managers_read_the_answer(partner, dana, jonas):
    inquiry = asks(partner, dana, jonas)
    partner.memberships.all().delete()
    make_member(partner, user=make_user("ruth@larkspur.example"))
    make_member(partner, user=make_user("viewer@larkspur.example"), may_manage=False)

    actions.answer_inquiry(inquiry, says="yes", answer="", by=None, on=TODAY)

    told = Message.objects.filter(what="facilitator-answered").values_list("to", flat=True)
    assert list(told) == ["ruth@larkspur.example"]


def test_a_facilitator_answers_on_their_own_pages(client, partner, dana, settings):
    settings.FORM_SECONDS = 0
    person = make_facilitator_with_account()
    inquiry = asks(partner, dana, person)
    others = make_inquiry(dates="The day of another")
    client.force_login(person.user)
    own = reverse("facilitators:own-question", args=[inquiry.pk])

    listed = client.get(reverse("facilitators:own-questions")).content.decode()
    client.post(own, {"says": "yes", "answer": ""})

    assert "Larkspur Office" in listed
    assert "The day of another" not in listed
    inquiry.refresh_from_db()
    assert (inquiry.says, inquiry.answered_by) == ("yes", person.user)
    assert "has your answer: I can come" in client.get(own).content.decode()
    foreign = reverse("facilitators:own-question", args=[others.pk])
    assert client.post(foreign, {"says": "yes"}).status_code == 404


def test_an_answer_needs_a_yes_perhaps_or_no(client, partner, dana, settings):
    settings.FORM_SECONDS = 0
    person = make_facilitator_with_account()
    inquiry = asks(partner, dana, person)
    client.force_login(person.user)

    page = client.post(
        reverse("facilitators:own-question", args=[inquiry.pk]), {"answer": "Well, you see"}
    )

    assert page.context["form"].errors["says"] == ["Choose one of these."]
    assert "Well, you see" in page.content.decode()


def test_lists_ask_as_often_for_one_as_for_three(client, manager, partner, dana):
    person = make_facilitator_with_account()
    reader = Client()
    reader.force_login(person.user)

    def add():
        make_inquiry(partner=partner, by=dana, facilitator=person)
        make_inquiry(partner=partner, by=make_user(), answered_at=timezone.now(), says="no")

    def queries():
        with CaptureQueriesContext(connection) as theirs:
            manager.get(reverse("facilitators:questions", args=[partner.pk]))
        with CaptureQueriesContext(connection) as own:
            reader.get(reverse("facilitators:own-questions"))
        return len(theirs), len(own)

    add()
    queries()
    one = queries()
    add()
    add()

    assert queries() == one
    assert max(one) <= 15


# Asking staff


def test_staff_get_a_mail_and_a_place_in_their_queue(manager, partner, typed, administrator):
    manager.post(ask_staff_page(partner), typed)
    page = manager.post(ask_staff_page(partner), typed)

    assert "Our staff have a question of yours" in page.content.decode()
    inquiry = Inquiry.objects.get()
    assert inquiry.facilitator is None
    mail = Message.objects.get()
    assert (mail.what, mail.to) == ("staff-asked-for-facilitator", CONTACT)
    make_inquiry(partner=partner)
    [shown] = [
        shown
        for shown in queues.seen_by(administrator, TODAY)
        if shown.queue.slug == "looking-for-facilitators"
    ]
    assert [waiting.key for waiting in shown.oldest] == [inquiry.pk]


def test_the_answer_of_staff_is_passed_on_once(staff, partner, dana, administrator):
    inquiry = make_inquiry(partner=partner, facilitator=None, by=dana)
    step = reverse("admin:facilitators_inquiry_step", args=["answer"]) + f"?ids={inquiry.pk}"
    said = {"answer": "Ask Jonas: he travels."}
    shown = staff.post(step, said)
    assert "dana@larkspur.example" in shown.content.decode()
    assert not Message.objects.exists()

    staff.post(step, said | {"do": "yes", "seen": shown.context_data["seen"]})

    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.answered_by) == ("Ask Jonas: he travels.", administrator)
    mail = Message.objects.get(what="staff-answered-on-facilitator")
    assert mail.to == "dana@larkspur.example"
    assert "Ask Jonas" in mail.text
    with pytest.raises(TransitionError):
        actions.answer_for_staff(inquiry, answer="Again", by=administrator)
    with pytest.raises(TransitionError):
        actions.answer_for_staff(make_inquiry(), answer="For them", by=administrator)


def test_the_partner_reads_it_below_its_questions(manager, partner):
    make_inquiry(partner=partner, facilitator=None, answer="Ask Jonas.", answered_at=timezone.now())
    make_inquiry(dates="The day of the others")

    text = manager.get(reverse("facilitators:questions", args=[partner.pk])).content.decode()

    assert "Our staff" in text
    assert "Ask Jonas." in text
    assert "The day of the others" not in text
