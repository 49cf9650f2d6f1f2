"""Decisions that are made ready beside the status and announced later: once, or not at all."""

from datetime import date

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Announcement, Application, Decision, Offer
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import (
    make_application,
    make_decision,
    make_offer,
    make_partner,
    make_pin,
    make_user,
)

pytestmark = pytest.mark.django_db

Status = Application.Status
DAY, ON = date(2016, 4, 22), date(2016, 4, 1)


@pytest.fixture
def coordinator(db):
    return make_user("coordinator@example.org", name="Cora Coordinator", is_staff=True)


def in_review(**fields):
    return make_application(status="in_review", signatory_email="ruth@foundry.example", **fields)


def ready(application=None, *, kind="offer", words="", by=None):
    application = application or in_review()
    return actions.make_ready(application, by=by, kind=kind, last_day=DAY, words=words)


def announce(decision, by, *, on=ON):
    announcement = Announcement.objects.create(by=by)
    actions.announce(decision, by=by, announcement=announcement, on=on)
    decision.refresh_from_db()
    return decision


def now(application):
    return Application.objects.get(pk=application.pk).status


def mails():
    return sorted(Message.objects.values_list("what", "to"))


def test_a_ready_decision_changes_nothing_that_anybody_outside_sees(coordinator, client):
    application = in_review()
    place = reverse("applications:region", args=[application.pin.region.slug])

    decision = ready(application, by=coordinator)

    assert decision.is_ready
    assert now(application) == Status.IN_REVIEW
    assert not Message.objects.exists()
    assert not Offer.objects.exists()
    assert "Reserved" not in client.get(place).content.decode()


def test_the_region_of_a_ready_offer_is_kept_for_that_applicant(coordinator):
    pin = make_pin()
    first, second = in_review(pin=pin), in_review(pin=pin)
    ready(first)

    with pytest.raises(TransitionError, match=f"is meant for {first.organization}"):
        ready(second)
    with pytest.raises(TransitionError, match=f"is meant for {first.organization}"):
        actions.offer(second, by=coordinator, reply_by=DAY)
    with pytest.raises(TransitionError, match=f"is meant for {first.organization}"):
        actions.tell_waiting(pin.region)

    actions.offer(first, by=coordinator, reply_by=DAY)
    assert now(first) == Status.OFFERED


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("submitted", "offer"),
        ("changes_requested", "decline"),
        ("offered", "waitlist"),
        ("accepted", "decline"),
        ("withdrawn", "offer"),
    ],
)
def test_refuses_what_could_not_be_decided_so(status, kind):
    with pytest.raises(TransitionError, match="cannot be decided so now"):
        ready(make_application(status=status), kind=kind)

    assert not Decision.objects.exists()


def test_refuses_an_offer_of_a_region_that_is_served_or_offered():
    served, offered = in_review(), in_review()
    make_partner(region=served.pin.region)
    make_offer(application=make_application(status="offered", pin=offered.pin))

    for application in [served, offered]:
        with pytest.raises(TransitionError, match="is served or already offered"):
            ready(application)


def test_refuses_an_offer_or_a_wait_without_a_last_day():
    for kind in ["offer", "waitlist"]:
        with pytest.raises(TransitionError, match="need a last day"):
            actions.make_ready(in_review(), by=None, kind=kind)


def test_another_decision_replaces_the_first_with_the_wording_of_its_mails(coordinator):
    application = in_review()
    first = ready(application)
    worded = actions.reword(first, {"offer-made": ["Hello", "See {link}"]}, by=coordinator)

    second = ready(application, kind="decline", by=coordinator)

    first.refresh_from_db()
    worded.refresh_from_db()
    assert [first.state, worded.state, second.state] == [
        "Discarded",
        "Discarded",
        "Ready to announce",
    ]
    assert second.mails == {}
    announce(second, coordinator)
    assert mails() == [("application-declined", application.contact_email)]


def test_the_same_decision_twice_is_refused():
    application = in_review()
    ready(application)

    with pytest.raises(TransitionError, match="ready already"):
        ready(application)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize("step", ["decline", "withdraw"])
def test_another_step_discards_what_was_ready(coordinator, step):
    application = in_review()
    decision = ready(application)

    getattr(actions, step)(application, by=coordinator)

    decision.refresh_from_db()
    assert decision.state == "Discarded"
    with pytest.raises(TransitionError, match="not ready any more"):
        announce(decision, coordinator)


def test_an_offer_is_announced_with_its_mails(coordinator):
    application = in_review()

    decision = announce(ready(application, words="Name a manager."), coordinator)

    assert now(application) == Status.OFFERED
    offer = Offer.objects.get()
    assert (offer.reply_by, offer.conditions) == (DAY, "Name a manager.")
    assert mails() == [
        ("offer-made", application.contact_email),
        ("offer-to-sign", "ruth@foundry.example"),
    ]
    assert sorted(mail.what for mail in decision.told.all()) == ["offer-made", "offer-to-sign"]


@pytest.mark.parametrize(
    ("kind", "status", "what"),
    [
        ("waitlist", Status.WAITLISTED, "application-waitlisted"),
        ("decline", Status.DECLINED, "application-declined"),
    ],
)
def test_the_others_are_told_with_the_words_of_their_decision(coordinator, kind, status, what):
    application = in_review()

    announce(ready(application, kind=kind, words="Your plan was strong."), coordinator)

    assert now(application) == status
    message = Message.objects.get()
    assert message.what == what
    assert "Your plan was strong." in message.text


def test_a_mail_that_was_worded_for_one_leaves_the_others_alone(coordinator):
    mine, theirs = in_review(), in_review()
    decision = ready(mine, kind="decline")
    body = "We liked it, {name}. Read more: {link}"
    worded = actions.reword(
        decision, {"application-declined": ["A word to {organization}", body]}, by=coordinator
    )

    announce(worded, coordinator)
    announce(ready(theirs, kind="decline"), coordinator)

    first, second = Message.objects.order_by("pk")
    assert first.subject == f"A word to {mine.organization}"
    assert first.text.startswith("We liked it, ")
    assert second.subject.startswith("Our decision: ")


def test_nobody_is_told_twice(coordinator):
    decision = announce(ready(), coordinator)

    with pytest.raises(TransitionError, match="not ready any more"):
        announce(decision, coordinator)

    assert Message.objects.count() == 2


def test_what_cannot_be_done_any_more_stays_ready_and_tells_nobody(coordinator):
    decision = ready()
    make_partner(region=decision.region)

    with pytest.raises(TransitionError, match="is served"):
        announce(decision, coordinator)
    with pytest.raises(TransitionError, match="Its last day was Friday, 22 April 2016"):
        announce(decision, coordinator, on=date(2016, 4, 23))

    decision.refresh_from_db()
    assert decision.is_ready
    assert not Message.objects.exists()


def test_a_discarded_decision_is_neither_announced_nor_discarded_again(coordinator):
    decision = make_decision()
    actions.discard_decision(decision, by=coordinator)

    with pytest.raises(TransitionError, match="not ready any more"):
        actions.discard_decision(decision, by=coordinator)
    with pytest.raises(TransitionError, match="not ready any more"):
        announce(decision, coordinator)


def test_history_says_who_decided_and_when_it_was_told(coordinator):
    decision = announce(ready(by=coordinator), coordinator)

    assert [row.announced_at is not None for row in decision.history.order_by("history_id")] == [
        False,
        True,
    ]
