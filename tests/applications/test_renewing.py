"""The next year: staff open it, the partner says whether it goes on, both sides are reminded."""

from datetime import date

import pytest
import time_machine
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import renewing as actions
from applications.attending import events_of
from applications.jobs import tell_staff_who_has_not_renewed
from applications.models import Confirmation, Partner
from applications.renewals import to_end, to_open
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import (
    make_event,
    make_member,
    make_partner,
    make_partner_year,
    make_program,
    make_program_year,
    make_requirement,
    make_school_year,
    make_terms,
    make_user,
)

pytestmark = pytest.mark.django_db

JUNE = date(2041, 6, 5)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2041-06-05 12:00-07:00", tick=False):
        yield


@pytest.fixture
def program():
    """A program of two years, the second with funding to confirm."""
    program = make_program(name="Partner Program")
    make_terms(program=program, published_on=date(2040, 1, 4))
    for number in (1, 2):
        year = make_program_year(
            program=program,
            number=number,
            school_year=make_school_year(2039 + number),
            manager_fte="0.5",
        )
        make_requirement(program_year=year, kind="funding", number=None)
        make_requirement(program_year=year)
    return program


@pytest.fixture
def partner(program):
    return make_confirmed(program, organization="Larkspur County Office")


def make_confirmed(program, **fields):
    partner = make_partner(**fields)
    year = make_partner_year(partner=partner, program_year=program.years.get(number=1))
    year.move("confirmed", by=None)
    return partner


@pytest.fixture
def manager(partner):
    user = make_user("dana@larkspur.example", name="Dana Whitlock")
    return make_member(partner, user=user)


@pytest.fixture
def year(partner, manager):
    return actions.open_next_year(partner)


@pytest.fixture
def address(partner, year):
    return reverse("applications:renew", args=[partner.pk, year.pk])


def answer(manager, year, **fields):
    terms = year.program_year.program.terms.get()
    said = {
        "say": "renew",
        f"fte_{manager.pk}": "0.25",
        "funding": "The county pays.",
        "urban_said": "unsure",
        "accepts": "on",
        "terms": terms.pk,
        "reason": "",
    }
    return said | fields


def to(what):
    return sorted(Message.objects.filter(what=what).values_list("to", flat=True))


class TestQueue:
    @pytest.mark.parametrize(
        ("day", "is_there"),
        [(date(2041, 5, 30), False), (date(2041, 5, 31), True), (date(2041, 8, 1), True)],
    )
    def test_begins_a_month_before_the_school_year_ends(self, partner, day, is_there):
        assert to_open(Partner.objects, day).filter(pk=partner.pk).exists() is is_there

    def test_leaves_out_whose_year_is_open_who_leaves_and_who_has_left(self, program, partner):
        opened = make_confirmed(program)
        actions.open_next_year(opened)
        Partner.objects.filter(pk=make_confirmed(program).pk).update(ends_on=date(2041, 6, 30))
        Partner.objects.filter(pk=make_confirmed(program).pk).update(
            started_on=date(2040, 1, 1), ended_on=date(2041, 6, 1)
        )

        assert to_open(Partner.objects, JUNE).get() == partner

    def test_is_on_the_first_page_and_leads_to_the_list(self, staff, partner):
        page = said(staff.get("/admin/"))

        assert "Next year to open" in page
        page = said(staff.get("/admin/applications/partner/?queue=to-renew"))
        assert "1 partner" in page
        assert "Open the next year…" in page


class TestOpening:
    def test_many_are_opened_at_once_and_their_people_asked(self, staff, program, manager):
        other = make_confirmed(program)
        make_member(other, user=make_user("sign@x.example"), may_manage=False, may_sign=True)
        partners = [manager.partner, other]
        address = reverse(
            "admin:applications_partner_step",
            args=["open-next-year"],
            query={"ids": ",".join(str(each.pk) for each in partners)},
        )
        page = said(staff.get(address))
        assert "2 mails will go" in page
        assert [page.count(": confirmed</td>"), page.count(": to renew</td>")] == [2, 2]

        seen = " ".join(admin.site.get_model_admin(Partner).version_of(p) for p in partners)
        staff.post(address, {"do": "1", "seen": seen})

        assert to("year-opened") == ["dana@larkspur.example", "sign@x.example"]
        assert [each.years.last().program_year.number for each in partners] == [2, 2]

    def test_refuses_a_second_time_and_what_does_not_follow(self, program, partner, year):
        with pytest.raises(TransitionError, match="to renew"):
            actions.open_next_year(partner)
        year.move("confirmed", by=None)
        with pytest.raises(TransitionError, match="No program year follows"):
            actions.open_next_year(partner)

    def test_goes_on_in_the_current_program_where_its_own_has_no_next(self, program, partner):
        year = partner.years.get()
        year.program_year.program.years.filter(number=2).delete()
        current = type(program).objects.current().get()
        school_year = make_school_year(2041) if not _years(2041) else _years(2041)
        following = make_program_year(program=current, number=9, school_year=school_year)

        assert actions.open_next_year(partner).program_year == following

    def test_refuses_who_leaves(self, partner):
        partner.ends_on = date(2041, 6, 30)
        partner.save()

        with pytest.raises(TransitionError, match="ends on Sunday, 30 June 2041"):
            actions.open_next_year(partner)


