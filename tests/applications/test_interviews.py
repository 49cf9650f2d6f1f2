"""Interviews: proposed times, choosing one, and what becomes of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.links import Purpose
from applications.models import Interview
from plp.core import history, zones
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import said, url
from tests.make import (
    make_application,
    make_interview,
    make_pin,
    make_region,
    make_sent,
    make_user,
    the_pin,
)
from tests.program import make_open_program

pytestmark = pytest.mark.django_db

# 2:30 and 4 in the afternoon of Tuesday, 12 April 2016, in Pacific time
FIRST = datetime(2016, 4, 12, 21, 30, tzinfo=UTC)
SECOND = datetime(2016, 4, 12, 23, tzinfo=UTC)
FIRST_IN_WORDS = "Tuesday, 12 April 2016, 2:30 p.m. Pacific time (PDT)"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-01 20:00Z", tick=False):
        yield


def interviewer(name="Sam Okafor", **fields):
    return make_user(name=name, is_staff=True, is_superuser=True, **fields)


def in_review(**fields):
    application = make_sent(**fields)
    application.move("in_review", by=None)
    return application


def propose(application, *people, times=(FIRST, SECOND), **more):
    people = [person.pk for person in people or [interviewer()]]
    about = {"how": "Call 415 555 0100", "minutes": 45, "by": None} | more
    return actions.propose_interview(application, times=times, interviewers=people, **about)


def agreed(application, *people):
    interview = propose(application, *people)
    actions.choose_time(interview, at=FIRST)
    return interview


def now(interview):
    return Interview.objects.get(pk=interview.pk)


def mails(what):
    return Message.objects.filter(what=what)


def choice(interview, at=FIRST):
    return {"time": interview.times.get(at=at).pk}


# Times in a zone


def at(text):
    """What a clock shows."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "typed", "moment"),
    [
        ("America/Los_Angeles", at("2016-04-12T14:30"), FIRST),
        ("America/New_York", at("2016-04-12T17:30"), FIRST),
        ("America/Phoenix", at("2016-04-12T14:30"), FIRST),
        ("America/Los_Angeles", at("2016-03-13T03:00"), datetime(2016, 3, 13, 10, tzinfo=UTC)),
        ("America/Phoenix", at("2016-03-13T02:00"), datetime(2016, 3, 13, 9, tzinfo=UTC)),
        ("Pacific/Honolulu", at("2016-11-06T01:00"), datetime(2016, 11, 6, 11, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_clocks_in_the_zone(zone, typed, moment):
    assert zones.moment_in(ZoneInfo(zone), typed) == moment


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (at("2016-03-13T02:00"), "There is no such time"),
        (at("2016-03-13T02:59"), "There is no such time"),
        (at("2016-11-06T01:00"), "This time comes twice"),
        (at("2016-11-06T01:30"), "This time comes twice"),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_refused(typed, why):
    with pytest.raises(ValidationError, match=why):
        zones.moment_in(ZoneInfo("America/Denver"), typed)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", FIRST_IN_WORDS),
        ("America/Chicago", "Tuesday, 12 April 2016, 4:30 p.m. Central time (CDT)"),
        ("America/Anchorage", "Tuesday, 12 April 2016, 1:30 p.m. Alaska time (AKDT)"),
        ("Pacific/Honolulu", "Tuesday, 12 April 2016, 11:30 a.m. Hawaii time (HST)"),
        ("Pacific/Guam", "Wednesday, 13 April 2016, 7:30 a.m. ChST"),
    ],
)
def test_a_moment_is_read_with_its_zone(zone, words):
    assert zones.in_words(FIRST, ZoneInfo(zone)) == words


@pytest.mark.parametrize(
    "text", ["soon", "2016-04-31T10:00", "2016-04-12T10:00Z", "0016-04-12T10:00"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValidationError):
        zones.MomentField().clean(text)


# Proposing


def test_the_contact_reads_the_times_in_the_zone_of_the_region():
    application = in_review()

    propose(application, interviewer("Sam Okafor"), interviewer("Lee Tran"), message="Hello.")

    mail = mails("interview-proposed").get()
    assert mail.to == application.contact_email
    assert f"1. {FIRST_IN_WORDS}" in mail.text
    assert "With: " in mail.text
    assert {"Sam Okafor", "Lee Tran"} <= {
        name for name in ["Sam Okafor", "Lee Tran"] if name in mail.text
    }
    assert "@example.org" not in mail.text.split("With: ")[1].split("\n")[0]
    assert mail.reply_to == application.draft.program.contact_email
    assert mails("interview-planned").count() == 2


def test_an_interviewer_without_a_name_is_not_told_by_address():
    person = interviewer("")

    propose(in_review(), person)

    assert person.email not in mails("interview-proposed").get().text


def test_only_one_is_arranged_at_a_time():
    application = in_review()
    propose(application)

    with pytest.raises(TransitionError, match="already"):
        propose(application)

    assert mails("interview-proposed").count() == 1


@pytest.mark.parametrize("status", ["offered", "accepted", "declined", "withdrawn", "lapsed"])
def test_none_is_proposed_once_it_is_decided(status):
    with pytest.raises(TransitionError, match="It is decided"):
        propose(make_application(status=status))

    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ([], "1 to 5 times"),
        ([FIRST + timedelta(hours=n) for n in range(6)], "1 to 5 times"),
        ([FIRST, datetime(2016, 4, 1, 19, tzinfo=UTC)], "has passed"),
    ],
)
def test_times_that_make_no_sense_are_refused(times, why):
    with pytest.raises(TransitionError, match=why):
        propose(in_review(), times=times)

    assert not Message.objects.filter(what="interview-proposed").exists()


