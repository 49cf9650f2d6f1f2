"""Staff, signatories and jobs at once, on PostgreSQL: one wins, the other reads why."""

from datetime import date
from itertools import count
from threading import Event

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import actions, jobs
from applications.actions.reviews import Said
from applications.models import (
    Announcement,
    Application,
    AssignmentBatch,
    Decision,
    Offer,
    Partner,
    PartnerYear,
)
from plp.core import invitations, pages
from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.applications.test_assigning import make_reviewer
from tests.applications.test_races import at_once, said, sign_in, somebody_waits_for_this
from tests.make import (
    make_application,
    make_decision,
    make_partner,
    make_pin,
    make_program_year,
    make_region,
    make_requirement,
    make_sent,
    make_user,
)
from tests.program import make_open_program
from tests.rounds import often, told

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
]

Status = Application.Status
DAY = date(2016, 4, 18)
OFFER = {"reply_by": "2099-04-22", "conditions": ""}
_number = count(1)


@pytest.fixture
def program(transactional_db):
    program = make_open_program()
    make_requirement(program_year=make_program_year(program=program))
    return program


def in_review(pin, **fields):
    organization = f"Foundry {next(_number)}"
    return make_application(
        pin=pin,
        status="in_review",
        organization=organization,
        signatory_email="ruth@foundry.example",
        **fields,
    )


def press(slug, record, data=None, model="application"):
    """Look at a step in a browser of one's own; return how it is confirmed."""
    client = sign_in()
    name = f"admin:applications_{model}_step"
    address = reverse(name, args=[slug], query={"ids": record.pk})
    seen = client.post(address, (data or {}) | {"look": "1"}).context_data["seen"]
    return lambda: said(client.post(address, (data or {}) | {"do": "1", "seen": seen}, follow=True))


def status(record):
    return type(record).objects.get(pk=record.pk).status


def test_of_two_staff_who_offer_one_region_to_two_applicants_one_does(program):
    for _ in often():
        pin = make_pin(program=program)
        first, second = in_review(pin), in_review(pin)

        answers = at_once(press("offer", first, OFFER), press("offer", second, OFFER))

        assert sorted([status(first), status(second)]) == ["in_review", "offered"]
        assert Offer.objects.filter(region=pin.region).count() == 1
        assert Message.objects.filter(what="offer-to-sign").count() == 1
        assert sum("Offered the partnership: " in answer for answer in answers) == 1
        assert sum("served or already offered" in answer for answer in answers) == 1
        Message.objects.all().delete()


@pytest.mark.parametrize(
    ("slugs", "ends"),
    [
        (("decline", "decline"), {"declined"}),
        (("offer", "decline"), {"offered", "declined"}),
        (("offer", "offer"), {"offered"}),
        (("withdraw", "decline"), {"withdrawn", "declined"}),
    ],
    ids=["decline-decline", "offer-decline", "offer-offer", "withdraw-decline"],
)
def test_of_two_people_who_move_one_application_one_wins_and_the_other_reads_why(
    program, slugs, ends
):
    data = {"offer": OFFER, "withdraw": {"reason": "They called."}}
    for _ in often():
        application = in_review(make_pin(program=program))

        answers = at_once(*(press(slug, application, data.get(slug)) for slug in slugs))

        assert status(application) in ends
        assert application.changes.count() == 1
        why = ["Someone", "cannot become", "can take this step", "served or already offered"]
        assert sum(any(words in answer for words in why) for answer in answers) == 1


def offered(program):
    """A sent application that has an offer, for a region of its own."""
    pin = make_pin(program=program, region=make_region(state="CA"))
    pages.forget()
    application = make_sent(pin=pin, organization=f"Foundry {next(_number)}")
    actions.start_review(application, by=None)
    offer = actions.offer(application, by=None, reply_by=date(2016, 4, 22))
    return Offer.objects.get(pk=offer.pk)


def yes(offer, on=DAY):
    return told(actions.answer_offer, offer, yes=True, name="Ruth", terms=None, on=on)


def fresh(offer):
    return Application.objects.get(pk=offer.application_id)


