"""A partnership: what a yes makes, who is invited, how it ends and who hears of it."""

from datetime import date

import pytest

from applications import actions, jobs
from applications.models import Interest, Partner, PartnerRequirement, PartnerYear, Terms
from applications.models.partner import Right
from plp.core import invitations
from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.make import (
    make_application,
    make_member,
    make_partner,
    make_pin,
    make_region,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

DAY = date(2016, 4, 18)
END = date(2017, 6, 30)


def say_yes(application=None, on=DAY, **fields):
    """Offer an application the partnership, and have the signatory accept it."""
    application = application or make_sent()
    for name, value in fields.items():
        setattr(application, name, value)
    application.save()
    actions.start_review(application, by=None)
    offer = actions.offer(application, by=None, reply_by=date(2016, 4, 22))
    terms = Terms.objects.filter(program=application.draft.program).latest("version")
    actions.answer_offer(offer, yes=True, name="Ruth Abernathy", terms=terms, on=on)
    return application.partners.get()


def invited():
    found = Invitation.objects.order_by("email").values_list("email", "rights")
    return {email: sorted(rights) for email, rights in found}


class TestYes:
    def test_opens_the_first_year_with_all_it_asks(self):
        partner = say_yes()

        year = partner.years.get()
        assert year.program_year.number == 1
        assert (year.status, year.terms) == (PartnerYear.Status.CONFIRMED, Terms.objects.get())
        assert year.manager_fte == partner.application.manager_fte
        asked = year.program_year.requirements.values_list(
            "pk", "number", "window_from", "window_until"
        )
        copied = year.requirements.values_list(
            "requirement", "number", "window_from", "window_until"
        )
        assert sorted(copied) == sorted(asked)
        assert "Ruth Abernathy" in year.changes.get().note

    def test_in_the_second_school_year_opens_the_second_year(self):
        application = make_sent()
        actions.start_review(application, by=None)
        offer = actions.offer(application, by=None, reply_by=date(2017, 9, 1))

        actions.answer_offer(offer, yes=True, name="Ruth", terms=None, on=date(2017, 8, 1))

        assert PartnerYear.objects.get().program_year.number == 2

    def test_invites_everyone_named_once_with_what_they_may_do(self):
        say_yes(
            manager_email="dana@foundry.example",
            contact_email="dana@foundry.example",
            signatory_email="Ruth@foundry.example",
            fiscal_email="ruth@foundry.example",
        )

        assert invited() == {
            "dana@foundry.example": ["manager"],
            "ruth@foundry.example": ["finance", "signatory"],
        }
        assert Message.objects.filter(what="member-invited").count() == 2

    def test_has_the_contact_manage_until_a_manager_is_hired(self):
        say_yes(manager_name="", manager_email="", contact_email="dana@foundry.example")

        assert invited()["dana@foundry.example"] == ["manager"]

    def test_keeps_both_of_two_organizations(self):
        partner = say_yes(joint_organization="Quiet Owl", payee="joint", organization="Foundry")

        assert str(partner) == "Foundry with Quiet Owl"
        assert partner.payee_name == "Quiet Owl"

    def test_makes_nothing_where_it_is_refused(self):
        application = make_sent()
        actions.start_review(application, by=None)
        offer = actions.offer(application, by=None, reply_by=date(2016, 4, 22))
        before = Message.objects.count()

        with pytest.raises(TransitionError, match="last day to reply"):
            actions.answer_offer(offer, yes=True, name="R", terms=None, on=date(2016, 4, 23))

        assert not Partner.objects.exists()
        assert not Invitation.objects.exists()
        assert not PartnerRequirement.objects.exists()
        assert Message.objects.count() == before


class TestMembers:
    def test_accepting_makes_a_member_with_the_rights_named(self):
        partner = make_partner()
        actions.invite_member(
            partner, by=None, email="dana@example.org", name="Dana", rights=["manager", "finance"]
        )
        user = make_user("dana@example.org")

        invitations.accept(Invitation.objects.get(), user)

        member = partner.memberships.get()
        assert (member.user, member.rights) == (user, [Right.MANAGE, Right.MONEY])
        assert Partner.objects.visible_to(user).get() == partner

    def test_who_is_a_member_already_is_not_invited_again(self):
        member = make_member()

        with pytest.raises(TransitionError, match="is a member already"):
            actions.invite_member(
                member.partner, by=None, email=member.user.email.upper(), name="", rights=[]
            )

        assert not Invitation.objects.exists()

    def test_an_ended_partnership_takes_no_members(self):
        partner = make_partner()
        actions.invite_member(partner, by=None, email="d@example.org", name="Dana", rights=[])
        Partner.objects.update(ended_on=END)
        user = make_user("d@example.org")

        with pytest.raises(TransitionError, match="has ended"):
            invitations.accept(Invitation.objects.get(), user)
        with pytest.raises(TransitionError, match="has ended"):
            actions.invite_member(partner, by=None, email="e@example.org", name="", rights=[])

        assert not partner.memberships.exists()

    def test_rights_end_with_the_membership(self):
        member = make_member()

        member.delete()

        assert not Partner.objects.visible_to(member.user).exists()


class TestYears:
    def test_a_partner_that_staff_add_has_a_confirmed_year(self, administrator):
        partner = Partner(organization="Delta", region=the_pin().region, started_on=DAY)

        actions.add_partner(partner, by=administrator)

        year = partner.years.get()
        assert year.status == PartnerYear.Status.CONFIRMED
        assert year.changes.get().by == administrator

    def test_the_next_is_opened_to_be_renewed(self):
        partner = say_yes()
        second = the_program().years.get(number=2)

        year = actions.open_year(partner, second)

        assert year.status == PartnerYear.Status.TO_RENEW
        assert year.requirements.count() == second.requirements.count()
        with pytest.raises(TransitionError, match="has Year 2, 2017–18 already"):
            actions.open_year(partner, second)

    @pytest.mark.parametrize(
        ("say", "status"),
        [(actions.confirm_year, "confirmed"), (actions.not_renew_year, "not_renewing")],
    )
    def test_whether_a_partner_goes_on_is_said_once(self, administrator, say, status):
        year = actions.open_year(make_partner(), the_program().years.get(number=1))

        say(year, by=administrator, note="They called.")

        year.refresh_from_db()
        assert (year.status, year.changes.get().note) == (status, "They called.")
        with pytest.raises(TransitionError, match="cannot become"):
            say(year, by=administrator, note="They called.")

    def test_an_ended_partnership_opens_no_year(self):
        partner = make_partner(ended_on=END)

        with pytest.raises(TransitionError, match="has ended"):
            actions.open_year(partner, the_program().years.get(number=1))


class TestEnding:
    def end(self, partner, last_day=END, on=date(2017, 7, 1)):
        actions.end_partnership(partner, by=None, last_day=last_day, reason="They asked.", on=on)
        partner.refresh_from_db()

    def test_opens_the_region_again(self):
        partner = make_partner(region=the_pin().region)

        self.end(partner)

        assert (partner.ended_on, partner.end_reason) == (END, "They asked.")
        assert not the_pin().region.is_spoken_for()

    def test_holds_through_a_last_day_to_come(self):
        partner = make_partner()

        self.end(partner, on=END)
        jobs.end_partnerships(END)
        partner.refresh_from_db()
        assert (partner.ends_on, partner.ended_on) == (END, None)

        jobs.end_partnerships(date(2017, 7, 1))
        partner.refresh_from_db()
        assert partner.ended_on == END

    def test_is_told_to_members_and_those_who_applied(self):
        partner = make_partner(
            application=make_application(
                status="accepted", contact_email="dana@a.example", signatory_email="ruth@a.example"
            )
        )
        make_member(partner, user=make_user("dana@a.example"))
        make_member(partner, user=make_user("max@a.example"))

        self.end(partner)

        told = Message.objects.filter(what="partnership-ends").values_list("to", flat=True)
        assert sorted(told) == ["dana@a.example", "max@a.example", "ruth@a.example"]

    def test_takes_open_invitations_back(self):
        partner = make_partner()
        actions.invite_member(partner, by=None, email="d@example.org", name="Dana", rights=[])

        self.end(partner)

        assert Invitation.objects.get().revoked_at

    def test_tells_staff_how_many_wait_for_the_region(self):
        partner = make_partner(region=the_pin().region)
        make_application(pin=the_pin(), status="waitlisted")
        Interest.objects.create(
            organization="Mill", email="mill@example.org", zip="97701", region=partner.region
        )

        self.end(partner, on=END)
        assert not Message.objects.filter(what="region-free").exists()
        jobs.end_partnerships(date(2017, 7, 1))

        message = Message.objects.get(what="region-free")
        assert message.to == "partner@code.org"
        assert "Waiting for it: 2" in message.text
        assert "1. Foundry Learning" in message.text

    def test_tells_staff_nothing_where_nobody_waits(self):
        self.end(make_partner())

        assert not Message.objects.filter(what="region-free").exists()

    def test_is_told_again_when_the_day_is_changed_back(self):
        partner = make_partner()
        make_member(partner)
        for last_day in [END, date(2017, 8, 1), END]:
            self.end(partner, last_day=last_day, on=date(2017, 5, 1))

        texts = [m.text for m in Message.objects.filter(what="partnership-ends").order_by("pk")]
        assert len(texts) == 3
        assert "Friday, 30 June 2017" in texts[-1]

    def test_takes_back_what_was_invited_after_it_was_planned(self):
        partner = make_partner()
        self.end(partner, on=END)
        actions.invite_member(partner, by=None, email="d@example.org", name="Dana", rights=[])

        jobs.end_partnerships(date(2017, 7, 1))

        assert Invitation.objects.get().revoked_at

    def test_happens_once(self):
        partner = make_partner()
        self.end(partner)

        with pytest.raises(TransitionError, match="on that day, for that reason, already"):
            self.end(partner)
        with pytest.raises(TransitionError, match="has ended on Friday, 30 June 2017"):
            self.end(partner, last_day=date(2017, 6, 1))

    def test_is_refused_before_the_first_day(self):
        partner = make_partner(started_on=date(2016, 5, 1))

        with pytest.raises(TransitionError, match="It began on"):
            self.end(partner, last_day=date(2016, 4, 30))

        partner.refresh_from_db()
        assert partner.ended_on is None


class TestTellingWhoWaits:
    @pytest.fixture
    def pin(self):
        return make_pin(region=make_region(slug="mill-or"))

    def wait(self, pin):
        application = make_application(pin=pin, status="waitlisted")
        Interest.objects.create(
            organization="Mill", email="mill@example.org", zip="97701", region=pin.region
        )
        return {application.contact_email, "mill@example.org"}

    def told(self):
        kinds = ["region-open", "waiting-open"]
        return [m.to for m in Message.objects.filter(what__in=kinds)]

    def test_writes_to_the_waiting_list_and_the_interest_list_once(self, pin):
        waiting = self.wait(pin)

        assert actions.tell_waiting(pin.region, by=None) == 2

        assert sorted(self.told()) == sorted(waiting)
        with pytest.raises(TransitionError, match="all have been told"):
            actions.tell_waiting(pin.region, by=None)

    def test_writes_again_after_the_next_partnership(self, pin):
        self.wait(pin)
        actions.tell_waiting(pin.region, by=None)
        make_partner(region=pin.region, ended_on=END)

        assert actions.tell_waiting(pin.region, by=None) == 2

    def test_says_nothing_of_a_region_that_is_served(self, pin):
        self.wait(pin)
        make_partner(region=pin.region)

        with pytest.raises(TransitionError, match="served or offered"):
            actions.tell_waiting(pin.region, by=None)

        assert not self.told()

    def test_says_nothing_where_nobody_can_apply(self):
        region = make_region()

        with pytest.raises(TransitionError, match="Add the city to it first"):
            actions.tell_waiting(region, by=None)

    def test_leaves_others_interests_alone(self, pin):
        Interest.objects.create(
            organization="Far", email="far@example.org", zip="97701", region=make_region()
        )

        with pytest.raises(TransitionError, match="Nobody waits"):
            actions.tell_waiting(pin.region, by=None)

        assert pin.program == the_program()
        assert not self.told()