def _years(start):
    from applications.models import SchoolYear

    return SchoolYear.objects.filter(name__startswith=str(start)).first()


class TestAnswering:
    def test_a_manager_confirms_with_all_that_the_year_asks(self, client, manager, year, address):
        client.force_login(manager.user)
        page = said(client.get(address))
        for text in ("Dana Whitlock: share of full time", "½ of full time", "The terms, version 1"):
            assert text in page, text

        done = client.post(address, answer(manager, year))

        assert done.status_code == 302
        year.refresh_from_db()
        manager.refresh_from_db()
        assert (year.status, year.urban_said, str(year.manager_fte)) == (
            "confirmed",
            "unsure",
            "0.25",
        )
        assert str(manager.share_in(year)) == "0.25"
        assert year.terms.version == 1
        assert year.changes.get().by == manager.user
        assert year.history.first().urban_said == "unsure"
        said_of_funding = Confirmation.objects.get()
        assert said_of_funding.valid_until == date(2042, 6, 30)
        assert said_of_funding.by == manager.user
        [mail] = Message.objects.filter(what="year-answered")
        assert mail.to == "ask@example.org"
        assert "0.25 of full time, of 0.5 that the year needs" in mail.text
        assert "Dana Whitlock said so on 5 June 2041" in said(client.get(address))

    def test_what_holds_next_year_leaves_this_year_as_it_is(
        self, client, partner, manager, year, address
    ):
        this_year = partner.years.get(program_year__number=1)
        manager.shares.create(year=this_year, fte="0.15")
        client.force_login(manager.user)
        people = reverse("applications:people", args=[partner.pk])
        before = said(client.get(people))
        assert "gives 0.15 of full time" in before
        assert 'value="0.15"' in said(client.get(address))

        client.post(address, answer(manager, year))

        assert said(client.get(people)).partition("<h2")[2] == before.partition("<h2")[2]
        with time_machine.travel("2041-07-01 12:00-07:00"):
            client.force_login(manager.user)
            assert "Dana Whitlock gives ¼ of full time" in said(client.get(people))

    def test_a_signatory_says_no_with_a_reason(self, client, partner, manager, year, address):
        signs = make_member(partner, may_manage=False, may_sign=True).user
        client.force_login(signs)
        page = client.post(address, {"say": "leave", "funding": "As typed."})
        assert "Say why. Our staff read it." in said(page)
        assert "As typed." in said(page)

        client.post(address, {"say": "leave", "reason": "Our grant ends."})

        year.refresh_from_db()
        assert year.status == "not_renewing"
        assert year.changes.get().note == "Our grant ends."
        assert "Our grant ends." in Message.objects.get(what="year-answered").text
        assert not Confirmation.objects.exists()

    def test_who_could_have_answered_hears_what_a_colleague_said(
        self, client, partner, manager, year, address
    ):
        signs = make_member(partner, may_manage=False, may_sign=True).user
        make_member(partner, may_manage=False)
        client.force_login(signs)

        client.post(address, {"say": "leave", "reason": "Our grant ends."})

        [mail] = Message.objects.filter(what="year-answered-for-you")
        assert mail.to == manager.user.email
        assert "Not renewing" in mail.text

    def test_after_a_no_the_home_says_so_and_keeps_to_the_last_year(
        self, client, partner, manager, year
    ):
        make_event(program_year=year.program_year, kind="summit")
        actions.decline_year(year, by=manager.user, reason="Our grant ends.")
        home = reverse("applications:portal-home", args=[partner.pk])

        with time_machine.travel("2041-07-02 12:00-07:00", tick=False):
            client.force_login(manager.user)
            page = said(client.get(home))

        assert "You do not go on in 2041–42:" in page.replace("-42", "–42")
        assert "Not renewing" not in page
        assert "2040" in page
        assert events_of([year]) == {year.pk: []}

    def test_a_partner_that_does_not_renew_waits_for_staff_to_set_its_last_day(
        self, staff, partner, manager, year
    ):
        assert not to_end(Partner.objects.all())
        actions.decline_year(year, by=manager.user, reason="Our grant ends.")

        assert list(to_end(Partner.objects.all())) == [partner]
        queue = reverse("admin:applications_partner_changelist", query={"queue": "to-end"})
        assert list(staff.get(queue).context_data["cl"].queryset) == [partner]
        Partner.objects.update(ends_on=date(2041, 6, 30))
        assert not to_end(Partner.objects.all())

    @pytest.mark.parametrize(
        ("missing", "words"),
        [
            ({"funding": ""}, "Say how your funding is secured."),
            ({"urban_said": ""}, "Choose one."),
            ({"accepts": ""}, "Tick this to renew."),
            ({"terms": "0"}, "The terms have changed."),
        ],
    )
    def test_says_beside_the_field_what_is_missing(
        self, client, manager, year, address, missing, words
    ):
        client.force_login(manager.user)

        page = client.post(address, answer(manager, year, **missing))

        assert words in said(page)
        assert 'value="0.25"' in said(page)
        year.refresh_from_db()
        assert year.status == "to_renew"

    @pytest.mark.parametrize("share", ["", "0", "1.5", "much"])
    def test_a_share_of_full_time_is_one(self, client, manager, year, address, share):
        client.force_login(manager.user)

        page = client.post(address, answer(manager, year, **{f"fte_{manager.pk}": share}))

        assert page.status_code == 200
        assert "The county pays." in said(page)

    def test_a_double_click_is_taken_once(self, client, manager, year, address):
        client.force_login(manager.user)

        again = [client.post(address, answer(manager, year)) for _ in range(2)]

        assert [page.status_code for page in again] == [302, 302]
        assert year.changes.count() == Confirmation.objects.count() == 1

    def test_the_second_of_two_people_is_told(self, client, manager, year, address, partner):
        actions.decline_year(year, by=make_member(partner, may_manage=False).user, reason="No.")
        client.force_login(manager.user)

        page = client.post(address, answer(manager, year))

        assert "Somebody at your organization has answered already." in said(page)
        assert not Confirmation.objects.exists()

    def test_is_not_answered_by_others(self, client, partner, year, address, stranger):
        viewer = make_member(partner, may_manage=False).user
        for user, status in ((viewer, 403), (stranger, 404), (make_member().user, 404)):
            client.force_login(user)
            assert client.post(address, {"say": "leave", "reason": "No."}).status_code == status
        year.refresh_from_db()
        assert year.status == "to_renew"

    def test_what_staff_noted_for_themselves_is_not_shown(
        self, client, manager, year, address, administrator
    ):
        year.move("not_renewing", by=administrator, note="Rude on the phone.")
        client.force_login(manager.user)

        page = said(client.get(address))

        assert "Our staff noted it" in page
        assert "Rude" not in page

    def test_asks_few_queries(self, client, manager, address):
        client.force_login(manager.user)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)

        assert len(asked) <= 15


class TestReminding:
    def test_is_a_next_step_until_the_school_year_begins(self, client, manager, year, address):
        client.force_login(manager.user)
        home = reverse("applications:portal-home", args=[year.partner_id])

        page = said(client.get(home))

        assert "Renew for 2041–42, or say that you do not" in page
        assert "By 30 June 2041" in page
        assert address in page

    def test_staff_hear_once_a_week_who_has_not_answered(self, year):
        for day in (5, 11):
            with time_machine.travel(f"2041-06-{day:02} 12:00-07:00", tick=False):
                tell_staff_who_has_not_renewed(date(2041, 6, day))
        assert to("renewals-waiting") == []  # it has been open for less than a week

        for day in (12, 13, 13, 27):  # a week is missed
            tell_staff_who_has_not_renewed(date(2041, 6, day))

        assert to("renewals-waiting") == ["ask@example.org"] * 2
        mail = Message.objects.filter(what="renewals-waiting").first()
        assert "- Larkspur County Office: Year 2, 2041–42" in mail.text

    def test_nobody_is_named_who_has_answered_or_ended(self, year, partner):
        year.move("confirmed", by=None)
        tell_staff_who_has_not_renewed(date(2041, 6, 20))

        assert to("renewals-waiting") == []
