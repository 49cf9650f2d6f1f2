"""The community pages of a partner: planned, recorded, cancelled, and who may do so."""

from datetime import date, time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.acting import VIEWING
from plp.core import history
from plp.core.workflow import TransitionError
from tests.browsing import Fields, said
from tests.make import (
    PDF,
    make_community_event,
    make_member,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_requirement,
    make_user,
)
from workshops.actions import community as actions
from workshops.models import CommunityEvent
from workshops.suggesting import suggested

pytestmark = pytest.mark.django_db

Status = CommunityEvent.Status
BEFORE, ON_THE_DAY = "2016-09-20 12:00-06:00", "2016-10-08 20:00-06:00"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(BEFORE, tick=False):
        yield


def page(partner, name="community", *keys):
    return reverse(f"workshops:{name}", args=[partner.pk, *keys])


def typed(**fields):
    return {
        "kind": "meetup",
        "title": "Evening at the mill",
        "first_day": "2016-10-08",
        "place": "Cottonwood College",
    } | fields


def plan(client, partner, **fields):
    return client.post(page(partner, "community-plan-meetup"), typed(**fields), follow=True)


def planned(partner, **fields):
    return make_community_event(partner=partner, **fields)


def of(event, name="community-event", *keys):
    return page(event.partner, name, event.pk, *keys)


def promise(partner, **fields):
    return make_partner_requirement(partner=partner, **fields)


# Planning


def test_plans_an_event_of_one_day(manager, partner):
    answer = plan(manager, partner, begins="18:00", ends="20:30", with_whom="Boise State")

    event = partner.community_events.get()
    assert answer.redirect_chain[-1][0] == of(event)
    assert (event.first_day, event.last_day) == (date(2016, 10, 8), date(2016, 10, 8))
    assert (event.begins, event.ends) == (time(18), time(20, 30))
    for text in [
        "Saturday, 8 October 2016",
        "from 6:00 p.m. to 8:30 p.m., Mountain time (MDT)",
        "Boise State",
        "Say how it went from Saturday, 8 October 2016 on.",
    ]:
        assert text in said(answer), text


def test_plans_a_campaign_of_several_days(manager, partner):
    answer = plan(manager, partner, kind="hour_of_code", last_day="2016-10-14", begins="9:00")

    assert "8–14 October 2016" in said(answer)
    assert "each day from 9:00 a.m., Mountain time (MDT)" in said(answer)


def test_planned_by_pressing_twice_it_stands_once(manager, partner):
    plan(manager, partner)
    plan(manager, partner)

    assert partner.community_events.count() == 1


@pytest.mark.parametrize(
    ("kind", "on", "days"),
    [
        ("hour_of_code", date(2016, 9, 20), (date(2016, 12, 5), date(2016, 12, 9))),
        ("hour_of_code", date(2016, 12, 6), (date(2017, 12, 4), date(2017, 12, 8))),
        ("hour_of_code", date(2018, 1, 1), (date(2018, 12, 10), date(2018, 12, 14))),
        ("fair", date(2016, 9, 20), (date(2017, 4, 8), date(2017, 4, 8))),
        ("fair", date(2017, 4, 8), (date(2017, 4, 8), date(2017, 4, 8))),
        ("meetup", date(2016, 9, 20), None),
    ],
)
def test_usual_days_of_each_kind(kind, on, days):
    assert suggested(kind, on) == days


