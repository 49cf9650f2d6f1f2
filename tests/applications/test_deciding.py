"""What staff decide of an application: each move, its mails, and what it refuses."""

from datetime import date

import pytest

from applications import actions, jobs
from applications.models import Application, Offer
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import (
    make_application,
    make_criterion,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_review,
    make_sent,
    make_user,
)

pytestmark = pytest.mark.django_db

Status = Application.Status
REPLY_BY = date(2016, 4, 22)


@pytest.fixture
def reviewer(db):
    return make_user("reviewer@example.org", name="Rosa Reviewer", is_staff=True)


def in_review(**fields):
    return make_application(status="in_review", signatory_email="ruth@foundry.example", **fields)


def offered(**fields):
    application = in_review(**fields)
    actions.offer(application, by=None, reply_by=REPLY_BY)
    return application


def now(application):
    return Application.objects.get(pk=application.pk).status


def mails(what):
    return sorted(Message.objects.filter(what=what).values_list("to", flat=True))


def test_a_review_starts_without_a_mail(reviewer):
    application = make_application()

    actions.start_review(application, by=reviewer)

    assert now(application) == Status.IN_REVIEW
    assert application.changes.get().by == reviewer
    assert not Message.objects.exists()


def test_a_review_goes_on_without_the_changes_that_do_not_come(reviewer):
    application = make_sent()
    actions.start_review(application, by=reviewer)
    actions.request_changes(application, by=reviewer, sections=["funding"], message="Who pays?")

    actions.start_review(application, by=reviewer)

    assert now(application) == Status.IN_REVIEW
    assert application.open_request is None
    assert not application.draft.is_open("funding")


@pytest.mark.parametrize("status", ["offered", "declined", "withdrawn", "lapsed", "accepted"])
def test_a_review_starts_only_of_what_is_new(reviewer, status):
    application = make_application(status=status)

    with pytest.raises(TransitionError, match="can take this step"):
        actions.start_review(application, by=reviewer)

    assert now(application) == status


def test_waiting_has_a_last_day_which_the_applicant_reads(reviewer):
    application = in_review()

    actions.waitlist(application, by=reviewer, until=REPLY_BY, message="You are the second.")

    application.refresh_from_db()
    assert (application.status, application.waiting_until) == (Status.WAITLISTED, REPLY_BY)
    message = Message.objects.get(what="application-waitlisted")
    assert message.to == application.contact_email
    assert "Friday, 22 April 2016" in message.text
    assert "You are the second." in message.text


def test_waiting_can_be_made_longer_and_is_told_again(reviewer):
    application = in_review()
    actions.waitlist(application, by=reviewer, until=REPLY_BY)

    actions.waitlist(application, by=reviewer, until=date(2016, 6, 1))

    application.refresh_from_db()
    assert application.waiting_until == date(2016, 6, 1)
    assert len(mails("application-waitlisted")) == 2
    with pytest.raises(TransitionError, match="until that day already"):
        actions.waitlist(application, by=reviewer, until=date(2016, 6, 1))


def test_who_comes_back_may_wait_until_the_same_day_again(reviewer):
    application = in_review()
    actions.waitlist(application, by=reviewer, until=REPLY_BY)
    actions.decline(application, by=reviewer)
    actions.reopen(application, by=reviewer, reason="Once more")

    actions.waitlist(application, by=reviewer, until=REPLY_BY, message="Still the second.")

    application.refresh_from_db()
    assert (application.status, application.waiting_until) == (Status.WAITLISTED, REPLY_BY)
    assert application.changes.last().note == "Until 22 April 2016. Still the second."


def test_who_waits_no_more_has_no_last_day_of_waiting(reviewer):
    application = in_review()
    actions.waitlist(application, by=reviewer, until=REPLY_BY)

    actions.decline(application, by=reviewer)

    application.refresh_from_db()
    assert application.waiting_until is None


