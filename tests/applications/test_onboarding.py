"""What program managers learn: loaded, replaced, done, undone, due; and what of it comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.acting import VIEWING
from applications.actions import open_year
from applications.loading import load_program
from applications.look import Look
from applications.models import OnboardingDone, OnboardingItem
from applications.on_pages.people import joined_and_left, not_accepted, steps
from applications.onboarding import how_far, lists_of, undone
from plp.core.workflow import TransitionError
from tests.browsing import form_data, said
from tests.conftest import FIRST_PROGRAM
from tests.make import (
    make_member,
    make_onboarding_item,
    make_partner_year,
    make_program_year,
    make_user,
    the_program,
)

pytestmark = pytest.mark.django_db

DAY = date(2016, 9, 1)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False) as now:
        yield now


@pytest.fixture
def partner():
    """A partner of a program of its own, which asks nothing yet."""
    return make_partner_year().partner


@pytest.fixture
def program(partner):
    return partner.years.get().program_year.program


@pytest.fixture
def dana(partner):
    return make_member(partner, user=make_user("dana@example.org", name="Dana Whitlock"))


@pytest.fixture
def manager(client, dana):
    client.force_login(dana.user)
    return client


def address(name, partner, *args):
    return reverse(f"applications:{name}", args=[partner.pk, *args])


def admin_address(page, *args):
    return reverse(f"admin:applications_onboardingitem_{page}", args=args)


def change(client, item, **fields):
    url = admin_address("change", item.pk)
    return client.post(url, form_data(client, url) | fields, follow=True)


def todos(member, on=DAY):
    return lists_of([member], on)[member.pk]


class TestContent:
    def test_the_first_program_has_six_items(self):
        titles = list(the_program().onboarding.in_force(DAY).values_list("title", flat=True))

        assert titles[0] == "Read what your organization has promised"
        assert len(titles) == 6

    def test_loading_again_changes_nothing_and_replaces_what_is_reworded(self, tmp_path, dana):
        first = the_program().onboarding.first()
        actions.finish_item(first, dana.user)
        before = list(OnboardingItem.objects.values())
        load_program(FIRST_PROGRAM)
        assert list(OnboardingItem.objects.values()) == before

        for name in ["regions.csv", "region_counties.csv", "zips.csv", "program.toml"]:
            text = (FIRST_PROGRAM / name).read_text()
            (tmp_path / name).write_text(text.replace("and ask us.", "and ask."))
        load_program(tmp_path)
        after = list(OnboardingItem.objects.values())
        load_program(tmp_path)

        assert list(OnboardingItem.objects.values()) == after
        [new] = OnboardingItem.objects.filter(replaces=first)
        assert (new.same_as, new.from_day, new.text[-8:]) == (first, DAY, "and ask.")

    def test_a_clone_asks_the_latest_wording_of_nobody_who_did_the_first(self):
        first = the_program().onboarding.first()
        make_onboarding_item(
            program=the_program(), replaces=first, same_as=first, title="New", is_asked_again=True
        )
        call_command(
            "clone_program", "plp-2016", "plp-2026", school_year="2026-27", stdout=_Quiet()
        )

        made = OnboardingItem.objects.filter(program__slug="plp-2026")
        assert made.count() == 6
        assert first.title not in made.values_list("title", flat=True)
        assert not made.exclude(replaces=None, same_as=None, is_asked_again=False)
        assert {item.from_day for item in made} == {date(2026, 1, 4)}


class TestReplacing:
    @pytest.fixture
    def item(self, program):
        return make_onboarding_item(program=program, title="Read it", days=10)

    def keep(self, item, ask_again=None, **fields):
        for name, value in fields.items():
            setattr(item, name, value)
        return actions.keep_onboarding_item(item, on=DAY, ask_again=ask_again)

    def test_what_nobody_has_done_changes_in_place(self, item):
        assert self.keep(item, title="Read all of it").replaces is None
        assert OnboardingItem.objects.get(pk=item.pk).title == "Read all of it"

    def test_what_somebody_has_done_is_replaced_and_counts_as_done(self, item, dana):
        actions.finish_item(item, dana.user)

        new = self.keep(OnboardingItem.objects.get(pk=item.pk), title="Read all of it")

        assert (new.replaces, new.from_day) == (item, DAY)
        assert item not in OnboardingItem.objects.in_force(DAY)
        assert [(t.item, t.done_on) for t in todos(dana)] == [(new, DAY)]

    def test_asked_again_it_is_to_be_done_again(self, item, dana):
        actions.finish_item(item, dana.user)

        new = self.keep(OnboardingItem.objects.get(pk=item.pk), ask_again=True)

        assert [(t.item, t.done_at) for t in todos(dana)] == [(new, None)]
        assert todos(dana)[0].due == date(2016, 9, 11)

    def test_a_new_wording_gives_nobody_more_time(self, item, dana):
        actions.finish_item(item, make_user())
        before = todos(dana)[0].due

        with time_machine.travel("2016-09-05 12:00-07:00"):
            found = OnboardingItem.objects.get(pk=item.pk)
            actions.keep_onboarding_item(_titled(found, "New"), on=date(2016, 9, 5))

        assert [t.due for t in todos(dana, date(2016, 9, 5))] == [before] == [date(2016, 9, 11)]

    def test_a_later_first_day_leaves_the_old_one_in_force_until_then(self, item, dana):
        actions.finish_item(item, dana.user)
        found = OnboardingItem.objects.get(pk=item.pk)

        new = self.keep(found, title="New", from_day=date(2016, 10, 1))

        assert [t.item for t in todos(dana)] == [item]
        assert [t.item for t in todos(dana, date(2016, 10, 1))] == [new]

    def test_order_and_days_are_no_other_wording(self, item, dana):
        actions.finish_item(item, dana.user)

        assert self.keep(item, position=99, days=20).replaces is None

    def test_whether_to_ask_again_can_be_changed_until_somebody_has_done_it(self, item, dana):
        actions.finish_item(item, dana.user)
        new = self.keep(OnboardingItem.objects.get(pk=item.pk), title="New")

        self.keep(new, ask_again=True)
        assert todos(dana)[0].done_at is None
        self.keep(new, ask_again=False)
        assert todos(dana)[0].done_at

    def test_who_comes_second_is_told(self, item, dana):
        actions.finish_item(item, dana.user)
        stale = OnboardingItem.objects.get(pk=item.pk)
        self.keep(OnboardingItem.objects.get(pk=item.pk), title="Mine")

        with pytest.raises(TransitionError, match="replaced this item meanwhile"):
            self.keep(stale, title="Yours")

        assert OnboardingItem.objects.filter(program=item.program).count() == 2

    def test_is_not_over_before_it_begins(self, item, dana):
        actions.finish_item(item, dana.user)

        with pytest.raises(TransitionError, match="last day is before"):
            self.keep(OnboardingItem.objects.get(pk=item.pk), title="New", until=date(2016, 8, 31))


def _titled(item, title):
    item.title = title
    return item


class TestLists:
    def test_are_of_program_managers_alone(self, partner, program):
        viewer = make_member(partner, may_manage=False)
        make_onboarding_item(program=program)

        assert lists_of([viewer], DAY) == {}

    def test_are_empty_without_a_year(self):
        member = make_member()

        assert lists_of([member], DAY) == {member.pk: []}

    def test_are_due_so_many_days_after_joining_or_after_the_first_day(self, dana, program):
        make_onboarding_item(program=program, days=10)
        make_onboarding_item(program=program, days=10, from_day=date(2016, 9, 5))

        later = date(2016, 9, 6)
        assert [t.due for t in todos(dana, later)] == [date(2016, 9, 11), date(2016, 9, 15)]
        assert how_far(todos(dana, later)) == "0 of 2 done"

    def test_follow_the_running_year(self, partner):
        first = make_program_year()
        second = make_program_year()
        for year in [first, second]:
            make_partner_year(partner=partner, program_year=year)
        begins = first.school_year.first_day

        assert Look([partner], begins).programs[partner.pk] == first.program_id
        after = second.school_year.last_day + timedelta(days=1)
        assert Look([partner], after).programs[partner.pk] == second.program_id


class TestDoing:
    def post(self, client, name, partner, item):
        return said(client.post(address(f"onboarding-{name}", partner, item.pk), follow=True))

    def test_is_noted_once_with_day_and_name(self, manager, partner, program, dana):
        item = make_onboarding_item(program=program, text="See *there*.")

        page = said(manager.get(address("onboarding", partner)))
        assert "Last day: 1 October 2016, 30 days" in page
        assert "<em>there</em>" in page

        self.post(manager, "done", partner, item)
        page = self.post(manager, "done", partner, item)

        assert OnboardingDone.objects.get().user == dana.user
        assert "by you on 1 September 2016" in page
        assert "Dana Whitlock (you): 1 of 1 done" in page
        assert "You have done all of it." in page

    def test_counts_for_another_partner(self, manager, partner, program, dana):
        item = make_onboarding_item(program=program)
        year = make_partner_year(program_year=partner.years.get().program_year)
        other = make_member(year.partner, user=dana.user)

        self.post(manager, "done", partner, item)

        assert todos(other)[0].done_on == DAY

    def test_is_undone_on_the_same_day_only(self, manager, partner, program, dana, on_a_day):
        item = make_onboarding_item(program=program)
        self.post(manager, "done", partner, item)
        self.post(manager, "undo", partner, item)
        self.post(manager, "undo", partner, item)
        assert not OnboardingDone.objects.exists()

        self.post(manager, "done", partner, item)
        on_a_day.shift(86_400)
        manager.force_login(dana.user)
        page = self.post(manager, "undo", partner, item)

        assert "undone only on the day it was done" in page
        assert "Undo<" not in page
        assert OnboardingDone.objects.exists()

    def test_of_a_wording_replaced_meanwhile_is_not_noted(self, manager, partner, program):
        item = make_onboarding_item(program=program)
        make_onboarding_item(program=program, replaces=item, from_day=DAY)

        assert "This item has changed meanwhile." in self.post(manager, "done", partner, item)
        assert not OnboardingDone.objects.exists()

    def test_of_another_program_is_not_noted(self, manager, partner):
        self.post(manager, "done", partner, make_onboarding_item())

        assert not OnboardingDone.objects.exists()

    @pytest.mark.parametrize("rights", [{}, {"may_handle_money": True}], ids=["viewer", "finance"])
    def test_is_for_program_managers(self, client, partner, program, dana, rights):
        item = make_onboarding_item(program=program)
        client.force_login(make_member(partner, may_manage=False, **rights).user)

        for name in ["onboarding-done", "onboarding-undo"]:
            assert client.post(address(name, partner, item.pk)).status_code == 403
        page = said(client.get(address("onboarding", partner)))
        assert "This list is for program managers" in page
        assert "Dana Whitlock: to do by 1 October 2016" in page

    def test_is_out_of_a_strangers_reach(self, client, partner, stranger, program):
        item = make_onboarding_item(program=program)

        for user in [stranger, make_member().user]:
            client.force_login(user)
            assert client.get(address("onboarding", partner)).status_code == 404
            for name in ["onboarding-done", "onboarding-undo"]:
                assert client.post(address(name, partner, item.pk)).status_code == 404

    def test_is_only_looked_at_by_staff_and_after_the_end(self, staff, partner, program, dana):
        item = make_onboarding_item(program=program)
        session = staff.session
        session[VIEWING] = partner.pk
        session.save()
        assert staff.get(address("onboarding", partner)).status_code == 200
        assert staff.post(address("onboarding-done", partner, item.pk)).status_code == 403

        partner.ended_on = partner.started_on
        partner.save()
        staff.force_login(dana.user)
        assert "Done<span" not in said(staff.get(address("onboarding", partner)))
        assert staff.post(address("onboarding-done", partner, item.pk)).status_code == 403

    def test_says_so_where_there_is_nothing_or_nobody(self, client, partner):
        viewer = make_member(partner, may_manage=False)
        client.force_login(viewer.user)
        assert "Nobody is program manager yet." in said(client.get(address("onboarding", partner)))

        make_member(partner)
        assert "Nothing is to be done." in said(client.get(address("onboarding", partner)))

    def test_asks_equally_often_for_one_item_and_for_three(self, manager, partner, program):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                assert manager.get(address("onboarding", partner)).status_code == 200
            return len(asked)

        make_onboarding_item(program=program)
        with_one = queries()
        for _ in range(2):
            make_onboarding_item(program=program)
            make_member(partner)

        assert queries() == with_one
        assert with_one <= 15


class TestSteps:
    def of(self, *partners):
        return [(step.what, step.last_day, step.more) for step in steps(Look(partners, DAY))]

    def test_name_who_has_what_to_do_next(self, partner, program, dana):
        make_onboarding_item(program=program, title="Read the guide", days=40)
        make_onboarding_item(program=program, title="Call us", days=7)

        assert self.of(partner) == [
            (
                "Finish the onboarding of Dana Whitlock: 0 of 2 done",
                date(2016, 9, 8),
                "Next: Call us.",
            )
        ]

    def test_end_with_the_last_item(self, partner, program, dana):
        actions.finish_item(make_onboarding_item(program=program), dana.user)

        assert undone(todos(dana)) == []
        assert self.of(partner) == []

    def test_ask_for_a_manager_where_there_is_none(self, partner):
        [(what, _, more)] = self.of(partner)
        assert (what, more[:23]) == ("Name a program manager", "Nobody here may invite ")

        actions.invite_member(
            partner, by=None, email="e@example.org", name="Eve", rights=["manager"]
        )

        [(_, _, more)] = self.of(partner)
        assert more == "Eve is invited as one and has not accepted yet."

    def test_ask_who_gives_how_much(self, partner, dana):
        partner.years.update(manager_fte="0.5")

        [(what, _, more)] = self.of(partner)
        assert what == "State who gives how much of full time as program manager"
        assert "needs ½ of full time" in more

        share = dana.shares.create(year=partner.years.get(), fte="0.25")
        [(what, _, more)] = self.of(partner)
        assert what.startswith("Look at who gives")
        assert more.endswith("¼ of full time is missing.")

        share.fte = "0.5"
        share.save()
        assert self.of(partner) == []

    def test_ask_equally_often_for_one_partner_and_for_three(self, partner, program, dana):
        make_onboarding_item(program=program)

        def queries(*partners):
            with CaptureQueriesContext(connection) as asked:
                list(steps(Look(partners, DAY)))
            return len(asked)

        with_one = queries(partner)
        more = [make_member(make_partner_year().partner).partner for _ in range(2)]

        assert queries(partner, *more) == with_one

    def test_news_say_who_joined_and_who_left(self, partner, dana):
        viewer = make_member(partner, may_manage=False, user=make_user(name="Val"))
        viewer.delete()
        make_member()

        since = datetime(2016, 9, 1, tzinfo=UTC)
        found = [each.what for each in joined_and_left(partner, since)]
        assert found == ["Dana Whitlock joined: program manager", "Val no longer acts for you"]
        assert not list(joined_and_left(partner, datetime(2016, 9, 2, tzinfo=UTC)))

    def test_an_open_invitation_is_an_open_matter(self, partner, dana):
        assert not list(not_accepted(partner, DAY))

        actions.invite_member(partner, by=None, email="e@example.org", name="Eve", rights=[])

        [sentence] = not_accepted(partner, DAY)
        assert sentence.startswith("Eve has not accepted an invitation")


class TestAdmin:
    def test_replaces_what_somebody_has_done(self, staff, program, dana):
        item = make_onboarding_item(program=program)
        actions.finish_item(item, dana.user)
        page = said(staff.get(admin_address("change", item.pk)))
        assert "Some have done it" in page
        assert "Dana Whitlock" in page

        change(staff, item, title="New words", is_asked_again="on")

        new = OnboardingItem.objects.get(title="New words")
        assert (new.replaces, new.same_as, new.is_asked_again) == (item, None, True)
        assert [row.history_type for row in new.history.all()] == ["+"]

    def test_rewords_without_asking_again_unless_it_is_ticked(self, staff, program, dana):
        item = make_onboarding_item(program=program, is_asked_again=True)
        actions.finish_item(item, dana.user)

        change(staff, item, text="New\r\nwords")

        new = OnboardingItem.objects.get(replaces=item)
        assert (new.same_as, new.text) == (item, "New\nwords")

    def test_line_breaks_as_browsers_send_them_are_no_change(self, staff, program, dana):
        item = make_onboarding_item(program=program, text="One\nTwo")
        actions.finish_item(item, dana.user)

        change(staff, item, text="One\r\nTwo", position="77")

        item.refresh_from_db()
        assert item.position == 77
        assert not OnboardingItem.objects.filter(replaces=item).exists()

    def test_a_replaced_one_is_only_read_and_listed_where_asked(self, staff, program, dana):
        item = make_onboarding_item(program=program)
        actions.finish_item(item, dana.user)
        change(staff, item, title="New words")

        assert 'name="_save"' not in said(staff.get(admin_address("change", item.pk)))

        def listed(**query):
            page = staff.get(admin_address("changelist"), query)
            return item in page.context_data["cl"].queryset

        assert (listed(), listed(holds="no"), listed(holds="all")) == (False, True, True)

    def test_only_what_nobody_has_done_is_deleted(self, staff, program, dana):
        done, undone_item = (make_onboarding_item(program=program) for _ in range(2))
        actions.finish_item(done, dana.user)

        for item in [done, undone_item]:
            staff.post(admin_address("delete", item.pk), {"post": "yes"})

        assert list(OnboardingItem.objects.filter(program=program)) == [done]

    def test_a_partners_page_says_how_far_each_manager_is(self, staff, partner, program, dana):
        make_onboarding_item(program=program)
        url = reverse("admin:applications_partner_change", args=[partner.pk])

        assert "0 of 1 done, next by 1 October 2016" in said(staff.get(url))


class _Quiet:
    def write(self, text):
        """Print nothing."""


def test_open_year_is_what_makes_a_list(dana):
    other = make_member(user=dana.user)
    open_year(other.partner, the_program().years.get(number=1))

    assert len(todos(other)) == 6