def test_a_form_begins_with_the_usual_days_of_what_was_chosen(manager, partner):
    answer = manager.get(page(partner, "community-plan-hour-of-code"))

    fields = Fields(answer.content.decode()).values
    assert (fields["first_day"], fields["last_day"]) == ("2016-12-05", "2016-12-09")
    assert fields["title"] == "Hour of Code"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": " "}, "Write what you call it."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"place": ""}, "Write where it takes place."),
        ({"kind": "party"}, "Select a valid choice"),
        ({"first_day": ""}, "Choose the day, or the first of several."),
        ({"first_day": "soon"}, "Write a day such as 2016-12-05."),
        ({"first_day": "0016-10-08"}, "Write a year between 2000 and 2099."),
        ({"last_day": "2016-10-07"}, "This is before the first day."),
        ({"last_day": "2016-11-08"}, "Choose at most 31 days"),
        ({"begins": "late"}, "Write a time such as 14:30 or 2:30 PM."),
        ({"ends": "20:00"}, "Write when it begins, too."),
        ({"begins": "20:00", "ends": "18:00"}, "Write a time after it begins."),
        ({"first_day": "2016-11-06", "begins": "1:30"}, "This time comes twice"),
        ({"first_day": "2017-03-12", "begins": "2:30"}, "There is no such time"),
        ({"link": "no address"}, "Write an address such as https://example.org/meetup."),
        ({"about": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    manager, partner, wrong, reason
):
    answer = plan(manager, partner, **{"with_whom": "Boise 🐧 State"} | wrong)

    assert reason in said(answer)
    assert not CommunityEvent.objects.exists()
    fields = Fields(answer.content.decode()).values
    assert fields["with_whom"] == "Boise 🐧 State"
    assert all(fields[name] == text for name, text in wrong.items() if name != "kind")


def test_takes_emoji_and_long_text_and_shows_it_as_text(manager, partner):
    about = "🐧 <b>code</b>\n" * 200

    answer = plan(manager, partner, title="  Café\t🐧 & <i>tea</i> ", about=about)

    assert partner.community_events.get().title == "Café 🐧 & <i>tea</i>"
    assert b"&lt;i&gt;tea" in answer.content
    assert b"<i>tea" not in answer.content


def test_a_link_without_a_scheme_is_https(manager, partner):
    plan(manager, partner, link="boise.example/meet")

    assert partner.community_events.get().link == "https://boise.example/meet"


# Changing


def change(client, event, **fields):
    seen = Fields(client.get(of(event, "community-change")).content.decode()).values["seen"]
    return client.post(of(event, "community-change"), typed(seen=seen, **fields), follow=True)


def test_changes_a_planned_event(manager, partner):
    event = planned(partner)

    change(manager, event, first_day="2016-10-15", place="The mill")

    event.refresh_from_db()
    assert (event.first_day, event.place) == (date(2016, 10, 15), "The mill")


def test_a_change_tells_of_somebody_elses_and_keeps_what_was_typed(manager, partner):
    event = planned(partner)
    data = typed(place="The mill", seen="planned-0")

    first = manager.post(of(event, "community-change"), data)
    seen = Fields(first.content.decode()).values["seen"]
    manager.post(of(event, "community-change"), data | {"seen": seen})

    assert "Somebody has changed this event" in said(first)
    event.refresh_from_db()
    assert event.place == "The mill"


def test_what_was_recorded_meanwhile_is_not_changed(partner):
    event = planned(partner)
    CommunityEvent.objects.filter(pk=event.pk).update(status="completed", headcount=3)
    event.title = "Other"

    with pytest.raises(TransitionError, match="recorded or cancelled meanwhile"):
        actions.change_event(event)

    event.refresh_from_db()
    assert event.title != "Other"


# Recording


@pytest.fixture
def begun():
    with time_machine.travel(ON_THE_DAY, tick=False):
        yield


def record(client, event, **fields):
    return client.post(of(event, "community-record"), {"headcount": "31"} | fields, follow=True)


@pytest.mark.usefixtures("begun")
def test_records_how_many_came_with_a_link_and_a_file(manager, partner):
    event = planned(partner)
    file = SimpleUploadedFile("agenda 🐧.pdf", PDF)

    answer = record(manager, event, link="boise.example/8", file=file)

    event.refresh_from_db()
    assert (event.status, event.headcount) == (Status.COMPLETED, 31)
    assert event.link == "https://boise.example/8"
    assert event.files.get().name == "agenda 🐧.pdf"
    assert f"Recorded: {event.title}." in said(answer)
    assert "<strong>31</strong>" in said(answer)
    assert history.of(CommunityEvent).filter(id=event.pk).first().headcount == 31


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("headcount", "reason"),
    [
        ("", "Write how many came."),
        ("many", "Write a number, in digits."),
        ("-1", "greater than or equal to 0"),
        ("1000001", "less than or equal to 1000000"),
    ],
)
def test_a_headcount_is_needed(manager, partner, headcount, reason):
    event = planned(partner)

    answer = record(manager, event, headcount=headcount, link="https://boise.example/8")

    assert reason in said(answer)
    assert "https://boise.example/8" in said(answer)
    event.refresh_from_db()
    assert event.status == Status.PLANNED


@pytest.mark.usefixtures("begun")
def test_a_file_that_is_not_taken_stops_it_and_keeps_what_was_typed(manager, partner):
    event = planned(partner)

    answer = record(manager, event, file=SimpleUploadedFile("run.exe", b"MZ"))

    assert "run.exe was not kept." in said(answer)
    assert Fields(answer.content.decode()).values["headcount"] == "31"
    event.refresh_from_db()
    assert event.status == Status.PLANNED