def test_nobody_leads_it_who_stepped_aside_or_does_not_review():
    application = in_review()
    aside = interviewer()
    application.recusals.create(reviewer=aside, reason="A friend.")

    for person in [aside, make_user(is_staff=True)]:
        with pytest.raises(TransitionError, match="did not step aside"):
            propose(application, person)


def test_who_steps_aside_later_is_not_written_to():
    application, aside = in_review(), interviewer()
    interview = propose(application, aside, interviewer())
    application.recusals.create(reviewer=aside, reason="A friend.")

    actions.choose_time(interview, at=FIRST)

    assert not mails("interview-to-hold").filter(to=aside.email).exists()
    assert mails("interview-to-hold").count() == 1


def test_other_times_take_the_place_of_those_before():
    application = in_review()
    before = agreed(application)

    made = propose(application, times=[SECOND], instead=True)

    assert now(before).called_off_at
    assert application.interviews.open().get() == made
    mail = mails("interview-proposed").latest("pk")
    assert f"They take the place of {FIRST_IN_WORDS}." in mail.text
    assert not mails("interview-called-off").exists()


# Choosing


def test_the_applicant_chooses_on_their_page(writer):
    application = in_review()
    person = interviewer()
    interview = propose(application, person)
    client = writer(application.draft)
    page = said(client.get(url(application.draft)))
    assert "Let us talk: choose a time" in page
    assert FIRST_IN_WORDS in page
    assert person.email not in page

    answer = client.post(url(application.draft, "draft-interview"), choice(interview))

    assert answer.url == url(application.draft)
    assert now(interview).at == FIRST
    page = said(client.get(url(application.draft)))
    assert f"<strong>{FIRST_IN_WORDS}</strong>" in page
    assert "choose a time" not in page
    assert mails("interview-agreed").get().to == application.contact_email
    assert mails("interview-to-hold").get().to == person.email
    assert history.of(Interview).first().at == FIRST


def test_chosen_twice_it_counts_once_and_another_time_is_too_late(writer):
    application = in_review()
    interview = propose(application)
    client = writer(application.draft)
    address = url(application.draft, "draft-interview")
    client.post(address, choice(interview))

    assert client.post(address, choice(interview)).status_code == 302
    page = said(client.post(address, choice(interview, SECOND)))

    assert "Another time is agreed on already." in page
    assert now(interview).at == FIRST
    assert mails("interview-agreed").count() == 1


