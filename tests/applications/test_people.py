"""The page of a partner's people: all members read it, program managers change it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.acting import VIEWING
from applications.actions import invite_member, open_year
from applications.models import Membership
from applications.people import shares_in_words
from plp.core.models import Invitation, Message
from tests.browsing import said
from tests.make import make_member, make_partner, make_user, the_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner():
    partner = make_partner(organization="Larkspur County Office")
    open_year(partner, the_program().years.get(number=1), manager_fte="0.25")
    return partner


@pytest.fixture
def dana(partner):
    return make_member(partner, user=make_user("dana@larkspur.example", name="Dana Whitlock"))


@pytest.fixture
def manager(client, dana):
    client.force_login(dana.user)
    return client


@pytest.fixture
def ruth(partner):
    user = make_user("ruth@larkspur.example", name="Ruth Abernathy")
    return make_member(partner, user=user, may_manage=False, may_sign=True)


def address(name, partner, *args):
    return reverse(f"applications:{name}", args=[partner.pk, *args])


def page(client, partner):
    return said(client.get(address("people", partner)))


def invite(partner, email="eve@example.org", name="Eve Hollis", rights=("manager",)):
    invite_member(partner, by=None, email=email, name=name, rights=rights)
    return Invitation.objects.get(email=email)


class TestPage:
    def test_says_who_may_do_what_since_when_and_how_far_they_are(self, manager, partner, ruth):
        text = page(manager, partner)

        for words in [
            "Dana Whitlock (you)",
            "Program manager",
            "Ruth Abernathy",
            "Signs for the partner",
            "1 September 2016",
            "0 of 6 done",
            "Nobody waits to accept an invitation.",
        ]:
            assert words in text, words

    def test_says_what_the_year_needs_and_who_gives_it(self, manager, partner, dana):
        assert "Dana Whitlock has not said how much." in page(manager, partner)
        dana.shares.create(year=partner.years.get(), fte="0.1")

        text = page(manager, partner)

        assert "2016–17 needs ¼ of full time for managing the program." in text
        assert "Dana Whitlock gives 0.10 of full time. 0.15 of full time is missing." in text

    def test_names_who_is_invited(self, manager, partner):
        invite(partner)

        text = page(manager, partner)

        assert "Eve Hollis</strong>Program manager" in text
        assert "They become a member when they accept." in text

    def test_says_so_where_nobody_manages(self, client, partner, ruth):
        client.force_login(ruth.user)

        assert "Nobody is program manager." in page(client, partner)

    def test_offers_nothing_to_change_to_those_who_may_not(self, client, partner, dana, ruth):
        invite(partner)
        client.force_login(ruth.user)

        text = page(client, partner)

        assert "Invite somebody" not in text
        assert "Send again" not in text
        assert f'"{address("person", partner, dana.pk)}"' not in text
        assert address("person-remove", partner, dana.pk) not in text
        assert address("person-remove", partner, ruth.pk) in text

    def test_asks_equally_often_for_one_member_and_for_three(self, manager, partner):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                assert manager.get(address("people", partner)).status_code == 200
            return len(asked)

        with_one = queries()
        for n in range(2):
            make_member(partner)
            invite(partner, email=f"e{n}@example.org")

        assert queries() == with_one
        assert with_one <= 15


class TestInviting:
    def post(self, client, partner, **data):
        typed = {"name": "Eve Hollis", "email": "Eve@example.org", "rights": ["manager"]} | data
        return client.post(address("person-invite", partner), typed, follow=True)

    def test_mails_a_link_and_says_so(self, manager, partner, dana):
        text = said(self.post(manager, partner))

        assert "eve@example.org is invited." in text
        made = Invitation.objects.get()
        assert (made.email, made.rights, made.invited_by) == (
            "eve@example.org",
            ["manager"],
            dana.user,
        )
        assert Message.objects.get().to == "eve@example.org"

    def test_without_a_tick_invites_a_viewer(self, manager, partner):
        self.post(manager, partner, rights=[])

        assert Invitation.objects.get().rights == []

    def test_twice_invites_once(self, manager, partner):
        self.post(manager, partner)
        self.post(manager, partner)

        assert Invitation.objects.count() == Message.objects.count() == 1

    def test_refuses_who_is_a_member_beside_the_address_and_keeps_what_was_typed(
        self, manager, partner, ruth
    ):
        text = said(self.post(manager, partner, email="ruth@larkspur.example"))

        assert "is a member already" in text
        assert 'value="Eve Hollis"' in text
        assert not Invitation.objects.exists()

    def test_says_what_is_wrong(self, manager, partner):
        text = said(self.post(manager, partner, name="", email="nothing"))

        assert "Write their name." in text
        assert "Write an e-mail address, such as ada@example.org." in text
        assert 'value="nothing"' in text


class TestInvitations:
    def test_are_sent_again_with_a_new_link(self, manager, partner):
        made = invite(partner)

        text = said(manager.post(address("invitation-send", partner, made.pk), follow=True))

        assert "The invitation is sent: eve@example.org." in text
        made.refresh_from_db()
        assert made.link_version == 2

    def test_are_taken_back_once(self, manager, partner):
        made = invite(partner)
        url = address("invitation-take-back", partner, made.pk)

        assert "The invitation is taken back" in said(manager.post(url, follow=True))
        assert "not open any more" in said(manager.post(url, follow=True))
        made.refresh_from_db()
        assert made.revoked_at

    def test_of_another_partner_are_out_of_reach(self, manager, partner):
        made = invite(make_partner())

        text = said(manager.post(address("invitation-take-back", partner, made.pk), follow=True))

        assert "not open any more" in text
        made.refresh_from_db()
        assert made.is_open


class TestChanging:
    def test_sets_rights_and_share(self, manager, partner, ruth):
        url = address("person", partner, ruth.pk)

        text = said(manager.post(url, {"rights": ["manager"], "fte": ".15"}, follow=True))

        assert "Saved: Ruth Abernathy." in text
        ruth.refresh_from_db()
        assert (ruth.may_manage, ruth.may_sign) == (True, False)
        assert ruth.share_in(partner.years.get()) == Decimal("0.15")

    def test_shows_what_holds_now(self, manager, partner, ruth):
        form = manager.get(address("person", partner, ruth.pk)).context["form"]

        assert form["rights"].value() == ["signatory"]

    def test_the_last_manager_reads_why_not(self, manager, partner, dana):
        url = address("person", partner, dana.pk)

        text = said(manager.post(url, {"rights": ["finance"], "fte": "0.3"}))

        assert "never without a program manager" in text
        assert 'value="0.3"' in text
        dana.refresh_from_db()
        assert not dana.may_handle_money

    def test_a_share_is_at_most_all(self, manager, partner, ruth):
        url = address("person", partner, ruth.pk)

        assert "Write a number up to 1." in said(manager.post(url, {"fte": "2"}))

    def test_who_gives_up_managing_sees_and_changes_nothing_more(self, manager, partner, dana):
        make_member(partner)

        manager.post(address("person", partner, dana.pk), {"rights": []})

        assert manager.get(address("people", partner)).status_code == 200
        assert manager.get(address("person-invite", partner)).status_code == 403


class TestRemoving:
    def test_says_what_ends_and_then_ends_it(self, manager, client, partner, ruth):
        url = address("person-remove", partner, ruth.pk)

        assert "Ruth Abernathy no longer sees the pages" in said(manager.get(url))
        assert "no longer acts for" in said(manager.post(url, follow=True))

        client.force_login(ruth.user)
        assert client.get(address("people", partner)).status_code == 404

    def test_twice_finds_nobody(self, manager, partner, ruth):
        url = address("person-remove", partner, ruth.pk)
        manager.post(url)

        assert manager.post(url).status_code == 404
        assert Message.objects.count() == 1

    def test_the_last_manager_reads_why_not_and_has_no_button(self, manager, partner, dana):
        url = address("person-remove", partner, dana.pk)

        for answer in [manager.get(url), manager.post(url)]:
            assert "never without a program manager" in said(answer)
            assert "What ends" not in said(answer)
        assert partner.memberships.get() == dana

    def test_anybody_may_leave(self, client, partner, dana, ruth):
        client.force_login(ruth.user)
        url = address("person-remove", partner, ruth.pk)

        assert "You no longer see the pages" in said(client.get(url))
        assert client.post(url).url == reverse("applications:portal")
        assert client.get(url).status_code == 404

    def test_leaving_is_possible_after_the_end(self, client, partner, dana, ruth):
        partner.ended_on = date(2016, 8, 1)
        partner.save()
        client.force_login(ruth.user)

        client.post(address("person-remove", partner, ruth.pk))

        assert partner.memberships.get() == dana

    def test_nobody_else_is_removed_after_the_end(self, manager, partner, ruth):
        partner.ended_on = date(2016, 8, 1)
        partner.save()

        assert manager.post(address("person-remove", partner, ruth.pk)).status_code == 403
        assert partner.memberships.count() == 2


def every_change(partner, member, invitation):
    return [
        (address("person-invite", partner), {"name": "X", "email": "x@example.org"}),
        (address("invitation-send", partner, invitation.pk), {}),
        (address("invitation-take-back", partner, invitation.pk), {}),
        (address("person", partner, member.pk), {"rights": ["finance"]}),
        (address("person-remove", partner, member.pk), {}),
    ]


@pytest.mark.parametrize(
    "rights",
    [{}, {"may_handle_money": True}, {"may_sign": True}],
    ids=["viewer", "finance", "sign"],
)
def test_who_may_not_manage_changes_nothing(client, partner, dana, ruth, rights):
    invitation = invite(partner)
    client.force_login(make_member(partner, may_manage=False, **rights).user)
    mails = Message.objects.count()

    for url, data in every_change(partner, ruth, invitation):
        assert client.post(url, data).status_code == 403, url

    ruth.refresh_from_db()
    invitation.refresh_from_db()
    assert (ruth.rights, invitation.is_open) == (["signatory"], True)
    assert Message.objects.count() == mails


def test_strangers_and_people_of_other_partners_find_nothing(client, stranger, partner, dana, ruth):
    invitation = invite(partner)
    pages = [address("people", partner), *(u for u, _ in every_change(partner, ruth, invitation))]

    for user in [stranger, make_member().user]:
        client.force_login(user)
        for url in pages:
            assert client.get(url).status_code == 404, url
            assert client.post(url).status_code in {404, 405}, url


def test_a_member_of_another_partner_is_not_reached_through_ones_own(manager, partner):
    other = make_member()

    for name in ["person", "person-remove"]:
        assert manager.post(address(name, partner, other.pk)).status_code == 404
    assert Membership.objects.filter(pk=other.pk).exists()


def test_staff_who_look_as_the_partner_change_nothing(staff, partner, dana, ruth):
    invitation = invite(partner)
    session = staff.session
    session[VIEWING] = partner.pk
    session.save()

    assert "Ruth Abernathy" in page(staff, partner)
    for url, data in every_change(partner, ruth, invitation):
        assert staff.post(url, data).status_code == 403, url


def test_shares_are_summed_in_words(partner):
    year = partner.years.select_related("program_year__school_year").get()
    dana = make_member(partner, user=make_user(name="Dana"))
    eve = make_member(partner, user=make_user(name="Eve"))
    dana.shares.create(year=year, fte=Decimal("0.25"))
    eve.shares.create(year=year, fte=Decimal("0.5"))
    viewer = make_member(partner, may_manage=False)

    need = "2016–17 needs ¼ of full time for managing the program."
    assert shares_in_words([dana, viewer], year) == f"{need} Dana gives ¼ of full time."
    together = "Your program managers give ¾ of full time."
    assert shares_in_words([dana, eve], year) == f"{need} {together}"
    assert shares_in_words([], year) == f"{need} ¼ of full time is missing."
    assert shares_in_words([dana], None) == "Dana has not said how much."
    year.manager_fte = None
    assert "needs ¼ of full time" in shares_in_words([dana], year)  # the program's own