def test_cannot_be_recorded_before_its_first_day(manager, partner):
    event = planned(partner)

    answer = record(manager, event, file=SimpleUploadedFile("a.pdf", PDF))

    assert "It begins on Saturday, 8 October 2016." in said(answer)
    event.refresh_from_db()
    assert (event.status, event.files.count()) == (Status.PLANNED, 0)


def test_its_day_begins_where_it_takes_place(partner, browse):
    partner.region.zone = "Pacific/Guam"
    partner.region.save()
    event = planned(partner)

    with time_machine.travel("2016-10-07 15:00Z", tick=False):  # 1 a.m. of the 8th in Guam
        record(browse(may_manage=True), event)

    event.refresh_from_db()
    assert event.status == Status.COMPLETED


@pytest.mark.usefixtures("begun")
def test_two_who_record_at_once_record_once(partner):
    event = planned(partner)
    other = CommunityEvent.objects.get(pk=event.pk)
    actions.complete_event(event, by=None, headcount=3, on=date(2016, 10, 8))

    with pytest.raises(TransitionError):
        actions.complete_event(other, by=None, headcount=4, on=date(2016, 10, 8))

    event.refresh_from_db()
    assert (event.headcount, event.changes.count()) == (3, 1)


# Cancelling, and back


def test_cancels_with_a_reason(manager, partner):
    event = planned(partner)

    empty = manager.post(of(event, "community-cancel"), {"reason": " "})
    answer = manager.post(of(event, "community-cancel"), {"reason": "Snow."}, follow=True)

    assert "Write why, in a few words." in said(empty)
    event.refresh_from_db()
    assert event.status == Status.CANCELLED
    assert event.changes.get().note == "Snow."
    assert "Snow." in said(answer)


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_undo_plans_it_again(manager, partner, status):
    event = planned(partner, status=status)

    manager.post(of(event, "community-undo"))

    event.refresh_from_db()
    assert event.status == Status.PLANNED


@pytest.mark.usefixtures("begun")
def test_its_headcount_is_there_to_be_confirmed_after_an_undo(manager, partner):
    event = planned(partner, status="completed", headcount=17)
    manager.post(of(event, "community-undo"))

    form = manager.get(of(event, "community-record"))

    assert Fields(form.content.decode()).values["headcount"] == "17"


def test_undo_of_what_is_planned_changes_nothing_and_says_so(manager, partner):
    answer = manager.post(of(planned(partner), "community-undo"))

    assert "Planned cannot become Planned." in said(answer)


@pytest.mark.parametrize("name", ["record", "cancel"])
def test_what_is_over_cannot_be_recorded_or_cancelled(manager, partner, name):
    event = planned(partner, status="cancelled", day=date(2016, 9, 1))

    manager.post(of(event, f"community-{name}"), {"headcount": "3", "reason": "Snow."})

    event.refresh_from_db()
    assert (event.status, event.headcount) == (Status.CANCELLED, None)


# What counts, and why not


def asked_in_december(partner):
    year = make_program_year()
    asked = make_requirement(
        program_year=year,
        kind="hour_of_code",
        number=1,
        window_from=date(2016, 12, 1),
        window_until=date(2016, 12, 31),
    )
    return promise(partner, requirement=asked)


def test_a_day_outside_of_the_window_is_allowed_and_the_page_says_why_it_does_not_count(
    manager, partner
):
    asked_in_december(partner)

    answer = plan(manager, partner, kind="hour_of_code")

    reason = "an Hour of Code counts if it begins within 1–31 December 2016."
    assert reason in said(answer)
    assert reason in said(manager.get(page(partner)))


def test_says_nothing_where_it_counts(manager, partner):
    asked_in_december(partner)

    answer = plan(manager, partner, kind="hour_of_code", first_day="2016-12-31")

    assert "does not count" not in said(answer)
    assert "0 done, 1 planned, of 1" in said(manager.get(page(partner)))


def test_says_where_nothing_of_the_kind_was_promised(manager, partner):
    answer = plan(manager, partner, kind="fair")

    assert "Your commitments do not ask for a CS fair" in said(answer)


# The list


def test_lists_by_year_what_is_planned_and_what_was_done(manager, partner):
    planned(partner, title="Next")
    planned(partner, title="Last", day=date(2016, 3, 1), status="completed", headcount=1200)
    planned(partner, title="Off", day=date(2016, 3, 2), status="cancelled")
    planned(make_partner(), title="Elsewhere")

    page_said = said(manager.get(page(partner)))

    order = [page_said.index(text) for text in ["2016-17</h2>", "Next", "2015-16</h2>", "Last"]]
    assert order == sorted(order)
    assert "1,200 came" in page_said
    assert "Off" in page_said
    assert "Elsewhere" not in page_said


