"""Changing what members may do and removing them: never the last who manages."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.models import Membership, Partner
from applications.models.partner import Right
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import form_data, said
from tests.make import (
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2016, 9, 1)


@pytest.fixture
def partner():
    return make_partner(organization="Larkspur Office")


@pytest.fixture
def dana(partner):
    return make_member(partner, user=make_user("dana@example.org", name="Dana Whitlock"))


@pytest.fixture
def ruth(partner):
    user = make_user("ruth@example.org", name="Ruth Abernathy")
    return make_member(partner, user=user, may_manage=False, may_sign=True)


@pytest.fixture
def year(partner):
    return make_partner_year(partner=partner)


def mails():
    return sorted(Message.objects.values_list("what", "to"))


def test_rights_and_share_are_set_and_who_has_them_is_told(dana, ruth, year):
    rights = [Right.MANAGE, Right.MONEY]

    actions.change_member(ruth, by=dana.user, rights=rights, year=year, fte=Decimal("0.5"))

    ruth.refresh_from_db()
    assert (ruth.rights, ruth.share_in(year)) == (rights, Decimal("0.5"))
    mail = Message.objects.get()
    assert (mail.what, mail.to) == ("member-changed", "ruth@example.org")
    assert "Dana Whitlock has changed" in mail.text
    assert "You are now: Program manager, finance" in mail.text
    assert "½ of full time" in mail.text


def test_a_share_is_kept_of_program_managers_alone(dana, ruth, year):
    said = {"by": dana.user, "year": year, "fte": Decimal("0.5")}
    actions.change_member(ruth, rights=[Right.SIGN], **said)

    assert ruth.share_in(year) is None


def test_who_manages_no_more_gives_nothing_from_that_year_on(dana, ruth, year):
    long_ago = make_program_year(school_year=make_school_year(2003))
    before = make_partner_year(partner=ruth.partner, program_year=long_ago)
    after = make_partner_year(partner=ruth.partner)
    actions.change_member(ruth, by=None, rights=[Right.MANAGE])
    for each in [before, year, after]:
        ruth.shares.create(year=each, fte="0.5")

    actions.change_member(ruth, by=None, rights=[Right.SIGN], year=year)

    assert [share.year for share in ruth.shares.all()] == [before]


def test_the_share_of_another_year_stays(dana, year):
    other = make_partner_year(partner=dana.partner)
    dana.shares.create(year=other, fte="0.5")

    actions.change_member(dana, by=None, rights=[Right.MANAGE], year=year, fte=Decimal("0.25"))

    assert (dana.share_in(other), dana.share_in(year)) == (Decimal("0.5"), Decimal("0.25"))


def test_saving_what_is_there_already_writes_nothing(dana, ruth, year):
    share = dana.shares.create(year=year, fte="0.25")
    before = ruth.history.count()

    actions.change_member(ruth, by=dana.user, rights=[Right.SIGN], year=year)
    actions.change_member(dana, by=None, rights=[Right.MANAGE], year=year, fte=Decimal("0.25"))

    assert (ruth.history.count(), share.history.count(), mails()) == (before, 1, [])


def test_who_changes_themself_gets_no_mail(dana, year):
    said = {"year": year, "fte": Decimal("0.25")}
    actions.change_member(dana, by=dana.user, rights=[Right.MANAGE], **said)

    assert mails() == []


def test_staff_are_named_as_the_program(dana, ruth):
    staff = make_user(is_staff=True, name="Imani")

    actions.change_member(ruth, by=staff, rights=[])

    assert "Code.org has changed" in Message.objects.get().text


def test_the_last_manager_keeps_that_right(dana, ruth):
    with pytest.raises(TransitionError, match="never without a program manager"):
        actions.change_member(dana, by=dana.user, rights=[Right.SIGN])

    dana.refresh_from_db()
    assert dana.rights == [Right.MANAGE]


def test_the_last_manager_is_not_removed(dana, ruth):
    with pytest.raises(TransitionError, match="never without a program manager"):
        actions.remove_member(dana, by=dana.user, on=ON)

    assert Membership.objects.filter(pk=dana.pk).exists()
    assert mails() == []


def test_who_is_only_invited_is_no_manager_yet(dana, partner):
    actions.invite_member(
        partner, by=dana.user, email="e@example.org", name="Eve", rights=["manager"]
    )

    with pytest.raises(TransitionError, match="once they accept"):
        actions.remove_member(dana, by=dana.user, on=ON)


def test_a_manager_of_another_partner_is_none_here(dana):
    make_member(make_partner())

    with pytest.raises(TransitionError):
        actions.remove_member(dana, by=dana.user, on=ON)


def test_whose_account_is_closed_does_not_count(dana, partner):
    make_member(partner, user=make_user(is_active=False))

    with pytest.raises(TransitionError):
        actions.remove_member(dana, by=None, on=ON)


def test_a_closed_account_can_be_removed_whoever_is_left(dana):
    dana.user.is_active = False
    dana.user.save()

    actions.remove_member(dana, by=None, on=ON)

    assert not Membership.objects.exists()


def test_one_of_two_managers_leaves_without_a_mail(dana, partner):
    make_member(partner)

    actions.remove_member(dana, by=dana.user, on=ON)

    assert not Membership.objects.filter(pk=dana.pk).exists()
    assert mails() == []


def test_who_is_removed_is_told_and_history_is_kept(dana, ruth):
    actions.remove_member(ruth, by=dana.user, on=ON)

    assert mails() == [("member-removed", "ruth@example.org")]
    text = Message.objects.get().text
    assert "Dana Whitlock has removed you from the people of Larkspur Office." in text
    kept = Membership.history.filter(user=ruth.user)
    assert [row.history_type for row in kept] == ["-", "+"]


def test_other_partners_of_the_same_person_stay(dana, ruth):
    other = make_member(make_partner(), user=ruth.user)

    actions.remove_member(ruth, by=dana.user, on=ON)

    assert ruth.user.memberships.get() == other


def test_after_the_end_the_last_manager_may_go(dana, partner):
    partner.ended_on = partner.started_on
    partner.save()

    actions.remove_member(dana, by=None, on=ON)

    assert not partner.memberships.exists()


@pytest.mark.parametrize(
    "step",
    [
        lambda member: actions.remove_member(member, by=None, on=ON),
        lambda member: actions.change_member(member, by=None, rights=[]),
    ],
)
def test_who_comes_second_is_told(dana, ruth, step):
    actions.remove_member(ruth, by=dana.user, on=ON)

    with pytest.raises(TransitionError, match="just removed"):
        step(ruth)

    assert mails() == [("member-removed", "ruth@example.org")]


class TestAdmin:
    """Staff change members below their partner, several at once."""

    def url(self, partner):
        return reverse("admin:applications_partner_change", args=[partner.pk])

    def save(self, staff, partner, **changed):
        """Save the page as it is drawn; fields of members are named `<address>_<field>`."""
        data = form_data(staff, self.url(partner))
        rows = {
            data[f"memberships-{n}-id"]: f"memberships-{n}-"
            for n in range(int(data["memberships-TOTAL_FORMS"]))
        }
        for (member, field), value in changed.pop("of", {}).items():
            data[rows[member.pk] + field] = value
            if value is None:
                del data[rows[member.pk] + field]
        return said(staff.post(self.url(partner), data, follow=True))

    def test_changes_and_removes_them_and_each_is_told(self, staff, partner, dana, ruth, year):
        eve = make_member(partner, user=make_user("eve@example.org"), may_manage=False)

        self.save(staff, partner, of={(ruth, "may_manage"): "on", (ruth, "fte"): "0.25"})
        self.save(staff, partner, of={(eve, "DELETE"): "on"})

        ruth.refresh_from_db()
        assert (ruth.may_manage, ruth.share_in(year)) == (True, Decimal("0.25"))
        assert not Membership.objects.filter(pk=eve.pk).exists()
        assert mails() == [
            ("member-changed", "ruth@example.org"),
            ("member-removed", "eve@example.org"),
        ]
        assert "Code.org has changed" in Message.objects.get(what="member-changed").text

    @pytest.mark.parametrize("change", [("may_manage", None), ("DELETE", "on")])
    def test_never_leaves_a_partner_without_a_manager(self, staff, partner, dana, ruth, change):
        field, value = change

        page = self.save(staff, partner, of={(dana, field): value})

        assert "never without a program manager" in page
        dana.refresh_from_db()
        assert dana.may_manage
        assert mails() == []

    def test_lets_one_take_the_place_of_the_other_at_once(self, staff, partner, dana, ruth, year):
        of = {(dana, "may_manage"): None, (dana, "fte"): "0.5", (ruth, "may_manage"): "on"}

        self.save(staff, partner, of=of)

        dana.refresh_from_db()
        ruth.refresh_from_db()
        assert (dana.may_manage, dana.share_in(year)) == (False, None)
        assert ruth.may_manage

    def test_removes_whoever_is_left_after_the_end(self, staff, partner, dana):
        Partner.objects.filter(pk=partner.pk).update(ended_on=partner.started_on)

        self.save(staff, partner, of={(dana, "DELETE"): "on"})

        assert not partner.memberships.exists()

    def test_asks_equally_often_for_one_member_and_for_three(self, staff, partner, dana):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                assert staff.get(self.url(partner)).status_code == 200
            return len(asked)

        with_one = queries()
        for _ in range(2):
            make_member(partner)

        assert queries() == with_one
        assert with_one <= 20


def test_each_field_of_a_row_in_the_admin_says_what_it_is_and_of_whom(staff, partner):
    member = make_member(partner)

    page = said(staff.get(reverse("admin:applications_partner_change", args=[partner.pk])))

    assert f'aria-label="Signs for the partner, {member}"' in page
    assert '<th class="original"></th>' not in page