@pytest.mark.parametrize("other", ["withdraw", "take_back", "lapse"])
def test_of_a_yes_and_the_end_of_an_offer_one_counts(program, other):
    ends = {
        "withdraw": lambda offer: told(actions.withdraw, fresh(offer)),
        "take_back": lambda offer: told(actions.take_back, fresh(offer), by=None, message="Sorry"),
        "lapse": lambda offer: told(
            actions.lapse, Offer.objects.get(pk=offer.pk), on=date(2016, 4, 23)
        ),
    }
    for _ in often():
        offer = offered(program)

        answers = at_once(yes(offer), ends[other](offer))

        refused = [answer for answer in answers if isinstance(answer, TransitionError)]
        assert len(refused) == 1, answers
        is_partner = Partner.objects.filter(application=offer.application).exists()
        assert is_partner == (status(offer.application) == Status.ACCEPTED)
        years = PartnerYear.objects.filter(partner__application=offer.application)
        assert years.count() == is_partner
        assert Offer.objects.unanswered().filter(pk=offer.pk).count() == 0
        assert Invitation.objects.exists() == is_partner
        Invitation.objects.all().delete()


def test_an_offer_that_two_workers_find_overdue_lapses_once(program):
    for _ in often():
        offer = offered(program)

        at_once(*[lambda: jobs.lapse_offers(date(2016, 4, 23))] * 2)

        assert status(offer.application) == Status.LAPSED
        assert offer.application.changes.filter(new="lapsed").count() == 1
        assert Message.objects.filter(what="offer-lapsed", occasion=offer.pk).count() == 3


def test_of_two_who_end_a_partnership_one_does(program):
    data = {"last_day": "2017-06-30", "reason": "They asked."}
    for _ in often():
        partner = make_partner()

        answers = at_once(*(press("end", partner, data, model="partner") for _ in range(2)))

        assert sum("Set the last day of the partnership: " in answer for answer in answers) == 1
        assert Partner.objects.get(pk=partner.pk).ended_on == date(2017, 6, 30)


@pytest.mark.parametrize("other", ["end", "invite"])
def test_an_invitation_accepted_while_its_partner_is_changed_waits_its_turn(program, other):
    for number in often():
        partner, email = make_partner(), f"dana{number}@foundry.example"
        again = {"email": email, "name": "Dana", "rights": ["manager"]}
        actions.invite_member(partner, by=None, email=email, name="Dana", rights=[])
        invitation, user = Invitation.objects.get(email=email), make_user(email)
        press_other = press(
            other,
            partner,
            {"last_day": "2017-06-30", "reason": "They asked."} if other == "end" else again,
            model="partner",
        )

        at_once(told(invitations.accept, invitation, user), press_other)

        is_member = partner.memberships.exists()
        invitation.refresh_from_db()
        assert bool(invitation.accepted_at) == is_member
        assert not Invitation.objects.open().filter(email=email, accepted_at=None).exists() or (
            other == "invite" and not is_member
        )


def test_changes_that_come_while_an_application_is_erased_go_with_it(program):
    for _ in often():
        pin = make_pin(program=program, region=make_region(state="CA"))
        pages.forget()
        application = make_sent(pin=pin, organization=f"Foundry {next(_number)}")
        actions.start_review(application, by=None)
        actions.request_changes(application, by=None, sections=["funding"], message="Who pays?")
        erased, sent = fresh_application(application), fresh_application(application)

        at_once(
            lambda erased=erased: actions.erase_application(erased),
            told(actions.send_changes, sent),
        )

        assert not Application.objects.filter(pk=application.pk).exists()


def fresh_application(application):
    return Application.objects.select_related("draft").get(pk=application.pk)


def test_an_application_reopened_while_its_organization_applies_again_is_one(program):
    for _ in often():
        pin = make_pin(program=program)
        old = make_application(pin=pin, status="declined", organization=f"Mill {next(_number)}")

        def apply(old=old, pin=pin):
            return make_application(pin=pin, organization=old.organization)

        reopen = told(actions.reopen, old, by=None, reason="Once more")
        at_once(reopen, lambda: _or_none(apply))

        assert Application.objects.twins_of(old.organization, pin).count() == 1


def _or_none(step):
    try:
        return step()
    except IntegrityError:
        return None


