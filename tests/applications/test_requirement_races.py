"""Two people of a partner answer at once, on PostgreSQL: one answer is taken, the other told."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.actions import requirements as actions
from applications.actions.renewing import decline_year, renew
from applications.models import Confirmation, PartnerYear, RequirementProposal
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.make import make_member, make_partner, make_partner_requirement, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
three_rounds = pytest.mark.parametrize("round", range(3))


def taken(step):
    """Return a step that says whether it was taken."""

    def take():
        try:
            step()
        except TransitionError:
            return False
        return True

    return take


@pytest.fixture
def row():
    partner = make_partner()
    row = make_partner_requirement(partner=partner, kind="funding", number=None)
    meetups = make_partner_requirement(partner=partner)
    meetups.partner_year.move("confirmed", by=None)
    row.meetups = meetups
    return row


@three_rounds
def test_of_two_who_answer_a_proposal_one_is_heard(row, round):
    meetups = row.meetups
    actions.adjust(meetups, by=make_user(), reason="A grant.", number=Decimal(6))
    address = reverse(
        "applications:proposal",
        args=[meetups.partner_year.partner_id, meetups.proposals.get().pk],
    )
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_member(meetups.partner_year.partner).user)

    pages = at_once(
        lambda: clients[0].post(address, {"answer": "yes"}),
        lambda: clients[1].post(address, {"answer": "no"}),
    )

    assert sorted(page.status_code for page in pages) == [200, 302]
    meetups.refresh_from_db()
    proposal = RequirementProposal.objects.get()
    assert meetups.number == (6 if proposal.answer == "yes" else 4)
    assert Message.objects.filter(what="requirement-proposal-answered").count() == 1


@three_rounds
def test_an_answer_and_a_change_at_once_leave_what_one_of_them_says(row, round):
    meetups, staff = row.meetups, make_user()
    actions.adjust(meetups, by=staff, reason="A grant.", number=Decimal(6))
    proposal = RequirementProposal.objects.get()

    at_once(
        taken(lambda: actions.answer_proposal(proposal, yes=True, by=staff)),
        taken(lambda: actions.adjust(meetups, by=staff, reason="Flood.", number=Decimal(2))),
    )

    proposal.refresh_from_db()
    meetups.refresh_from_db()
    assert meetups.number == 2  # the later of the two, or the only one
    assert proposal.answer in {"yes", "taken_back"}


@three_rounds
def test_of_two_who_answer_for_a_year_one_is_heard(row, round):
    year, people = row.partner_year, [make_user(), make_user()]
    said = {"terms": None, "manager_fte": Decimal("0.5"), "shares": {}, "urban_said": "no"}

    done = at_once(
        taken(
            lambda: renew(year, by=people[0], funding="Yes.", on=date(2016, 6, 1), **said),
        ),
        taken(lambda: decline_year(PartnerYear(pk=year.pk), by=people[1], reason="No.")),
    )

    assert sorted(done) == [False, True]
    assert year.changes.count() == 1
    year.refresh_from_db()
    assert Confirmation.objects.exists() == (year.status == "confirmed")
    assert Message.objects.filter(what="year-answered").count() == 1
