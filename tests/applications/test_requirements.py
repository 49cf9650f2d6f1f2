"""What is asked of one partner: staff adjust and waive it, and raise it only with consent."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from applications.actions import requirements as actions
from applications.asking import Ask, asks_more
from applications.models import RequirementProposal
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import (
    make_commitment,
    make_member,
    make_partner,
    make_partner_requirement,
    make_partner_year,
    make_requirement,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-18 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner():
    return make_partner(organization="Larkspur County Office")


@pytest.fixture
def manager(partner):
    user = make_user("dana@larkspur.example", name="Dana Whitlock")
    return make_member(partner, user=user).user


@pytest.fixture
def row(partner, manager):
    """Four meetups, in a year that the partner has confirmed."""
    row = make_partner_requirement(partner=partner)
    row.partner_year.move("confirmed", by=None)
    return row


def to(what):
    return sorted(Message.objects.filter(what=what).values_list("to", flat=True))


def window(row, first, last):
    year = row.partner_year.program_year.school_year
    return first and year.first_day.replace(month=first), last and year.last_day.replace(month=last)


class TestAsksMore:
    @pytest.mark.parametrize(
        ("number", "is_more"), [("3", False), ("4", False), ("4.5", True), ("5", True)]
    )
    def test_a_higher_number_is_more(self, row, number, is_more):
        ask = Ask.of(row)._replace(number=Decimal(number))

        assert asks_more(row, ask) is is_more

    def test_a_day_less_at_either_end_is_more(self, row):
        first, last = row.window_from, row.window_until

        assert asks_more(row, Ask(Decimal(2), first.replace(day=2), last))
        assert asks_more(row, Ask(Decimal(2), first, last.replace(day=29)))
        assert not asks_more(row, Ask(Decimal(4), first.replace(month=6), last.replace(month=7)))

    def test_a_window_is_more_than_all_year_and_all_year_is_never(self, row):
        first, last = row.window_from, row.window_until
        row.window_from = row.window_until = None

        assert not asks_more(row, Ask(Decimal(4), first, last))
        assert asks_more(row, Ask(Decimal(4), first.replace(month=9), last))
        assert not asks_more(row, Ask(Decimal(4), None, None))

    def test_anything_is_more_than_nothing(self, row):
        row.waived_because = "Flood."

        assert asks_more(row, Ask(Decimal(1), None, None))

    def test_one_call_is_no_more_than_calls_as_agreed(self, partner):
        row = make_partner_requirement(partner=partner, kind="calls", number=None)

        assert not asks_more(row, Ask.of(row)._replace(number=Decimal(1)))
        assert asks_more(row, Ask.of(row)._replace(number=Decimal(2)))


class TestAdjusting:
    def test_less_holds_at_once_and_managers_are_told(self, row, administrator):
        make_member(row.partner_year.partner, may_manage=False, may_sign=True)

        actions.adjust(row, by=administrator, reason="You joined late.", number=Decimal(3))

        row.refresh_from_db()
        assert (row.number, row.adjusted_because) == (3, "You joined late.")
        assert to("requirement-changed") == ["dana@larkspur.example"]
        assert row.history.first().number == 3

    def test_more_waits_for_the_partner_and_asks_managers_and_signatories(self, row, administrator):
        partner = row.partner_year.partner
        make_member(partner, user=make_user("sign@x.example"), may_manage=False, may_sign=True)
        make_member(partner, user=make_user("see@x.example"), may_manage=False)

        actions.adjust(row, by=administrator, reason="A grant.", number=Decimal(6))

        row.refresh_from_db()
        assert row.number == 4
        assert row.open_proposal.number == 6
        assert to("requirement-proposed") == ["dana@larkspur.example", "sign@x.example"]

    def test_more_holds_at_once_before_the_year_is_confirmed(self, partner, administrator):
        row = make_partner_requirement(partner=partner)

        actions.adjust(row, by=administrator, reason="A grant.", number=Decimal(6))

        row.refresh_from_db()
        assert (row.number, row.open_proposal) == (6, None)

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ({"number": Decimal(4)}, "That is what it asks already"),
            ({"number": Decimal(0)}, "waive it instead"),
            ({"number": Decimal("2.5")}, "only days come in halves"),
            ({"window_until": date(2016, 1, 1)}, "The last day is before the first"),
        ],
    )
    def test_refuses_what_is_no_change_or_no_sense(self, row, administrator, asked, why):
        with pytest.raises(TransitionError, match=why):
            actions.adjust(row, by=administrator, reason="Why.", **asked)

        assert not Message.objects.exists()

    def test_refuses_once_the_partnership_has_ended(self, row, administrator):
        partner = row.partner_year.partner
        partner.ended_on = date(2016, 5, 2)
        partner.save()

        with pytest.raises(TransitionError, match="has ended"):
            actions.waive(row, by=administrator, reason="Why.")

    def test_back_to_the_programs_own_is_no_adjustment(self, row, administrator):
        actions.adjust(row, by=administrator, reason="Late.", number=Decimal(3))
        actions.ask_as_program(row, by=administrator, reason="Caught up.")

        proposal = RequirementProposal.objects.get()
        actions.answer_proposal(proposal, yes=True, by=administrator)

        row.refresh_from_db()
        assert (row.number, row.adjusted_because) == (4, "")


class TestWaiving:
    def test_holds_at_once(self, row, administrator):
        actions.waive(row, by=administrator, reason="Flood.")

        row.refresh_from_db()
        assert row.waived_because == "Flood."
        assert to("requirement-changed") == ["dana@larkspur.example"]

    def test_asking_again_needs_consent_and_keeps_what_was_adjusted(self, row, administrator):
        actions.adjust(row, by=administrator, reason="Late.", number=Decimal(3))
        actions.waive(row, by=administrator, reason="Flood.")
        actions.ask_again(row, by=administrator, reason="It is dry.")
        row.refresh_from_db()
        assert row.waived_because == "Flood."

        actions.answer_proposal(RequirementProposal.objects.get(), yes=True, by=administrator)

        row.refresh_from_db()
        assert (row.waived_because, row.adjusted_because, row.number) == ("", "Late.", 3)

    def test_refuses_twice(self, row, administrator):
        actions.waive(row, by=administrator, reason="Flood.")

        with pytest.raises(TransitionError, match="It is waived"):
            actions.waive(row, by=administrator, reason="Flood.")
        with pytest.raises(TransitionError, match="It is waived"):
            actions.adjust(row, by=administrator, reason="Late.", number=Decimal(3))

    def test_refuses_to_ask_again_for_what_is_asked(self, row, administrator):
        with pytest.raises(TransitionError, match="not waived"):
            actions.ask_again(row, by=administrator, reason="Why.")


class TestProposal:
    @pytest.fixture
    def proposal(self, row, administrator):
        actions.adjust(row, by=administrator, reason="A grant.", number=Decimal(6))
        return RequirementProposal.objects.get()

    @pytest.fixture
    def address(self, partner, proposal):
        return reverse("applications:proposal", args=[partner.pk, proposal.pk])

    @pytest.mark.parametrize(("answer", "number"), [("yes", 6), ("no", 4)])
    def test_is_answered_by_a_manager(self, client, manager, row, address, answer, number):
        client.force_login(manager)
        assert "A grant." in said(client.get(address))

        client.post(address, {"answer": answer})

        row.refresh_from_db()
        proposal = row.proposals.get()
        assert (row.number, proposal.answer, proposal.answered_by) == (number, answer, manager)
        assert to("requirement-proposal-answered") == ["ask@example.org"]
        assert "by Dana Whitlock on 18 April 2016" in said(client.get(address))

    def test_a_second_answer_is_refused_in_words(self, client, manager, row, proposal, address):
        actions.answer_proposal(proposal, yes=False, by=make_user())
        client.force_login(manager)

        page = client.post(address, {"answer": "yes"})

        assert "It is answered already, or we have taken it back." in said(page)
        row.refresh_from_db()
        assert row.number == 4

    def test_is_not_answered_by_a_viewer_or_staff(self, client, partner, administrator, address):
        viewer = make_member(partner, may_manage=False, may_handle_money=True).user
        for user in (viewer, administrator):
            client.force_login(user)
            assert client.post(address, {"answer": "yes"}).status_code in (403, 404)
        assert not RequirementProposal.objects.get().answer

    def test_is_not_there_for_a_stranger_or_another_partner(self, client, stranger, address):
        for user in (stranger, make_member().user):
            client.force_login(user)
            assert client.get(address).status_code == 404
            assert client.post(address, {"answer": "yes"}).status_code == 404

    def test_an_answer_without_a_word_is_asked_again(self, client, manager, address):
        client.force_login(manager)

        assert "Choose “Agree” or “Refuse”." in said(client.post(address, {}))

    def test_staff_take_it_back(self, row, proposal, administrator):
        actions.take_proposal_back(row, by=administrator, reason="No grant.")

        proposal.refresh_from_db()
        assert proposal.answer == "taken_back"
        assert to("requirement-proposal-taken-back") == ["dana@larkspur.example"]
        with pytest.raises(TransitionError, match="answered already"):
            actions.answer_proposal(proposal, yes=True, by=administrator)
        with pytest.raises(TransitionError, match="Nothing waits"):
            actions.take_proposal_back(row, by=administrator, reason="No grant.")

    def test_is_closed_once_its_requirement_changes(self, row, proposal, administrator):
        actions.adjust(row, by=administrator, reason="More of it.", number=Decimal(8))

        proposal.refresh_from_db()
        assert proposal.answer == "taken_back"
        assert row.proposals.open().get().number == 8

    def test_is_a_next_step(self, client, manager, partner, proposal, address):
        client.force_login(manager)

        page = said(client.get(reverse("applications:portal-home", args=[partner.pk])))

        assert "Answer what we propose: Meetups" in page
        assert address in page


class TestProgramChanges:
    def test_those_behind_are_those_nobody_adjusted_or_waived(self, row, administrator):
        asked = row.requirement
        adjusted, waived = (make_copy(asked) for _ in range(2))
        actions.adjust(adjusted, by=administrator, reason="Late.", number=Decimal(3))
        actions.waive(waived, by=administrator, reason="Flood.")
        assert not type(row).objects.behind().exists()

        asked.number = 5
        asked.save()

        assert type(row).objects.behind().get() == row

    def test_those_of_an_ended_partnership_are_left(self, row):
        type(row.requirement).objects.update(window_from=None, window_until=None)
        assert type(row).objects.behind().exists()
        partner = row.partner_year.partner
        partner.ended_on = date(2016, 5, 2)
        partner.save()

        assert not type(row).objects.behind().exists()

    def test_what_is_added_later_waits_for_the_consent_of_a_confirmed_year(
        self, row, administrator
    ):
        year = row.partner_year
        fair = make_requirement(
            kind="fair",
            number=1,
            program_year=year.program_year,
            commitment=make_commitment(program=year.program_year.program),
        )

        actions.add_missing(year, by=administrator)

        added = year.requirements.get(requirement=fair)
        assert added.waived_because
        actions.answer_proposal(added.open_proposal, yes=True, by=administrator)
        added.refresh_from_db()
        assert (added.waived_because, added.adjusted_because, added.number) == ("", "", 1)
        with pytest.raises(TransitionError, match="has all"):
            actions.add_missing(year, by=administrator)

    def test_what_is_added_later_holds_in_a_year_to_renew(self, partner, administrator):
        year = make_partner_year(partner=partner)
        asked = make_requirement(kind="fair", number=1, program_year=year.program_year)

        actions.add_missing(year, by=administrator)

        assert not year.requirements.get(requirement=asked).waived_because


def make_copy(asked):
    return make_partner_requirement(requirement=asked)