def test_an_empty_list_teaches(manager, partner):
    assert "counts for what you promised once you have said how it went" in said(
        manager.get(page(partner))
    )


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(partner):
    for kind in CommunityEvent.Kind.values:
        event = planned(partner, kind=kind, status="completed")
        event.files.create(name="a.pdf", kind="pdf", size=1, file="community/a.pdf")
        event.changes.create(old="planned", new="completed", by=make_user())
    return event


def test_asks_as_often_with_more_of_everything(manager, partner):
    for kind in CommunityEvent.MEETS.values():
        promise(partner, kind=kind)
    event = fill(partner)
    before = queries(manager, page(partner)), queries(manager, of(event))

    fill(partner)
    fill(partner)
    for _ in range(2):
        event.files.create(name="a.pdf", kind="pdf", size=1, file="community/a.pdf")
        event.changes.create(old="planned", new="completed", by=make_user())
    promise(partner)
    after = queries(manager, page(partner)), queries(manager, of(event))

    assert after == before
    assert max(after) <= 15


# Who may


ADDRESSES = ["plan", "event", "change", "record", "cancel"]


def addresses(event):
    named = [of(event, f"community-{name}") for name in ADDRESSES if name != "plan"]
    return [page(event.partner), page(event.partner, "community-plan-meetup"), *named]


POSTED = ["change", "record", "cancel", "undo", "file-add"]


def everything_sent(client, event):
    """Send all that could change an event; return the answers' status codes."""
    data = typed(headcount="3", reason="Snow.", seen="")
    codes = {client.post(page(event.partner, "community-plan-meetup"), data).status_code}
    for name in POSTED:
        data["file"] = SimpleUploadedFile("a.pdf", PDF)
        codes.add(client.post(of(event, f"community-{name}"), data).status_code)
    file = event.files.first()
    codes.add(client.post(of(event, "community-file-delete", file.pk)).status_code)
    return codes


@pytest.fixture
def event(partner):
    event = planned(partner, day=date(2016, 9, 1))
    event.files.create(name="a.pdf", kind="pdf", size=1, file="community/a.pdf")
    return event


def unchanged(event):
    event.refresh_from_db()
    return (event.status, event.files.count(), CommunityEvent.objects.count()) == ("planned", 1, 1)


def test_a_stranger_finds_nothing(client, event):
    client.force_login(make_member().user)

    file = of(event, "community-file", event.files.get().pk)
    assert {client.get(address).status_code for address in [*addresses(event), file]} == {404}
    assert everything_sent(client, event) == {404}
    assert unchanged(event)


@pytest.mark.parametrize("rights", [{}, {"may_handle_money": True}, {"may_sign": True}])
def test_who_does_not_manage_reads_and_changes_nothing(browse, event, rights):
    client = browse(**rights)

    assert client.get(page(event.partner)).status_code == 200
    assert client.get(of(event)).status_code == 200
    assert "Say how it went" not in said(client.get(of(event)))
    for form in ["plan-meetup", "change", "record", "cancel"]:
        keys = [event.pk] if form != "plan-meetup" else []
        assert client.get(page(event.partner, f"community-{form}", *keys)).url == page(
            event.partner
        )
    assert "Your program managers plan and record events" in said(client.get(page(event.partner)))
    assert everything_sent(client, event) == {403}
    assert unchanged(event)


def test_staff_who_look_on_change_nothing(staff, event):
    session = staff.session
    session[VIEWING] = event.partner_id
    session.save()

    assert staff.get(page(event.partner)).status_code == 200
    assert everything_sent(staff, event) == {403}
    assert unchanged(event)


def test_after_the_end_all_stays_as_a_record(manager, event):
    event.partner.ended_on = timezone.localdate()
    event.partner.save()

    assert manager.get(of(event)).status_code == 200
    assert "Plan something" not in said(manager.get(page(event.partner)))
    assert everything_sent(manager, event) == {403}
    assert unchanged(event)


def test_an_event_of_another_partner_is_not_found_among_ones_own(manager, partner):
    other = make_community_event()

    assert manager.get(page(partner, "community-event", other.pk)).status_code == 404
    assert manager.post(page(partner, "community-undo", other.pk)).status_code == 404
