"""References: who is asked, the one form they answer, reminders, and doing without."""

from datetime import date, timedelta
from threading import Event

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from applications import actions, jobs, referees
from applications.models import Application, Reference, ReferenceRequest
from plp.core import history
from plp.core.delivery import deliver
from plp.core.models import Message
from plp.core.privacy.person import Person, erase
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import said
from tests.make import (
    make_application,
    make_pin,
    make_reference,
    make_reference_request,
    make_sent,
    make_user,
    the_program,
)
from tests.program import make_open_program

pytestmark = pytest.mark.django_db

BY = date(2016, 4, 15)
ANSWER = {
    "known_for": "We ran a summer school.",
    "strengths": "Patience.",
    "doubts": "",
    "recommends": "yes",
}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-01 20:00Z", tick=False):
        yield


def asked(application=None, **fields):
    """A request that went the way of all."""
    application = application or make_application(status="in_review")
    reference = make_reference(application, **fields)
    actions.ask_references(application, by=make_user(), reply_by=BY)
    return ReferenceRequest.objects.get(reference=reference)


def path(request):
    return reverse("applications:reference", args=[request.pk])


def follow(client, request):
    """Open the link of a request in a browser."""
    return client.get(referees.address(request).removeprefix("http://localhost:8000"))


def now(request):
    return ReferenceRequest.objects.get(pk=request.pk)


# Asking


def test_each_referee_is_asked_once_by_a_link_of_their_own():
    application = make_sent()
    application.move("in_review", by=None)

    made = actions.ask_references(application, by=make_user(), reply_by=BY)

    mails = Message.objects.filter(what="reference-asked").order_by("pk")
    assert [mail.to for mail in mails] == ["ines@marmalade.example", "otto@pinwheel.example"]
    assert all(referees.secret(r) in m.text for r, m in zip(made, mails, strict=True))
    assert "Friday, 15 April 2016" in mails[0].text
    with pytest.raises(TransitionError, match="nobody who was not asked"):
        actions.ask_references(application, by=make_user(), reply_by=BY)


def test_who_is_named_later_is_asked_then():
    first = asked()
    application = first.reference.application
    late = make_reference(application, position=2)

    [made] = actions.ask_references(application, by=make_user(), reply_by=BY)

    assert made.reference == late
    assert Message.objects.filter(what="reference-asked").count() == 2


def test_an_address_that_is_named_twice_is_asked_once():
    application = make_application(status="in_review")
    make_reference(application, email="ines@mill.example")
    make_reference(application, email="Ines@Mill.example", position=2)

    assert len(actions.ask_references(application, by=None, reply_by=BY)) == 1
    with pytest.raises(TransitionError):
        actions.ask_references(application, by=None, reply_by=BY)


@pytest.mark.parametrize("status", ["accepted", "declined", "withdrawn", "lapsed", "offered"])
def test_nobody_is_asked_about_what_is_decided(status):
    application = make_application(status=status)
    make_reference(application)

    with pytest.raises(TransitionError, match="It is decided"):
        actions.ask_references(application, by=make_user(), reply_by=BY)

    assert not ReferenceRequest.objects.exists()
    assert not Message.objects.exists()


def test_nobody_is_asked_about_what_was_merged():
    application = make_application(status="in_review", merged_into=make_application())
    make_reference(application)

    with pytest.raises(TransitionError):
        actions.ask_references(application, by=make_user(), reply_by=BY)


def test_the_link_is_blanked_in_the_mail_once_it_is_sent():
    request = asked()

    deliver(Event())

    mail = Message.objects.get(what="reference-asked")
    assert mail.status == Message.Status.SENT
    assert referees.secret(request) not in mail.text + mail.secret


# Answering


def test_a_link_leaves_its_secret_in_a_cookie_of_that_page_alone(client):
    request = asked()

    answer = follow(client, request)

    assert answer.url == path(request)
    [cookie] = answer.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        path(request),
        True,
        "Lax",
    )


