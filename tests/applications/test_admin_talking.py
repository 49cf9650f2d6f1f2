"""References and interviews for staff: the steps, the page of an application, and the lists."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.models import Interview, ReferenceRequest
from plp.core.models import Message
from tests.applications.test_admin_moves import confirm, told, url
from tests.applications.test_interviews import interviewer, propose
from tests.browsing import Fields, said
from tests.make import (
    make_application,
    make_interview,
    make_pin,
    make_reference,
    make_reference_request,
    make_region,
    make_review,
    make_user,
)

pytestmark = pytest.mark.django_db

ANSWER = {"recommends": "doubts", "known_for": "A camp.", "strengths": "Calm.", "doubts": "Money."}
AT = datetime(2016, 4, 12, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-01 20:00Z", tick=False):
        yield


def in_review(zone="America/Los_Angeles", **fields):
    pin = make_pin(region=make_region(zone=zone))
    return make_application(status="in_review", pin=pin, **fields)


def page_of(record, page="change"):
    name = record._meta.model_name
    return reverse(f"admin:applications_{name}_{page}", args=[record.pk])


def listed(model, **query):
    return reverse(f"admin:applications_{model._meta.model_name}_changelist", query=query)


def as_role(client, name):
    person = make_user(is_staff=True, name=name)
    person.groups.add(Group.objects.get(name=name))
    client.force_login(person)
    return person


def proposal(*people, **more):
    return {
        "time_1": "2016-04-12T14:30",
        "time_2": "2016-04-12T16:00",
        "minutes": "45",
        "how": "Call 415 555 0100",
        "interviewers": [person.pk for person in people],
        "message": "",
    } | more


# Asking and waiving


def test_references_are_asked_after_a_page_that_shows_each_mail(staff, administrator):
    application = in_review()
    reference = make_reference(application)
    answer = {"reply_by": "2016-04-15"}

    page = said(staff.post(url("ask-references", application), answer | {"look": "1"}))
    assert f"To {reference.email}: " in page
    assert "[their private link]" in page
    assert not ReferenceRequest.objects.exists()

    confirm(staff, "ask-references", application, data=answer)()

    request = ReferenceRequest.objects.get()
    assert (request.asked_by, request.reply_by) == (administrator, date(2016, 4, 15))


def test_two_weeks_are_proposed_and_a_day_that_has_passed_is_refused(staff):
    application = in_review()
    make_reference(application)

    page = staff.get(url("ask-references", application))
    assert Fields(page.content.decode()).values["reply_by"] == "2016-04-15"

    late = staff.post(url("ask-references", application), {"reply_by": "2016-03-01", "look": "1"})
    assert "This day has passed." in said(late)


def test_many_are_asked_at_once_and_who_was_asked_is_left_alone(staff):
    first, second, asked = in_review(), in_review(), in_review()
    for application in [first, second]:
        make_reference(application)
    make_reference_request(asked)

    answer = confirm(
        staff, "ask-references", first, second, asked, data={"reply_by": "2016-04-15"}
    )()

    assert "Asked the references: 2 applications." in told(answer)
    assert Message.objects.filter(what="reference-asked").count() == 2


def test_answers_that_do_not_come_are_waived_with_a_reason(staff, administrator):
    application = in_review()
    make_reference_request(application)

    missing = staff.post(url("waive-references", application), {"reason": "", "look": "1"})
    assert "This field is required." in said(missing)
    confirm(staff, "waive-references", application, data={"reason": "Away."})()

    assert ReferenceRequest.objects.get().waived_because == "Away."
    assert "Waived by administrator@example.org: Away." in said(staff.get(page_of(application)))


# Interviews


def test_an_interview_is_proposed_in_the_zone_of_the_region(staff):
    application, person = in_review("America/Denver"), interviewer("Sam Okafor")

    asks = said(staff.get(url("propose-interview", application)))
    assert "There it is now Friday, 1 April 2016, 2:00 p.m. Mountain time (MDT)" in asks
    shown = said(
        staff.post(url("propose-interview", application), proposal(person) | {"look": "1"})
    )
    assert "Tuesday, 12 April 2016, 2:30 p.m. Mountain time (MDT)" in shown
    confirm(staff, "propose-interview", application, data=proposal(person))()

    made = Interview.objects.get()
    assert [t.at for t in made.times.all()] == [
        datetime(2016, 4, 12, 20, 30, tzinfo=UTC),
        datetime(2016, 4, 12, 22, tzinfo=UTC),
    ]
    assert list(made.interviewers.all()) == [person]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"time_1": "2016-11-06T01:30"}, "This time comes twice"),
        ({"time_2": "2017-03-12T02:30"}, "There is no such time"),
        ({"time_1": "2016-03-01T10:00"}, "This time has passed."),
        ({"time_1": "soon"}, "Write a day and a time"),
        ({"time_2": "2016-04-12T14:30"}, "This time stands above already."),
        ({"interviewers": []}, "This field is required."),
        ({"minutes": "0"}, "greater than or equal to 5"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(staff, changed, why):
    data = proposal(interviewer()) | changed | {"look": "1"}

    assert why in said(staff.post(url("propose-interview", in_review()), data))


def test_who_stepped_aside_is_no_choice(staff):
    application, aside = in_review(), interviewer("Aside Andrews")
    application.recusals.create(reviewer=aside, reason="A friend.")

    page = said(staff.get(url("propose-interview", application)))
    assert "Aside Andrews" not in page

    refused = staff.post(url("propose-interview", application), proposal(aside) | {"look": "1"})
    assert "Select a valid choice." in said(refused)


def test_an_interview_is_proposed_for_one_at_a_time(staff):
    first, second = in_review(), in_review()

    assert staff.get(url("propose-interview", first, second)).status_code == 404
    assert "propose-interview" not in said(staff.get(listed(type(first))))


def test_other_times_begin_with_what_was_said_before(staff):
    application, person = in_review(), interviewer()
    confirm(staff, "propose-interview", application, data=proposal(person))()

    page = staff.get(url("propose-other-times", application)).content.decode()
    assert Fields(page).values["how"] == "Call 415 555 0100"
    assert page.count(" checked") == 1
    confirm(
        staff,
        "propose-other-times",
        application,
        data=proposal(person, time_1="2016-04-13T10:00", time_2=""),
    )()

    assert application.interviews.open().get().times.get().at == datetime(
        2016, 4, 13, 17, tzinfo=UTC
    )


def test_a_time_is_set_and_the_interview_noted_as_held(staff):
    application = in_review()
    confirm(staff, "propose-interview", application, data=proposal(interviewer()))()
    confirm(staff, "set-interview-time", application, data={"at": "2016-04-12T14:30"})()
    held = {"held_at": "2016-04-12T14:30", "outcome": "for", "notes": "They know schools."}

    early = staff.post(url("interview-held", application), held | {"look": "1"})
    assert "That is still to come" in said(early)
    with time_machine.travel("2016-04-12 23:00Z", tick=False):
        page = staff.get(url("interview-held", application)).content.decode()
        assert Fields(page).values["held_at"] == "2016-04-12T14:30"
        confirm(staff, "interview-held", application, data=held)()

    page = said(staff.get(page_of(application)))
    assert "Speaks for them" in page
    assert "They know schools." in page


def test_an_interview_is_called_off(staff):
    application = in_review()
    confirm(staff, "propose-interview", application, data=proposal(interviewer()))()

    confirm(staff, "call-interview-off", application, data={"message": "One of us is ill."})()

    assert not application.interviews.open().exists()
    assert "Called off" in said(staff.get(page_of(application)))


@pytest.mark.parametrize(
    "slug", ["propose-other-times", "set-interview-time", "call-interview-off", "interview-held"]
)
def test_without_an_interview_nothing_becomes_of_one(staff, slug):
    data = proposal(interviewer(), at="2016-04-12T14:30", message="Ill.") | {
        "held_at": "2016-03-12T14:30",
        "outcome": "for",
        "notes": "Good.",
    }

    page = staff.post(url(slug, in_review()), data | {"look": "1"})

    assert "No interview is being arranged." in said(page)


@pytest.mark.parametrize("slug", ["ask-references", "waive-references", "propose-interview"])
@pytest.mark.parametrize("role", ["Viewer", "Reviewer", "Finance"])
def test_only_program_staff_take_these_steps(client, role, slug):
    as_role(client, role)

    assert client.get(url(slug, in_review())).status_code == 403


# The page of an application


def test_the_page_says_how_each_reference_stands(staff):
    application = in_review()
    by = make_user(name="Sam Okafor")
    named = [make_reference(application, position=n, name=f"Name {n}") for n in range(4)]
    _, reminded, answered = (
        make_reference_request(reference=r, asked_by=by, reply_by=date(2016, 4, 15))
        for r in named[:3]
    )
    actions.remind_referee(reminded)
    actions.answer_reference(answered, **ANSWER)

    page = said(staff.get(page_of(application)))

    for words in [
        "Asked until Friday, 15 April 2016 </p>",
        "Asked until Friday, 15 April 2016, reminded 1 April 2016",
        "<strong>Yes, with reservations</strong>, answered 1 April 2016",
        "<dd>Money.</dd>",
        "<p>Not asked</p>",
        "Reference asked: Name 0",
        "Reference reminded: Name 1",
        "Reference answered: Name 2",
    ]:
        assert words in page


def test_answers_are_for_those_who_may_read_them(person):
    request = make_reference_request(in_review())
    actions.answer_reference(request, **ANSWER)
    application = request.reference.application

    blind = said(person("view_application").get(page_of(application)))
    sees = said(person("view_application", "view_referencerequest").get(page_of(application)))

    assert ("Money." in blind, "Reference a" in blind) == (False, False)
    assert "Money." in sees
    assert request.reference.email not in sees


def test_each_interviewer_and_each_time_is_said_once(staff):
    application = in_review()
    propose(application, interviewer("Lee Tran"), interviewer("Sam Okafor"), interviewer("Ute Y"))

    page = said(staff.get(page_of(application)))

    assert "45 minutes with Lee Tran, Sam Okafor, Ute Y. Call 415 555 0100" in page
    assert page.count("Proposed: ") == 2
    assert page.count("Interview proposed") == 1


def held(application, *people):
    made = make_interview(application, held_at=AT, at=AT, outcome="against")
    made.notes = "They were late."
    made.save()
    made.interviewers.set(people)
    return made


def test_how_an_interview_went_is_read_once_ones_own_review_is_done(client):
    reviewer = as_role(client, "Reviewer")
    application = in_review()
    interview = held(application, interviewer())
    seen = [page_of(application), page_of(interview), page_of(interview, "history")]

    before = [said(client.get(address)) for address in seen]
    make_review(application, reviewer=reviewer)
    after = [said(client.get(address)) for address in seen]

    assert not any("They were late." in page or "Speaks against" in page for page in before)
    assert "How it went you read once your own review is done." in before[0]
    assert all("They were late." in page for page in after)


def test_who_led_an_interview_reads_how_it_went(client):
    reviewer = as_role(client, "Reviewer")
    interview = held(in_review(), reviewer)

    assert "They were late." in said(client.get(page_of(interview.application)))
    assert "They were late." in said(client.get(page_of(interview)))


def test_of_what_one_stepped_aside_from_the_lists_hold_nothing(client):
    reviewer = as_role(client, "Reviewer")
    application = in_review(organization="Aside Office")
    records = [held(application, reviewer), make_reference_request(application)]
    make_interview(application, at=AT)
    application.recusals.create(reviewer=reviewer, reason="A friend.")

    for record in records:
        assert "Aside Office" not in said(client.get(listed(type(record))))
        assert client.get(page_of(record)).status_code == 404
        assert client.get(page_of(record, "history")).status_code == 404
    assert "Aside Office" not in said(client.get(reverse("admin:index")))


def test_the_applicants_pdf_and_that_of_staff_hold_no_answer(staff):
    request = make_reference_request(in_review())
    actions.answer_reference(request, **ANSWER)

    page = staff.get(reverse("admin:applications_application_pdf", args=[1]))

    assert b"Money." not in page.content


# Lists


def test_the_list_of_references_is_filtered_by_answer(staff):
    waiting, waived, answered = (
        make_reference_request(in_review(organization=name)) for name in ["One", "Two", "Three"]
    )
    actions.waive_references(waived.reference.application, by=make_user(), reason="Away.")
    actions.answer_reference(answered, **ANSWER)

    found = {
        value: [
            r.pk
            for r in staff.get(listed(ReferenceRequest, answer=value)).context_data["cl"].queryset
        ]
        for value in ["waiting", "waived", "doubts", "no"]
    }

    assert found == {
        "waiting": [waiting.pk],
        "waived": [waived.pk],
        "doubts": [answered.pk],
        "no": [],
    }


def test_the_list_of_interviews_is_filtered_by_state(staff):
    proposed = make_interview()
    agreed = make_interview(at=AT)
    past = make_interview(at=datetime(2016, 3, 1, tzinfo=UTC))
    done = held(in_review())
    off = make_interview(called_off_at=AT)

    for value, interview in {
        "proposed": proposed,
        "agreed": agreed,
        "past": past,
        "held": done,
        "off": off,
    }.items():
        rows = staff.get(listed(Interview, state=value)).context_data["cl"].queryset
        assert list(rows) == [interview]


@pytest.mark.parametrize("model", [Interview, ReferenceRequest])
def test_a_list_is_downloaded_without_how_it_went_or_where_referees_live(staff, model):
    application = in_review()
    held(application, interviewer())
    request = make_reference_request(application)
    export = reverse(f"admin:applications_{model._meta.model_name}_export_csv")

    text = staff.get(export).getvalue().decode()

    assert application.organization in text
    assert "They were late." not in text
    assert request.reference.email not in text


def test_the_page_of_an_application_asks_equally_often_however_much_was_said(staff):
    def queries(application):
        with CaptureQueriesContext(connection) as asked:
            staff.get(page_of(application))
        return len(asked)

    one, three = in_review(), in_review()
    for application, times in [(one, 1), (three, 3)]:
        for _ in range(times):
            held(application, *[interviewer() for _ in range(times)])
            make_reference_request(application)
        propose(application, *[interviewer() for _ in range(times)])
    queries(one)

    assert queries(one) == queries(three)