def test_an_application_deleted_while_somebody_starts_to_read_it_stays_or_is_gone(program):
    for _ in often():
        pin = make_pin(program=program, region=make_region(state="CA"))
        pages.forget()
        application = make_sent(pin=pin, organization=f"Foundry {next(_number)}")

        deleted, _ = at_once(
            told(actions.delete_application, fresh_application(application)),
            press("start-review", application),
        )

        is_there = Application.objects.filter(pk=application.pk).exists()
        assert is_there == isinstance(deleted, TransitionError)
        assert not is_there or status(application) == Status.IN_REVIEW


# Decisions that are ready


def announced(decision):
    by = make_user(is_superuser=True, is_staff=True)
    announcement = Announcement.objects.create(by=by)
    return told(actions.announce, decision, by=by, announcement=announcement, on=DAY)


def test_of_two_who_announce_one_decision_one_tells_the_applicant(program):
    for _ in often():
        decision = make_decision(in_review(make_pin(program=program)), last_day=date(2016, 5, 1))

        answers = at_once(announced(decision), announced(decision))

        assert sum(isinstance(answer, TransitionError) for answer in answers) == 1
        assert Message.objects.filter(what="offer-to-sign").count() == 1
        assert decision.application.changes.count() == 1
        Message.objects.all().delete()


def test_of_two_who_mean_a_region_for_two_applicants_one_does(program):
    for _ in often():
        pin = make_pin(program=program)
        said = {"by": None, "kind": "offer", "last_day": DAY}

        answers = at_once(*(told(actions.make_ready, in_review(pin), **said) for _ in range(2)))

        assert sum(isinstance(answer, TransitionError) for answer in answers) == 1
        assert Decision.objects.ready().get(region=pin.region)


@pytest.mark.parametrize("other", ["decline", "discard", "replace"])
def test_of_announcing_and_another_step_one_counts(program, other):
    for _ in often():
        decision = make_decision(in_review(make_pin(program=program)), last_day=date(2016, 5, 1))
        application = Application.objects.get(pk=decision.application_id)
        steps = {
            "decline": told(actions.decline, application, by=None),
            "discard": told(actions.discard_decision, decision, by=None),
            "replace": told(actions.make_ready, application, by=None, kind="decline"),
        }

        answers = at_once(announced(decision), steps[other])

        assert sum(isinstance(answer, TransitionError) for answer in answers) == 1
        decision.refresh_from_db()
        assert bool(decision.announced_at) == (status(application) == "offered")
        assert bool(decision.announced_at) != bool(decision.discarded_at)


# Asking for reviews


def test_of_two_who_assign_the_same_each_reviewer_is_asked_once(program):
    for number in often():
        application = in_review(make_pin(program=program))
        keys = [(application.pk, make_reviewer(f"R{number}-{n}").pk) for n in range(3)]
        by = make_user()

        answers = at_once(*(told(actions.assign, keys, by=by, due_on=None) for _ in range(2)))

        assert application.assignments.count() == 3
        refused = sum(isinstance(answer, TransitionError) for answer in answers)
        batches = AssignmentBatch.objects.filter(by=by)
        assert batches.count() == 2 - refused
        assert Message.objects.filter(what="reviews-assigned").count() == 3
        Message.objects.all().delete()


@pytest.mark.parametrize("is_alone", [True, False])
def test_what_is_begun_meanwhile_is_not_taken_back(program, is_alone):
    application, rosa, by = in_review(make_pin(program=program)), make_reviewer(), make_user()
    batch = actions.assign([(application.pk, rosa.pk)], by=by, due_on=None)
    assignment, has_begun, answered = batch.assignments.get(), Event(), Event()
    words = Said({}, "", "I have begun.")

    @transaction.atomic
    def begin():
        actions.save_review(application, words, by=rosa, seen=0)
        has_begun.set()
        while not (answered.is_set() or somebody_waits_for_this()):
            pass

    def take_back():
        has_begun.wait()
        try:
            if is_alone:
                actions.take_back_assignment(assignment, by=by)
            else:
                actions.undo_assignments(batch, by=by)
        finally:
            answered.set()

    _, refusal = at_once(begin, told(take_back))

    assert "begun" in str(refusal)
    assert application.assignments.get() == assignment
    assert not Message.objects.filter(what="reviews-taken-back").exists()