def test_the_form_says_who_is_asked_about_and_who_reads_it(client):
    request = asked(make_sent())
    follow(client, request)

    page = said(client.get(path(request)))

    assert "Foundry Learning" in page
    assert request.reference.name in page
    assert "Only our staff who decide" in page
    assert "Foundry Learning never reads it" in page


def test_an_answer_is_kept_and_never_shown_again(client):
    request = asked()
    follow(client, request)

    thanked = client.post(path(request), ANSWER, follow=True)

    kept = now(request)
    assert {name: getattr(kept, name) for name in ANSWER} == ANSWER
    assert kept.answered_at == timezone.now()
    assert history.of(ReferenceRequest).first().strengths == "Patience."
    for page in [thanked, client.get(path(request))]:
        assert "Thank you, we have your answer" in said(page)
        assert "Patience" not in said(page)
        assert "<form" not in said(page)


def test_what_is_missing_is_said_and_the_rest_kept(client):
    request = asked()
    follow(client, request)

    page = said(client.post(path(request), ANSWER | {"strengths": "", "recommends": ""}))

    assert "Write what they are good at." in page
    assert "Choose one of these." in page
    assert "We ran a summer school." in page
    assert now(request).answered_at is None


def test_of_two_answers_the_first_counts_and_the_second_is_told(client):
    request = asked()
    follow(client, request)
    client.post(path(request), ANSWER)

    page = said(client.post(path(request), ANSWER | {"strengths": "None at all."}))

    assert "What you just sent was not added." in page
    assert "None at all." in page
    assert "Patience" not in page
    assert now(request).strengths == "Patience."


def test_a_double_click_is_harmless(client):
    request = asked()
    follow(client, request)
    client.post(path(request), ANSWER)

    page = said(client.post(path(request), ANSWER, follow=True))

    assert "Thank you, we have your answer" in page
    assert "not added" not in page


def test_a_robot_is_thanked_and_nothing_is_kept(client):
    request = asked()
    follow(client, request)

    assert client.post(path(request), ANSWER | {"fax": "1"}).status_code == 302
    assert now(request).answered_at is None


def test_a_limit_is_kept(client):
    request = asked()
    follow(client, request)

    answers = [client.post(path(request), {}).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


def test_a_late_answer_lands_also_after_the_decision(client):
    request = asked()
    application = request.reference.application
    application.move("declined", by=make_user())
    follow(client, request)

    with time_machine.travel("2016-04-30 20:00Z"):
        assert "It has passed, but" in said(client.get(path(request)))
        client.post(path(request), ANSWER)

    assert now(request).recommends == "yes"


# Strangers


def test_without_the_link_there_is_nothing(client):
    request = asked()
    other = asked()
    wrong = reverse("applications:reference-open", args=[request.pk, referees.secret(other)])

    follow(client, other)

    for address in [path(request), wrong, reverse("applications:reference", args=[0])]:
        assert client.get(address).status_code == 404
    page = client.post(path(request), ANSWER)
    assert page.status_code == 404
    assert "Patience." in said(page)
    assert now(request).answered_at is None


def test_the_link_lapses_30_days_after_the_decision(client):
    request = asked()
    request.reference.application.move("declined", by=make_user())
    follow(client, request)

    for days, status in [(29, 200), (31, 404)]:
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            assert client.get(path(request)).status_code == status


def test_the_applicant_reads_no_answer(writer):
    application = make_sent()
    request = asked(application)
    actions.answer_reference(request, **ANSWER)
    client = writer(application.draft)

    for name in ["draft", "draft-everything"]:
        page = said(client.get(reverse(f"applications:{name}", args=[application.code])))
        assert "Patience." not in page
        assert "We ran a summer school." not in page


# Reminding


def reminded():
    return Message.objects.filter(what="reference-due").count()


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2016, 4, 11), 0),
        (date(2016, 4, 12), 1),
        (date(2016, 4, 15), 1),
        (BY.replace(day=16), 0),
    ],
)
def test_a_reminder_goes_three_days_before_also_when_a_run_was_missed(day, count):
    asked()

    jobs.remind_referees(day)

    assert reminded() == count


