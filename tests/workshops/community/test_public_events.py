"""Community events in public: listed by a partner's wish until they are over, and in calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import SchoolYear
from plp.core import pages
from tests.browsing import said
from tests.make import (
    make_call,
    make_community_event,
    make_event,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_region,
    make_requirement,
)
from workshops import calendars, facts
from workshops.actions import community as actions

pytestmark = pytest.mark.django_db

LIST = "/events/"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-10-01 12:00-07:00", tick=False):
        yield


def listed(**fields):
    """A public event in Boise, with all that its page shows."""
    if "partner" not in fields:
        region = make_region(city="Boise", state="ID", zone="America/Boise")
        fields["partner"] = make_partner(organization="Larkspur Office", region=region)
    said = {"title": "Evening at the mill", "begins": time(18), "ends": time(20, 30)}
    return make_community_event(**(said | {"is_public": True} | fields))


def page(event):
    return event.get_absolute_url()


def read(content):
    return icalendar.Calendar.from_ical(content)


def entry_of(client, event):
    [found] = read(client.get(f"/events/{event.pk}.ics").content).walk("VEVENT")
    return found


# The list and the page


def test_lists_what_is_planned_and_public_by_day(client):
    later = listed(title="Later", day=date(2016, 11, 5))
    sooner = listed(title="Sooner <b>🐧", with_whom="Boise State")

    text = said(client.get(LIST))

    order = ["October 2016", "Sooner <b>🐧", "November 2016", "Later"]
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert "Cottonwood College, Boise, ID" in text
    assert "Larkspur Office, with Boise State" in text
    assert client.get(page(later)).status_code == client.get(page(sooner)).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"is_public": False},
        {"day": date(2016, 9, 30)},
        {"status": "completed"},
        {"status": "cancelled"},
    ],
)
def test_all_else_is_neither_listed_nor_found(client, fields):
    event = listed(**fields)

    assert event.title not in said(client.get(LIST))
    assert client.get(page(event)).status_code == 404


def test_an_event_of_a_partner_that_has_left_is_gone(client):
    event = listed()
    event.partner.ended_on = date(2016, 9, 30)
    event.partner.save()

    assert event.title not in said(client.get(LIST))
    assert client.get(page(event)).status_code == 404
    assert client.get(f"/events/{event.pk}.ics").status_code == 404


def test_stays_listed_through_its_last_day(client):
    event = listed(first_day=date(2016, 9, 28), last_day=date(2016, 10, 1))

    assert event.title in said(client.get(LIST))


def test_the_list_of_a_state_has_its_events_only(client):
    listed()
    listed(title="In the desert", partner=make_partner())

    text = said(client.get(f"{LIST}?state=ID"))

    assert "Evening at the mill" in text
    assert "In the desert" not in text
    assert "No event in Texas is listed just now." in said(client.get(f"{LIST}?state=TX"))
    assert "In the desert" in said(client.get(f"{LIST}?state=nowhere"))


def test_an_empty_list_teaches(client):
    assert "What partners plan for teachers in their regions stands here." in said(client.get(LIST))


def test_a_long_list_says_what_it_leaves_out(client, settings):
    partner = make_partner()
    for n in range(101):
        listed(partner=partner, day=date(2016, 10, 8) + timedelta(days=n))

    assert "1 later one not shown here: choose a state above." in said(client.get(LIST))


def test_a_page_says_when_in_local_time_where_and_who(client):
    event = listed(about="Bring a laptop.\nAnd <i>tea</i>.", link="https://boise.example/8")

    text = said(client.get(page(event)))

    for each in [
        "Saturday, 8 October 2016",
        "from 6:00 p.m. to 8:30 p.m., Mountain time (MDT)",
        "Cottonwood College",
        "Larkspur Office",
        'href="https://boise.example/8"',
        "Bring a laptop.",
    ]:
        assert each in text, each
    assert b"<i>tea" not in client.get(page(event)).content


def test_a_change_shows_at_once(client, commit):
    event = listed()
    client.get(LIST), client.get(page(event))

    with commit():
        actions.cancel_event(event, by=None, reason="Snow.")
    assert client.get(page(event)).status_code == 404
    assert event.title not in said(client.get(LIST))

    with commit():
        actions.undo_event(event, by=None)
    assert client.get(page(event)).status_code == 200
    assert event.title in said(client.get(LIST))


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("which", ["list", "page", "calendar"])
def test_asks_at_most_eight_times_cold_and_twice_warm_however_many_there_are(client, which):
    event = listed()
    address = {"list": LIST, "page": page(event), "calendar": f"/events/{event.pk}.ics"}[which]
    cold, warm = queries(client, address), queries(client, address)
    listed(partner=make_partner())
    listed(partner=make_partner())
    pages.forget()

    assert queries(client, address) == cold <= 8
    assert warm <= 2


@pytest.mark.parametrize("which", ["list", "page", "calendar"])
def test_is_the_same_for_everyone_and_sets_no_cookie(client, administrator, which):
    event = listed()
    address = {"list": LIST, "page": page(event), "calendar": f"/events/{event.pk}.ics"}[which]
    for_all = client.get(address)
    client.force_login(administrator)
    pages.forget()

    assert client.get(address).content == for_all.content
    assert not for_all.cookies
    assert client.post(address).status_code == 405


def test_stands_in_the_sitemap_and_is_led_to_from_its_region(client):
    event, hidden = listed(), listed(is_public=False, partner=make_partner())

    sitemap = client.get("/sitemap.xml").content.decode()
    region = said(client.get(event.partner.region.get_absolute_url()))

    assert f"http://testserver{page(event)}</loc>" in sitemap
    assert f"http://testserver{LIST}</loc>" in sitemap
    assert page(hidden) not in sitemap
    assert 'href="/events/?state=ID"' in region


# For calendars


def test_an_entry_is_in_the_zone_of_the_region(client):
    event = listed(about="Bring a laptop, and tea; 🐧\nThanks", title="Évening, at the mill;")

    content = client.get(f"/events/{event.pk}.ics")
    found = entry_of(client, event)

    assert content["Content-Type"] == "text/calendar; charset=utf-8"
    zone = ZoneInfo("America/Boise")
    assert found["DTSTART"].dt.astimezone(UTC) == datetime(2016, 10, 9, tzinfo=UTC)
    assert found["DTSTART"].dt == datetime(2016, 10, 8, 18, tzinfo=zone)
    assert found["DTEND"].dt == datetime(2016, 10, 8, 20, 30, tzinfo=zone)
    assert found["DTSTART"].params["TZID"] == "America/Boise"
    [rules] = read(content.content).walk("VTIMEZONE")
    assert rules["TZID"] == "America/Boise"
    assert found["SUMMARY"] == "Évening, at the mill;"
    assert "Bring a laptop, and tea; 🐧\nThanks" in found["DESCRIPTION"]
    assert found["LOCATION"] == "Cottonwood College, Boise, ID"
    assert str(found["URL"]).endswith(page(event))


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Guam", "Pacific/Honolulu"])
def test_a_zone_without_summer_time_has_its_rules_too(client, zone):
    event = listed(partner=make_partner(region=make_region(zone=zone)))

    content = client.get(f"/events/{event.pk}.ics").content

    [rules] = read(content).walk("VTIMEZONE")
    assert rules["TZID"] == zone
    assert entry_of(client, event)["DTSTART"].dt == datetime(2016, 10, 8, 18, tzinfo=ZoneInfo(zone))


def test_days_without_times_are_whole_days(client):
    event = listed(last_day=date(2016, 10, 12), begins=None, ends=None)

    found = entry_of(client, event)

    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2016, 10, 8), date(2016, 10, 13))


def test_days_with_times_come_again_each_day(client):
    found = entry_of(client, listed(last_day=date(2016, 10, 12)))

    assert found["RRULE"]["COUNT"] == [5]


def test_a_change_and_a_cancellation_reach_calendars_under_the_same_name(client, commit):
    event = listed()
    first = entry_of(client, event)
    with commit():
        event.place = "The barn"
        actions.change_event(event)
    changed = entry_of(client, event)
    with commit():
        actions.cancel_event(event, by=None, reason="Snow.")
    off = entry_of(client, event)

    assert first["UID"] == changed["UID"] == off["UID"]
    assert first["SEQUENCE"] < changed["SEQUENCE"] < off["SEQUENCE"]
    assert [each["STATUS"] for each in (first, changed, off)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert "Snow." not in client.get(f"/events/{event.pk}.ics").content.decode()


@pytest.mark.parametrize("fields", [{"is_public": False}, {"status": "completed"}])
def test_what_is_not_public_has_no_entry(client, fields):
    assert client.get(f"/events/{listed(**fields).pk}.ics").status_code == 404


# A partner's own calendar


def feed(membership, **changed):
    given = changed.get("secret", calendars.secret(membership))
    return reverse("workshops:calendar-feed", args=[membership.pk, given])


@pytest.fixture
def member():
    region = make_region(city="Boise", state="ID", zone="America/Boise")
    return make_member(make_partner(organization="Larkspur Office", region=region))


def entries(client, membership):
    answer = client.get(feed(membership))
    assert answer.status_code == 200
    return {str(each["SUMMARY"]): each for each in read(answer.content).walk("VEVENT")}


def test_a_feed_has_all_that_has_a_day(client, member):
    year = make_program_year(school_year=SchoolYear.objects.get(name="2016-17"))
    own = make_partner_year(
        partner=member.partner, program_year=make_requirement(program_year=year).program_year
    )
    make_event(
        program_year=year, states=["ID"], first_day=date(2017, 7, 10), last_day=date(2017, 7, 14)
    )
    make_call(own, at=datetime(2016, 11, 3, 18, tzinfo=UTC))
    listed(partner=member.partner, title="Told")
    listed(partner=member.partner, title="Own", is_public=False, begins=None, ends=None)
    listed(partner=member.partner, title="Off", status="cancelled")
    listed(partner=member.partner, title="Done", status="completed", day=date(2016, 3, 1))
    listed(partner=member.partner, title="Long ago", day=date(2014, 3, 1))
    listed(title="Elsewhere")

    found = entries(client, member)

    assert {"Told", "Own", "Off", "Done"} < set(found)
    assert found["Off"]["STATUS"] == "CANCELLED"
    session = found["Summer session, Omaha, NE"]
    assert (session["DTSTART"].dt, session["DTEND"].dt) == (date(2017, 7, 10), date(2017, 7, 15))
    assert not {"Elsewhere", "Long ago"} & set(found)
    assert sum("Told" in name for name in found) == 1


def test_a_feed_asks_as_often_with_more_of_everything(client, member):
    listed(partner=member.partner)
    before = queries(client, feed(member))
    for _ in range(3):
        listed(partner=member.partner)

    assert queries(client, feed(member)) == before <= 15


def test_a_wrong_secret_opens_nothing(client, member):
    other = make_member()

    for given in ["0", calendars.secret(member)[::-1], calendars.secret(other)]:
        assert client.get(feed(member, secret=given)).status_code == 404
    assert client.post(feed(member)).status_code == 405


def test_an_address_dies_with_the_membership_and_the_account(client, member):
    again = feed(member)
    member.user.is_active = False
    member.user.save()
    assert client.get(again).status_code == 404

    member.user.is_active = True
    member.user.save()
    assert client.get(again).status_code == 200
    partner, user = member.partner, member.user
    member.delete()
    assert client.get(again).status_code == 404
    make_member(partner, user=user)
    assert client.get(again).status_code == 404


def test_the_community_page_shows_each_member_an_address_of_their_own(client, member):
    other = make_member(member.partner)
    client.force_login(member.user)

    text = said(client.get(reverse("workshops:community", args=[member.partner_id])))

    assert calendars.address(member) in text
    assert calendars.secret(other) not in text


def test_what_is_announced_is_read_in_one_query(django_assert_num_queries):
    listed()
    listed(partner=make_partner())

    with django_assert_num_queries(1):
        facts.announced(pages.preview_on(date(2016, 10, 1)))
