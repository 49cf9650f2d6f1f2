"""Progress calls: agreeing on a time, agenda, notes and actions, and what they count for."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import agenda, registry
from applications.actions import calling
from applications.counting import lines
from applications.look import Look
from applications.models import CallAction, PartnerRequirement, ProgressCall
from applications.next_steps import steps_of
from applications.on_pages.calls import actions_to_do, times_to_answer
from applications.statuses import Status
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import Fields, form_data, said
from tests.make import (
    make_call,
    make_member,
    make_partner,
    make_partner_year,
    make_region,
    make_user,
    the_pin,
    the_program,
)
from tests.rounds import often, told

pytestmark = pytest.mark.django_db

ON = date(2016, 9, 1)
AT = datetime(2016, 10, 3, 18, tzinfo=UTC)  # 11 a.m. in Oakland


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner():
    return make_partner(region=the_pin().region, organization="Larkspur Office")


@pytest.fixture
def year(partner):
    year = make_partner_year(partner=partner, program_year=the_program().years.get(number=1))
    year.move("confirmed", by=None)
    return year


@pytest.fixture
def manager(client, year):
    user = make_user("dana@larkspur.example", name="Dana Whitlock")
    client.force_login(make_member(year.partner, user=user).user)
    return client


def calls_of(year):
    return reverse("applications:calls", args=[year.partner_id])


def page_of(call):
    return reverse("applications:call", args=[call.partner_year.partner_id, call.pk])


def do(client, call, step, **more):
    return client.post(page_of(call), {"do": step, "seen": call.version} | more)


def mails(what):
    return {mail.to: mail for mail in Message.objects.filter(what=what)}


def propose(client, year, at="2016-10-03T11:00", **more):
    said = {"at": at, "minutes": "30", "how": "We call you."} | more
    return client.post(calls_of(year), said)


def completed(year, at, **fields):
    call = make_call(year, at=at, status="completed", **fields)
    call.changes.create(old="agreed", new="completed")
    return call


# Times


def test_a_manager_proposes_and_staff_agree_by_the_clock_of_the_region(
    manager, year, administrator
):
    propose(manager, year)

    call = ProgressCall.objects.get()
    assert (call.at, call.status, call.is_staffs_turn) == (AT, "proposed", True)
    [(to, mail)] = mails("call-proposed").items()
    assert to == year.program_year.program.contact_email
    assert "Monday, 3 October 2016, 11:00 a.m. Pacific time (PDT)" in mail.text
    assert "Dana Whitlock of Larkspur Office proposes" in mail.text

    calling.agree(call, by=administrator, is_staff=True)

    assert [*mails("call-agreed")] == ["dana@larkspur.example"]


@pytest.mark.parametrize(
    ("step", "more"),
    [
        ("agenda", {"agenda": "The fair"}),
        ("notes", {"notes-notes": "All is well."}),
        ("action", {"what": "Book a room", "who": "staff"}),
    ],
)
def test_what_stands_at_a_call_that_is_off_stays_as_it_is(manager, year, step, more):
    call = make_call(year, at=AT, status="called_off")

    assert calling.IS_OFF in said(do(manager, call, step, **more))

    call.refresh_from_db()
    assert (call.agenda, call.notes, call.actions.count()) == ("", "", 0)


def test_no_agenda_asks_for_what_a_call_that_is_off_came_to(year):
    call = make_call(year, at=AT, status="called_off")
    call.actions.create(what="Book a room", side="staff")

    assert "Book a room" not in agenda.agenda_for(year, ON)


def test_a_second_press_proposes_no_second_call(manager, year):
    propose(manager, year)
    propose(manager, year)

    assert ProgressCall.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"at": "2016-08-31T11:00"}, "This time has passed."),
        ({"at": "2016-11-06T01:30"}, "This time comes twice"),
        ({"at": "2017-03-12T02:30"}, "There is no such time"),
        ({"at": "soon"}, "Write a day and a time"),
        ({"minutes": "2"}, "greater than or equal to 5"),
        ({"how": ""}, "Write how we reach each other."),
    ],
)
def test_says_what_is_wrong_with_a_time_and_proposes_nothing(manager, year, typed, error):
    assert error in said(propose(manager, year, **typed))
    assert not ProgressCall.objects.exists()


def test_a_manager_agrees_to_what_staff_propose_and_twice_is_once(manager, year, administrator):
    call = make_call(year, at=AT)
    calling.propose_call(
        ProgressCall(partner_year=year, at=AT + timedelta(days=1), how="Here."),
        by=administrator,
        is_staff=True,
        on=ON,
    )
    assert [*mails("call-proposed")] == ["dana@larkspur.example"]

    do(manager, call, "agree")
    do(manager, call, "agree")

    call.refresh_from_db()
    assert call.status == "agreed"
    assert len(mails("call-agreed")) == 1
    assert "Agreed to this time." in said(manager.get(page_of(call)))


def test_nobody_agrees_to_their_own_proposal(manager, year):
    call = make_call(year, is_staffs_turn=True)

    assert "You proposed this time yourself" in said(do(manager, call, "agree"))


def test_another_time_is_proposed_also_instead_of_an_agreed_one(manager, year):
    call = make_call(year, at=AT, status="agreed")

    do(manager, call, "other", at="2016-10-04T09:00")

    call.refresh_from_db()
    assert (call.status, call.is_staffs_turn) == ("proposed", True)
    assert call.at == datetime(2016, 10, 4, 16, tzinfo=UTC)
    assert "Instead of Monday, 3 October 2016" in call.changes.last().note

    calling.propose_other(call, by=None, is_staff=True, at=AT)
    call.refresh_from_db()
    assert (call.at, call.is_staffs_turn) == (AT, False)
    assert len(mails("call-proposed")) == 2


def test_either_calls_it_off_with_a_word(manager, year):
    call = make_call(year)

    assert "Write why." in said(do(manager, call, "off"))
    do(manager, call, "off", why="We are at a fair.")

    call.refresh_from_db()
    assert call.status == "called_off"
    assert "We are at a fair." in mails("call-off").popitem()[1].text
    assert "We are at a fair." in said(manager.get(page_of(call)))


def test_who_saw_an_earlier_state_is_told(manager, year):
    call = make_call(year)
    seen = call.version
    calling.propose_other(call, by=None, is_staff=True, at=AT + timedelta(days=1))

    page = manager.post(page_of(call), {"do": "agree", "seen": seen})

    assert "Someone else has just changed this call" in said(page)
    call.refresh_from_db()
    assert call.status == "proposed"


def test_is_not_completed_before_it_began_and_can_be_undone(year, administrator):
    call = make_call(year, at=AT, status="agreed")
    with pytest.raises(TransitionError, match="It begins on Monday, 3 October"):
        calling.complete_call(call, by=administrator, now=AT - timedelta(minutes=1))

    calling.complete_call(call, by=administrator, now=AT)
    call.refresh_from_db()
    assert call.status == "completed"

    calling.undo_complete(call, by=administrator)
    call.refresh_from_db()
    assert call.status == "agreed"


def test_a_stranger_finds_nothing_and_a_member_without_the_right_changes_nothing(
    client, stranger, year
):
    call = make_call(year)
    others = make_member(make_partner(region=make_region()))
    for user in (stranger, others.user):
        client.force_login(user)
        assert client.get(page_of(call)).status_code == 404
        assert client.get(calls_of(year)).status_code == 404
        assert do(client, call, "agree").status_code == 404
    mine = reverse("applications:call", args=[others.partner_id, call.pk])
    assert client.get(mine).status_code == 404

    client.force_login(make_member(year.partner, may_manage=False, may_sign=True).user)
    assert client.get(page_of(call)).status_code == 200
    assert do(client, call, "agree").status_code == 403
    assert propose(client, year).status_code == 403


# Agenda, notes, actions


def test_the_agenda_says_what_moved_what_waits_and_what_is_open(year):
    before = completed(year, datetime(2016, 8, 1, 18, tzinfo=UTC))
    dana = make_user(name="Dana Whitlock")
    before.actions.create(what="Ask the county", side="partner", owner=dana)
    year.requirements.filter(requirement__kind="meetups").update(window_until=date(2016, 8, 30))
    row = year.requirements.get(requirement__kind="funding")
    row.confirmations.create(text="The county pays.", done_on=date(2016, 7, 1))

    text = agenda.agenda_for(year, ON)

    assert "Since our call on 1 August 2016\n- 1 September 2016: Funding confirmed" in text
    assert "Actions that are open\n- Ask the county (Dana Whitlock)" in text
    assert "completed" not in text


def test_two_windows_lose_nothing(manager, year):
    call = make_call(year, agenda="First.", notes="Nothing.")
    shown = Fields(manager.get(page_of(call)).content.decode()).values
    mark = shown["as_shown"]
    ProgressCall.objects.filter(pk=call.pk).update(agenda="Theirs.")

    page = do(manager, call, "agenda", agenda="Mine.", as_shown=mark)

    assert "Someone has changed this since you opened it" in said(page)
    assert "“Theirs.”" in said(page)
    call.refresh_from_db()
    assert call.agenda == "Theirs."
    again = Fields(page.content.decode()).values
    do(manager, call, "agenda", agenda=again["agenda"], as_shown=again["as_shown"])
    call.refresh_from_db()
    assert call.agenda == "Mine."


def test_the_notes_are_saved_without_a_word_on_the_agenda(manager, year):
    call = make_call(year, agenda="First.")
    shown = Fields(manager.get(page_of(call)).content.decode()).values
    ProgressCall.objects.filter(pk=call.pk).update(agenda="Theirs.")

    more = {"notes-notes": "Said.", "notes-as_shown": shown["notes-as_shown"]}
    assert do(manager, call, "notes", **more).status_code == 302

    call.refresh_from_db()
    assert (call.agenda, call.notes) == ("Theirs.", "Said.")


def test_an_action_stands_among_the_next_steps_until_somebody_ticks_it(manager, year):
    call = make_call(year)
    member = year.partner.memberships.get()
    typed = {"what": "Ask the county", "who": str(member.user_id), "due_on": "2016-09-20"}
    do(manager, call, "action", **typed)
    do(manager, call, "action", **typed)

    [action] = CallAction.objects.all()
    [step] = [s for s in steps_of(Look([year.partner], ON)) if s.key == f"action {action.pk}"]
    assert (step.what, step.last_day) == ("Do what you took on: Ask the county", date(2016, 9, 20))

    do(manager, call, f"done-{action.pk}")
    action.refresh_from_db()
    assert action.done_by == member.user
    assert not [*actions_to_do(Look([year.partner], ON))]

    do(manager, call, f"undone-{action.pk}")
    action.refresh_from_db()
    assert action.done_at is None


def test_whoever_took_it_on_ticks_it_without_any_right(client, year):
    call = make_call(year)
    member = make_member(year.partner, may_manage=False)
    mine = call.actions.create(what="Ask", side="partner", owner=member.user)
    other = call.actions.create(what="Ask", side="staff")
    client.force_login(member.user)

    assert do(client, call, f"done-{mine.pk}").status_code == 302
    assert do(client, call, f"done-{other.pk}").status_code == 403
    elsewhere = make_call().actions.create(what="Ask", side="staff")
    assert do(client, call, f"done-{elsewhere.pk}").status_code == 404


# What it counts for


def test_counts_completed_as_done_and_agreed_as_planned_by_the_pacific_day(year):
    row = year.requirements.get(requirement__kind="calls")
    row.number, row.window_from, row.window_until = 4, date(2016, 9, 1), date(2016, 9, 30)
    row.save()
    for status, at in [
        ("completed", datetime(2016, 9, 1, 7, tzinfo=UTC)),  # midnight Pacific
        ("completed", datetime(2016, 9, 1, 6, 59, tzinfo=UTC)),  # the day before
        ("agreed", datetime(2016, 10, 1, 6, 59, tzinfo=UTC)),  # 30 September, 11:59 p.m.
        ("agreed", datetime(2016, 10, 1, 7, tzinfo=UTC)),
        ("proposed", datetime(2016, 9, 15, 18, tzinfo=UTC)),
        ("called_off", datetime(2016, 9, 15, 18, tzinfo=UTC)),
    ]:
        make_call(year, status=status, at=at)
    make_call(status="completed", at=datetime(2016, 9, 15, 18, tzinfo=UTC))

    [line] = lines(PartnerRequirement.objects.filter(pk=row.pk), ON)

    assert (line.amount.done, line.amount.planned) == (1, 1)


def test_calls_as_agreed_are_met_by_the_first(year):
    row = year.requirements.get(requirement__kind="calls")
    rows = PartnerRequirement.objects.filter(pk=row.pk)
    assert lines(rows, ON)[0].status == Status.NOT_SCHEDULED

    make_call(year, status="completed")

    assert lines(rows, ON)[0].status == Status.MET


def test_a_proposed_time_is_a_next_step_and_an_agreed_one_a_date(year):
    call = make_call(year, at=AT)
    [step] = times_to_answer(Look([year.partner], ON))
    assert (step.last_day, step.url) == (date(2016, 10, 3), page_of(call))

    call.move("agreed", by=None)

    assert not [*times_to_answer(Look([year.partner], ON))]
    [day] = [d for d in registry.dates_of(Look([year.partner], ON)) if "call" in d.what]
    assert (day.first, day.what) == (
        date(2016, 10, 3),
        "Progress call, 11:00 a.m. Pacific time (PDT)",
    )


def test_what_a_region_reads_is_the_day_there(year):
    region = make_region(zone="Pacific/Guam", city="Hagåtña")
    partner = make_partner(region=region)
    there = make_partner_year(partner=partner, program_year=year.program_year)
    make_call(there, at=AT, status="agreed")

    [day] = [d for d in registry.dates_of(Look([partner], ON)) if "call" in d.what]

    assert day.first == date(2016, 10, 4)


# In the admin


def test_staff_propose_by_the_clock_of_the_region(staff, year):
    year.partner.region.zone = "America/New_York"
    year.partner.region.save()
    make_member(year.partner, user=make_user("dana@larkspur.example"))
    address = reverse("admin:applications_progresscall_add")

    typed = {"partner_year": year.pk, "at": "2016-10-03T11:00", "minutes": "30", "how": "Phone."}
    answer = staff.post(address, typed)

    assert answer.status_code == 302
    call = ProgressCall.objects.get()
    assert call.at == datetime(2016, 10, 3, 15, tzinfo=UTC)
    assert "Actions that are open" in call.agenda
    assert "11:00 a.m. Eastern time (EDT)" in mails("call-proposed")["dana@larkspur.example"].text


def test_staff_edit_notes_and_tick_actions(staff, year, administrator):
    call = make_call(year, status="agreed")
    action = call.actions.create(what="Ask", side="staff")
    address = reverse("admin:applications_progresscall_change", args=[call.pk])
    typed = {"notes": "All is well.", "actions-0-is_done": "on", "_save": "Save"}

    answer = staff.post(address, form_data(staff, address) | typed)

    assert answer.status_code == 302
    call.refresh_from_db()
    action.refresh_from_db()
    assert call.notes == "All is well."
    assert action.done_by == administrator


# How often it asks


def test_asks_equally_often_for_one_call_and_for_three(manager, year):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(address).status_code == 200
        return len(asked)

    def more():
        call = make_call(year, at=AT + timedelta(days=ProgressCall.objects.count()))
        for _ in range(ProgressCall.objects.count()):
            call.actions.create(what="Ask", side="partner", owner=make_user())
        return call

    first = more()
    queries(calls_of(year))  # the first request of all looks up more
    before = queries(calls_of(year)), queries(page_of(first))
    last = [more(), more()][-1]

    assert (queries(calls_of(year)), queries(page_of(last))) == before
    assert max(before) <= 15


def test_its_next_steps_ask_equally_often_for_one_partner_and_for_three(year):
    def queries(partners):
        with CaptureQueriesContext(connection) as asked:
            look = Look(partners, ON)
            assert len([*times_to_answer(look), *actions_to_do(look)]) == 2 * len(partners)
        return len(asked)

    years = [year, make_partner_year(), make_partner_year()]
    for each in years:
        make_call(each).actions.create(what="Ask", side="partner", owner=make_user())

    assert queries([year.partner]) == queries([each.partner for each in years])


# At once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_agreeing_and_calling_off_at_once_one_happens():
    for _ in often():
        call = make_call()
        mine = ProgressCall.objects.get(pk=call.pk)
        theirs = ProgressCall.objects.get(pk=call.pk)

        answers = at_once(
            told(calling.agree, mine, by=None, is_staff=False),
            told(calling.call_off_call, theirs, by=None, is_staff=True, why="Ill."),
        )

        call.refresh_from_db()
        refused = [answer for answer in answers if answer]
        assert [str(each) for each in refused] == [calling.CHANGED]
        assert call.status == ("agreed" if refused[0] is answers[1] else "called_off")
        assert call.changes.count() == 1