def test_a_reminder_goes_once_with_the_same_link():
    request = asked()

    for _ in range(2):
        jobs.remind_referees(date(2016, 4, 13))

    mail = Message.objects.get(what="reference-due")
    assert referees.secret(request) in mail.text
    assert now(request).reminded_at == timezone.now()


def test_who_was_asked_today_is_not_reminded_today():
    make_reference_request(reply_by=date(2016, 4, 2))

    jobs.remind_referees(date(2016, 4, 1))
    assert reminded() == 0

    jobs.remind_referees(date(2016, 4, 2))
    assert reminded() == 1


@pytest.mark.parametrize("status", ["offered", "declined", "withdrawn", "lapsed", "accepted"])
def test_nobody_is_reminded_of_what_is_decided(status):
    request = asked()
    Application.objects.filter(pk=request.reference.application_id).update(status=status)

    jobs.remind_referees(date(2016, 4, 13))

    assert reminded() == 0


def test_nobody_is_reminded_who_answered_or_is_done_without_or_of_what_was_merged():
    actions.answer_reference(asked(), **ANSWER)
    waived, merged = asked(), asked()
    actions.waive_references(waived.reference.application, by=make_user(), reason="Ill.")
    into = make_application()
    Application.objects.filter(pk=merged.reference.application_id).update(merged_into=into)

    jobs.remind_referees(date(2016, 4, 13))

    assert reminded() == 0


# Doing without


def test_two_that_are_missing_can_be_done_without_and_a_late_answer_still_lands(client):
    first = asked()
    application = first.reference.application
    second, third = asked(application, position=2), asked(application, position=3)
    actions.answer_reference(third, **ANSWER)
    by = make_user()

    actions.waive_references(application, by=by, reason="They are away.")

    for request in [first, second]:
        assert (now(request).waived_by, now(request).waived_because) == (by, "They are away.")
    assert now(third).waived_at is None
    follow(client, first)
    client.post(path(first), ANSWER)
    assert now(first).recommends == "yes"
    assert now(first).waived_at


def test_three_that_are_missing_cannot():
    application = make_application(status="in_review")
    for position in range(3):
        make_reference_request(reference=make_reference(application, position=position))

    with pytest.raises(TransitionError, match="More than 2"):
        actions.waive_references(application, by=make_user(), reason="Away.")

    assert not ReferenceRequest.objects.exclude(waived_at=None).exists()


def test_nothing_is_waived_twice_or_where_nobody_was_asked():
    request = asked()
    actions.waive_references(request.reference.application, by=make_user(), reason="Away.")

    for application in [request.reference.application, make_application(status="in_review")]:
        with pytest.raises(TransitionError, match="No answer is missing"):
            actions.waive_references(application, by=make_user(), reason="Away.")


# Changed answers


def change_references(application, **typed):
    application.refresh_from_db()
    application.move("changes_requested", by=None)
    application.change_requests.create(sections=["references"], message="Look.")
    section = application.draft.sections.get(slug="references")
    section.typed |= {name.replace("_", "-"): [text] for name, text in typed.items()}
    section.save()
    actions.send_changes(application)


def test_who_keeps_their_address_keeps_request_and_answer_when_changes_are_sent():
    application = make_sent()
    application.move("in_review", by=None)
    ines, otto = actions.ask_references(application, by=make_user(), reply_by=BY)
    actions.answer_reference(ines, **ANSWER)

    change_references(
        application,
        references_0_name="Otto Feather",
        references_0_email="OTTO@pinwheel.example",
        references_1_name="Ines Boat",
        references_1_email="ines@marmalade.example",
    )

    assert [r.name for r in application.references.all()] == ["Otto Feather", "Ines Boat"]
    assert now(ines).strengths == "Patience."
    assert now(ines).reference.name == "Ines Boat"
    assert referees.opens(now(otto), referees.secret(otto))