def test_a_decline_without_a_message_leaves_no_gap_in_the_mail(reviewer):
    application = in_review()

    actions.decline(application, by=reviewer)

    message = Message.objects.get(what="application-declined")
    assert now(application) == Status.DECLINED
    assert "\n\n\n" not in message.text


@pytest.mark.parametrize("status", ["declined", "withdrawn", "lapsed"])
def test_what_came_to_nothing_is_reopened_with_a_reason(reviewer, status):
    application = make_application(status=status)

    actions.reopen(application, by=reviewer, reason="We had overlooked a file.")

    assert now(application) == Status.IN_REVIEW
    assert application.changes.get().note == "We had overlooked a file."
    message = Message.objects.get(what="application-reopened")
    assert message.to == application.contact_email
    assert "overlooked" not in message.text


@pytest.mark.parametrize("status", ["submitted", "in_review", "offered", "accepted", "waitlisted"])
def test_nothing_else_is_reopened(reviewer, status):
    application = make_application(status=status)

    with pytest.raises(TransitionError, match="can take this step"):
        actions.reopen(application, by=reviewer, reason="Once more")

    assert now(application) == status


def test_an_application_is_not_reopened_beside_a_newer_one(reviewer):
    old = make_application(status="declined", organization="Foundry")
    make_application(pin=old.pin, organization="The Foundry")

    with pytest.raises(TransitionError, match="again since then"):
        actions.reopen(old, by=reviewer, reason="Once more")

    assert now(old) == Status.DECLINED
    assert not Message.objects.exists()


def test_every_decision_of_a_kind_is_told(reviewer):
    application = in_review()
    for _ in range(2):
        actions.decline(application, by=reviewer)
        actions.reopen(application, by=reviewer, reason="Once more")

    assert len(mails("application-declined")) == 2
    assert len(mails("application-reopened")) == 2


def test_an_offer_is_taken_back_and_told_to_all_who_knew(reviewer):
    application = offered()

    actions.take_back(application, by=reviewer, message="The last day was wrong.")

    assert now(application) == Status.IN_REVIEW
    offer = application.offers.get()
    assert offer.answer == Offer.Answer.TAKEN_BACK
    told = {application.contact_email, "ruth@foundry.example", "partner@code.org"}
    assert mails("offer-taken-back") == sorted(told)
    actions.offer(application, by=reviewer, reply_by=date(2016, 5, 1))
    assert now(application) == Status.OFFERED


def test_there_is_no_offer_to_take_back_after_the_answer(reviewer):
    application = offered()
    offer = application.offers.get()
    actions.answer_offer(offer, yes=False, name="Ruth", terms=None, on=REPLY_BY)

    with pytest.raises(TransitionError, match="no offer to take back"):
        actions.take_back(application, by=reviewer, message="Sorry")

    assert now(application) == Status.WITHDRAWN


def test_staff_withdraw_for_an_applicant_in_their_own_name(reviewer):
    application = offered()

    actions.withdraw(application, by=reviewer, reason="They called.")

    change = application.changes.last()
    assert (change.new, change.by, change.note) == ("withdrawn", reviewer, "They called.")
    assert not Offer.objects.unanswered().exists()