def test_that_none_suits_is_said_with_the_reason(writer):
    application = in_review()
    interview = propose(application)
    client = writer(application.draft)
    address = url(application.draft, "draft-interview")

    page = said(client.post(address, {"time": "none", "words": ""}))
    assert "Write why none suits, and when you could." in page

    client.post(address, {"time": "none", "words": "We are away."})

    assert now(interview).declined_words == "We are away."
    mail = mails("interview-declined").get()
    assert (mail.to, "We are away." in mail.text) == (
        application.draft.program.contact_email,
        True,
    )
    assert "You told us that none suits." in said(client.get(url(application.draft)))


def test_a_time_that_has_passed_is_not_offered_any_more(writer):
    application = in_review()
    interview = propose(application)
    client = writer(application.draft)

    with time_machine.travel(FIRST + timedelta(minutes=1)):
        assert FIRST_IN_WORDS not in said(client.get(url(application.draft)))
        page = said(client.post(url(application.draft, "draft-interview"), choice(interview)))
        assert "Choose one of these." in page
        with pytest.raises(TransitionError, match="has passed"):
            actions.choose_time(now(interview), at=FIRST)


def test_only_who_has_the_link_of_the_application_chooses(client, writer):
    application, other = in_review(), in_review(pin=the_pin("fresno-ca"), organization="Mill")
    interview = propose(application)
    address = url(application.draft, "draft-interview")

    assert client.post(address, choice(interview)).status_code == 404
    assert writer(other.draft).post(address, choice(interview)).status_code == 404
    signs = writer(application.draft, Purpose.SIGN)
    assert signs.post(address, choice(interview)).status_code == 404
    assert "Let us talk" not in said(signs.get(url(application.draft)))
    assert now(interview).at is None


def test_a_time_of_another_interview_is_none_of_the_choices(writer):
    application, other = in_review(), in_review(pin=the_pin("fresno-ca"), organization="Mill")
    interview, theirs = propose(application), propose(other)
    client = writer(application.draft)

    page = client.post(url(application.draft, "draft-interview"), choice(theirs))

    assert "Choose one of these." in said(page)
    assert now(interview).at is None


def test_a_limit_is_kept(writer):
    application = in_review()
    propose(application)
    client = writer(application.draft)

    codes = [client.post(url(application.draft, "draft-interview"), {}) for _ in range(11)]

    assert [answer.status_code for answer in codes] == [200] * 10 + [429]


def test_the_page_asks_equally_often_at_one_and_at_three_of_everything(writer):
    one, three = in_review(), in_review(pin=the_pin("fresno-ca"), organization="Mill")
    propose(one, times=[FIRST])
    propose(three, *[interviewer() for _ in range(3)], times=[FIRST, SECOND])

    def queries(application):
        client = writer(application.draft)
        client.get(url(application.draft))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(application.draft))
        return len(asked)

    assert queries(one) == queries(three) <= 20


# What staff do


def test_staff_set_a_time_that_was_agreed_on_the_phone():
    application = in_review()
    interview = propose(application)

    actions.set_time(application, by=None, at=FIRST + timedelta(days=1))
    with time_machine.travel("2016-04-01 21:00Z"):
        actions.set_time(application, by=None, at=SECOND)

    assert now(interview).at == SECOND
    assert mails("interview-agreed").count() == 2
    for at, why in [(SECOND, "already"), (datetime(2016, 3, 1, tzinfo=UTC), "passed")]:
        with pytest.raises(TransitionError, match=why):
            actions.set_time(application, by=None, at=at)


def test_calling_it_off_is_told_to_all():
    application = in_review()
    interview = agreed(application)

    actions.call_off(application, by=None, message="One of us is ill.")

    assert now(interview).called_off_at
    assert "One of us is ill." in mails("interview-called-off").get().text
    assert FIRST_IN_WORDS in mails("interview-off").get().text
    with pytest.raises(TransitionError, match="No interview"):
        actions.call_off(application, by=None, message="Again.")