def test_who_is_named_no_more_is_forgotten_with_the_link_that_waits():
    application = make_sent()
    application.move("in_review", by=None)
    ines, otto = actions.ask_references(application, by=make_user(), reply_by=BY)

    change_references(application, references_1_email="ada@pinwheel.example")

    assert ReferenceRequest.objects.get() == ines
    assert not Message.objects.filter(what="reference-asked", to=otto.reference.email).exists()
    [made] = actions.ask_references(application, by=make_user(), reply_by=BY)
    assert made.reference.email == "ada@pinwheel.example"


def test_sections_that_are_not_opened_leave_references_alone():
    application = make_sent()
    [first, _] = application.references.all()
    application.move("in_review", by=None)
    actions.request_changes(application, by=None, sections=["funding"], message="Look.")

    actions.send_changes(application)

    assert Reference.objects.filter(pk=first.pk).exists()


def test_the_next_draft_leaves_requests_of_the_last_application_alone():
    application = make_sent()
    application.move("in_review", by=None)
    actions.ask_references(application, by=make_user(), reply_by=BY)
    application.move("declined", by=make_user())

    actions.start_again(application.draft, the_program())

    assert ReferenceRequest.objects.filter(reference__application=application).count() == 2


def test_an_erased_application_takes_links_answers_and_their_history_along():
    application = make_sent()
    application.move("in_review", by=None)
    ines, _ = actions.ask_references(application, by=make_user(), reply_by=BY)
    actions.answer_reference(ines, **ANSWER)

    actions.erase_application(application)

    assert not ReferenceRequest.objects.exists()
    assert not history.of(ReferenceRequest).exists()
    assert not Message.objects.filter(what="reference-asked").exists()


# What is held of a referee


def test_their_own_answer_is_in_what_is_held_of_them_and_erased_as_text(administrator, commit):
    with commit():
        request = asked(email="ines@mill.example")
        actions.answer_reference(request, **ANSWER)
    [section] = [s for s in Person("ines@mill.example").sections if s.title == "References"]
    assert section.rows[0].says["Strengths"] == "Patience."

    secret = referees.secret(request)
    with commit():
        erase(Person("ines@mill.example"), by=administrator, names=[])

    assert (now(request).strengths, now(request).recommends) == ("", "yes")
    assert not history.of(ReferenceRequest).filter(strengths="Patience.").exists()
    assert not referees.opens(now(request), secret)


def test_the_form_asks_the_database_little(client, django_assert_max_num_queries):
    request = asked(make_sent())
    follow(client, request)
    client.get(path(request))

    with django_assert_max_num_queries(4):
        client.get(path(request))


# At once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts_and_one_is_told():
    application = make_application(status="in_review", pin=make_pin(program=make_open_program()))
    request = asked(application)

    def send(words):
        try:
            actions.answer_reference(now(request), **ANSWER | {"strengths": words})
        except actions.Answered as error:
            return str(error)
        return words

    answers = at_once(lambda: send("One."), lambda: send("Two."))

    assert now(request).strengths in answers
    assert sum("from you already" in answer for answer in answers) == 1
    assert history.of(ReferenceRequest).filter(id=request.pk).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_staff_who_ask_at_once_one_does():
    application = make_application(status="in_review", pin=make_pin(program=make_open_program()))
    make_reference(application)

    def ask():
        try:
            return len(actions.ask_references(application, by=None, reply_by=BY))
        except TransitionError:
            return 0

    assert sorted(at_once(ask, ask)) == [0, 1]
    assert Message.objects.filter(what="reference-asked").count() == 1
