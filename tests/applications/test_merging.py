"""Reading two applications as one: who may be merged, who is told, and undoing it."""

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Application
from applications.models.likeness import likely
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_admin_dossier import address, dossier
from tests.applications.test_races import at_once
from tests.browsing import said
from tests.make import (
    make_application,
    make_assignment,
    make_decision,
    make_interview,
    make_pin,
    make_program,
    make_review,
    make_user,
)
from tests.program import make_open_program

pytestmark = pytest.mark.django_db


def two(status="in_review", **fields):
    return [
        make_application(organization=name, status=status, website="https://f.example", **fields)
        for name in ["Foundry Learning", "Foundry Teachers"]
    ]


def step(application, **query):
    name = "admin:applications_application_step"
    return reverse(name, args=["merge"], query={"ids": application.pk} | query)


def mails():
    return {m.to for m in Message.objects.filter(what="applications-merged")}


@pytest.mark.parametrize("status", ["submitted", "in_review", "changes_requested", "waitlisted"])
def test_one_is_withdrawn_and_both_contacts_are_told(status):
    away, stays = two(status)

    actions.merge(away, by=make_user(), into=stays)

    away.refresh_from_db()
    assert (away.status, away.merged_into) == ("withdrawn", stays)
    assert away.changes.last().note == f"Merged into {stays.code}"
    assert mails() == {away.contact_email, stays.contact_email}
    assert stays.code in Message.objects.get(to=away.contact_email).text
    assert not likely(Application.objects.all()).exists()


def test_a_contact_of_both_is_told_once():
    away, stays = two(contact_email="same@f.example")

    actions.merge(away, by=make_user(), into=stays)

    assert Message.objects.filter(what="applications-merged").count() == 1


def test_an_interview_that_is_being_arranged_is_called_off():
    away, stays = two()
    interview = make_interview(away)

    actions.merge(away, by=make_user(), into=stays)

    interview.refresh_from_db()
    assert interview.called_off_at


@pytest.mark.parametrize("status", ["offered", "accepted", "declined", "withdrawn", "lapsed"])
def test_what_is_decided_is_not_merged(status):
    away, stays = two()
    Application.objects.filter(pk=away.pk).update(status=status)
    away.refresh_from_db()

    with pytest.raises(TransitionError, match="only what is undecided"):
        actions.merge(away, by=make_user(), into=stays)

    assert mails() == set()


def test_it_is_not_merged_into_what_came_to_nothing_itself_or_another_program():
    away, stays = two()
    other = make_application(pin=make_pin(program=make_program()))

    with pytest.raises(TransitionError, match="two programs"):
        actions.merge(away, by=make_user(), into=other)
    with pytest.raises(TransitionError, match="they are one"):
        actions.merge(away, by=make_user(), into=away)
    stays.move("declined", by=None)
    with pytest.raises(TransitionError, match="not read any more"):
        actions.merge(away, by=make_user(), into=stays)


def test_of_a_chain_the_last_one_is_shown(staff):
    first, second = two()
    third = make_application(status="in_review")
    first.notes.create(author=make_user(), text="Said on the phone.")
    actions.merge(first, by=make_user(), into=second)
    actions.merge(second, by=make_user(), into=third)

    assert Application.objects.get(pk=first.pk).stays == third
    assert third.code in said(dossier(staff, first))
    assert "Said on the phone." in said(dossier(staff, third))
    assert "Foundry Learning" in said(dossier(staff, third))


def test_merging_into_what_was_merged_leads_to_what_stays():
    first, second = two()
    third = make_application(status="in_review")
    actions.merge(second, by=make_user(), into=third)

    assert actions.merge(first, by=make_user(), into=second) == third


def test_reopening_undoes_it():
    away, stays = two()
    actions.merge(away, by=make_user(), into=stays)

    actions.reopen(away, by=make_user(), reason="They are two.")

    away.refresh_from_db()
    assert (away.status, away.merged_into) == ("in_review", None)


def test_each_is_not_merged_into_the_other():
    one, other = two()
    stale = Application.objects.get(pk=other.pk)
    actions.merge(one, by=make_user(), into=other)

    with pytest.raises(TransitionError, match="merged into this one already"):
        actions.merge(stale, by=make_user(), into=one)

    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("in_review", None)


def test_reviews_and_assignments_stay_and_a_ready_decision_goes():
    away, stays = two()
    reviewer = make_user()
    for application in [away, stays]:
        make_review(application, reviewer=reviewer)
        make_assignment(application, reviewer=reviewer)
    make_decision(away)

    actions.merge(away, by=make_user(), into=stays)

    assert [away.reviews.count(), stays.reviews.count()] == [1, 1]
    assert away.ready_decision is None


def test_the_step_is_shown_with_its_mails_before_it_is_taken(staff):
    away, stays = two()

    asked = staff.get(step(away, into=stays.code))
    shown = staff.post(step(away), {"into": stays.code.lower(), "look": "1"})

    assert stays.code in asked.content.decode()
    assert "2 mails will go" in said(shown)
    assert mails() == set()

    seen = shown.context_data["seen"]
    staff.post(step(away), {"into": stays.code, "do": "1", "seen": seen})

    away.refresh_from_db()
    assert away.merged_into == stays


def test_who_may_not_decide_does_not_merge(person):
    away, stays = two()
    reader = person("view_application", "view_notthesame")

    assert reader.post(step(away), {"into": stays.code, "do": "1"}).status_code == 403


def test_nothing_is_merged_into_what_one_stepped_aside_from(staff, administrator):
    away, stays = two()
    user = type(administrator).objects.get(pk=staff.session["_auth_user_id"])
    stays.recusals.create(reviewer=user, reason="My brother works there.")

    page = staff.post(step(away), {"into": stays.code, "look": "1"})

    assert f"There is no application {stays.code}." in said(page)
    assert stays.organization not in page.content.decode()

    actions.merge(away, by=make_user(), into=stays)
    assert stays.organization not in staff.get(address(away)).content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_each_into_the_other_one_wins():
    one, other = two(pin=make_pin(program=make_open_program()))
    by = make_user()

    def merge(away, stays):
        try:
            actions.merge(Application.objects.get(pk=away), by=by, into=Application(pk=stays))
        except TransitionError as refusal:
            return str(refusal)
        return "merged"

    outcomes = at_once(
        lambda: merge(one.pk, other.pk),
        lambda: merge(other.pk, one.pk),
    )

    assert sorted(outcomes)[-1] == "merged"
    assert len({*outcomes}) == 2
    assert Application.objects.filter(status="withdrawn").count() == 1