def test_it_is_noted_how_it_went_once_it_was_held():
    application = in_review()
    interview = agreed(application)
    how = {"by": None, "outcome": "for", "notes": "They know their schools."}

    with pytest.raises(TransitionError, match="still to come"):
        actions.hold_interview(application, held_at=FIRST, **how)
    with time_machine.travel(SECOND):
        actions.hold_interview(application, held_at=FIRST, **how)

    assert (now(interview).outcome, now(interview).held_at) == ("for", FIRST)
    assert propose(application).is_open


@pytest.mark.parametrize(
    ("decide", "why"),
    [
        (lambda a: actions.decline(a, by=None), "decided"),
        (lambda a: actions.withdraw(a), "withdrawn"),
        (lambda a: actions.waitlist(a, by=None, until=date(2016, 9, 1)), "waiting list"),
        (lambda a: actions.offer(a, by=None, reply_by=date(2016, 5, 1)), "decided"),
    ],
    ids=["decline", "withdraw", "waitlist", "offer"],
)
def test_a_decision_calls_an_open_interview_off_and_tells_the_interviewers(decide, why):
    application = in_review()
    interview = agreed(application)

    decide(application)

    assert now(interview).called_off_at
    assert why in mails("interview-off").get().text
    assert not mails("interview-called-off").exists()


def test_to_wait_longer_calls_nothing_off():
    application = in_review()
    actions.waitlist(application, by=None, until=date(2016, 9, 1))
    interview = propose(application)

    actions.waitlist(application, by=None, until=date(2016, 10, 1))

    assert now(interview).is_open


# What waits


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({}, False),
        ({"at": FIRST}, True),
        ({"declined_words": "Away."}, True),
        ({"at": FIRST, "held_at": FIRST}, False),
        ({"at": FIRST, "called_off_at": FIRST}, False),
    ],
)
def test_the_queue_holds_those_that_staff_have_something_to_do_for(staff, fields, waits):
    made = make_interview(**fields)

    listed = reverse("admin:applications_interview_changelist", query={"queue": "interviews"})
    page = said(staff.get(listed))

    assert (made.application.organization in page) == waits


# At once


@pytest.fixture
def pin(transactional_db):
    return make_pin(program=make_open_program(), region=make_region())


def tried(step):
    def take():
        try:
            step()
        except TransitionError as error:
            return str(error)
        return ""

    return take


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_on_different_times_one_wins(pin):
    interview = propose(make_application(status="in_review", pin=pin))

    answers = at_once(
        tried(lambda: actions.choose_time(now(interview), at=FIRST)),
        tried(lambda: actions.choose_time(now(interview), at=SECOND)),
    )

    assert sorted(map(bool, answers)) == [False, True]
    assert mails("interview-agreed").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_calls_it_off_while_a_time_is_chosen_leaves_nothing_half_done(pin):
    application = make_application(status="in_review", pin=pin)
    interview = propose(application)

    at_once(
        tried(lambda: actions.choose_time(now(interview), at=FIRST)),
        tried(lambda: actions.decline(application, by=None)),
    )

    application.refresh_from_db()
    assert application.status == "declined" or now(interview).is_open
    assert application.status != "declined" or not now(interview).is_open


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_staff_who_propose_at_once_one_does(pin):
    application, person = make_application(status="in_review", pin=pin), interviewer()

    answers = at_once(*[tried(lambda: propose(application, person))] * 2)

    assert sorted(map(bool, answers)) == [False, True]
    assert Interview.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_none_is_left_open_where_it_is_declined_while_times_are_proposed(pin):
    application, person = make_application(status="in_review", pin=pin), interviewer()

    at_once(
        tried(lambda: propose(application, person)),
        tried(lambda: actions.decline(application, by=None)),
    )

    assert not Interview.objects.open().exists()