class TestLapsing:
    def test_an_offer_lapses_the_day_after_its_last(self):
        application = offered()

        jobs.lapse_offers(REPLY_BY)
        assert now(application) == Status.OFFERED

        jobs.lapse_offers(date(2016, 4, 23))
        assert now(application) == Status.LAPSED
        assert application.offers.get().answer == Offer.Answer.NONE
        assert len(mails("offer-lapsed")) == 3

    def test_it_lapses_once_however_often_the_job_runs(self):
        application = offered()

        for _ in range(3):
            jobs.lapse_offers(date(2016, 5, 1))

        assert application.changes.count() == 2
        assert len(mails("offer-lapsed")) == 3

    def test_one_that_fails_keeps_no_other_from_lapsing(self, monkeypatch, caplog):
        first, second = offered(), offered()
        lapse = actions.lapse

        def fail_once(offer, *, on):
            if offer.application_id == first.pk:
                raise RuntimeError("The database has gone away")
            lapse(offer, on=on)

        monkeypatch.setattr(actions, "lapse", fail_once)
        jobs.lapse_offers(date(2016, 5, 1))

        assert (now(first), now(second)) == (Status.OFFERED, Status.LAPSED)
        assert "A job failed for offer" in caplog.text

    def test_the_next_in_line_are_proposed_best_first(self):
        pin, criterion = make_pin(), make_criterion()
        offered(pin=pin, organization="Foundry")
        names = {"No Review": None, "Good Enough": 3, "Best of All": 5, "Just a Draft": 4}
        for name, value in names.items():
            waits = make_application(pin=pin, status="waitlisted", organization=name)
            if value:
                make_review(waits, scores={criterion: value}, done=name != "Just a Draft")

        jobs.lapse_offers(date(2016, 5, 1))

        line = Message.objects.get(what="next-in-line").text
        assert "1. Best of All, waitlisted\n2. Good Enough, waitlisted\n3. No Review" in line

    def test_the_next_in_line_are_proposed_to_staff_in_order(self):
        pin = make_pin()
        offered(pin=pin, organization="Foundry")
        make_application(pin=pin, status="in_review", organization="Quiet Owl")
        make_application(pin=pin, status="waitlisted", organization="Second Breakfast")
        make_application(pin=pin, status="declined", organization="Never Mind")

        jobs.lapse_offers(date(2016, 5, 1))

        message = Message.objects.get(what="next-in-line")
        assert message.to == "partner@code.org"
        assert "1. Second Breakfast, waitlisted\n2. Quiet Owl, in review" in message.text
        assert "Never Mind" not in message.text

    @pytest.mark.parametrize("how", ["refused", "withdrawn", "taken back"])
    def test_they_are_proposed_however_an_offer_comes_to_nothing(self, reviewer, how):
        application = offered()
        make_application(pin=application.pin, status="waitlisted")

        if how == "refused":
            offer = application.offers.get()
            actions.answer_offer(offer, yes=False, name="Ruth", terms=None, on=REPLY_BY)
        elif how == "withdrawn":
            actions.withdraw(application)
        else:
            actions.take_back(application, by=reviewer, message="Sorry")

        assert how in Message.objects.get(what="next-in-line").text

    def test_nobody_is_proposed_where_nobody_waits(self):
        offered()

        jobs.lapse_offers(date(2016, 5, 1))

        assert not Message.objects.filter(what="next-in-line").exists()

    def test_an_offer_that_can_still_be_answered_does_not_lapse(self):
        offer = make_offer()

        with pytest.raises(TransitionError, match="can be answered until"):
            actions.lapse(offer, on=offer.reply_by)

        assert Offer.objects.unanswered().get() == offer


def test_no_offer_by_a_program_without_a_year(reviewer):
    application = in_review(pin=make_pin(program=make_program()))

    with pytest.raises(TransitionError, match="has no program year"):
        actions.offer(application, by=reviewer, reply_by=REPLY_BY)

    assert now(application) == Status.IN_REVIEW


def test_a_region_is_offered_to_one(reviewer):
    first, second = in_review(), None
    second = in_review(pin=first.pin)
    actions.offer(first, by=reviewer, reply_by=REPLY_BY)

    with pytest.raises(TransitionError, match="served or already offered"):
        actions.offer(second, by=reviewer, reply_by=REPLY_BY)

    assert now(second) == Status.IN_REVIEW


def test_a_partner_may_apply_again_only_after_the_partnership():
    partner = make_partner()
    application = make_application(status="accepted")
    partner.application = application
    partner.save()

    assert not application.may_be_followed()

    partner.ended_on = date(2017, 6, 30)
    partner.save()
    assert application.may_be_followed()
