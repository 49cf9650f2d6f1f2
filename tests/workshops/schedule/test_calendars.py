"""Calendars that people subscribe to, read back by another parser than the one that wrote them."""

import re
from datetime import UTC, date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from facilitators import calendars as of_facilitators
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member, make_teacher
from tests.workshops.make import make_enrollment, make_leading, make_session, make_workshop
from workshops import calendars, entries
from workshops.actions import changing, opening
from workshops.actions.scheduling import Day

# The clocks were set forward on 13 March 2016 and back on 6 November 2016, but not everywhere.
AROUND_THE_CHANGES = [
    date(2016, 3, 12),
    date(2016, 3, 13),
    date(2016, 3, 14),
    date(2016, 11, 5),
    date(2016, 11, 6),
    date(2016, 11, 7),
]
UTC_OF_NINE = {
    "America/Phoenix": [16] * 6,
    "Pacific/Honolulu": [19] * 6,
    "America/Indiana/Indianapolis": [14, 13, 13, 13, 14, 14],
    "America/Chicago": [15, 14, 14, 14, 15, 15],
}


class Read:
    """A calendar as dateutil reads its zones, and twenty lines here read the rest."""

    def __init__(self, content):
        text = re.sub(r"\r?\n[ \t]", "", content.decode())
        zones = re.findall(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r?\n", text, re.S)
        self.zones = tzical(StringIO("".join(zones))) if zones else None
        self.entries = [
            self._entry(each)
            for each in re.findall(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", text, re.S)
        ]

    def _entry(self, text):
        found = {}
        for line in text.splitlines():
            name, value = line.split(":", 1)
            name, *params = name.split(";")
            found[name] = self._moment(value, params) if name in {"DTSTART", "DTEND"} else value
        return found

    def _moment(self, value, params):
        if "VALUE=DATE" in params:
            return date.fromisoformat(value)
        named = dict(param.split("=") for param in params)
        zone = self.zones.get(named["TZID"])
        return datetime.fromisoformat(value).replace(tzinfo=zone).astimezone(UTC)

    def named(self, what):
        return [each for each in self.entries if what in each["SUMMARY"]]


@pytest.fixture
def member(partner):
    return make_member(partner)


def feed(client, member):
    return Read(client.get(calendars.address(member).removeprefix("http://localhost:8000")).content)


@pytest.mark.parametrize("zone", UTC_OF_NINE)
def test_nine_is_nine_by_the_clock_of_the_place_around_every_change(client, year, member, zone):
    workshop = make_workshop(*AROUND_THE_CHANGES, partner_year=year, title="Loops", zone=zone)

    found = feed(client, member).named("Loops")

    assert [each["DTSTART"].hour for each in found] == UTC_OF_NINE[zone]
    assert [each["DTSTART"].astimezone(ZoneInfo(zone)).date() for each in found] == (
        AROUND_THE_CHANGES
    )
    saved = workshop.sessions.values_list("begins_at", "ends_at")
    assert [(each["DTSTART"], each["DTEND"]) for each in found] == [*saved]


def test_each_entry_says_the_time_of_the_place_in_words(client, year, member):
    make_workshop(date(2016, 11, 6), partner_year=year, title="Loops", zone="America/Phoenix")

    [found] = feed(client, member).named("Loops")

    # A comma is written so in calendars
    assert "9:00 a.m. to 3:30 p.m.\\, Mountain time (MST)" in found["DESCRIPTION"]
    assert found["LOCATION"] == "Lake Street Library\\, 1 Lake Street\\, Chicago\\, IL"


def test_a_later_version_takes_the_place_of_an_earlier(client, year, member):
    workshop = make_workshop(date(2016, 10, 8), partner_year=year, title="Loops")
    [before] = feed(client, member).named("Loops")

    days = [Day(date(2016, 10, 15), time(9), time(12))]
    changing.change_workshop(workshop, days, {}, by=member.user)
    [moved] = feed(client, member).named("Loops")
    opening.cancel_workshop(workshop, by=member.user, reason="Snow.")
    [off] = feed(client, member).named("Loops")

    assert before["UID"] == moved["UID"] == off["UID"]
    assert moved["DTSTART"].date() == date(2016, 10, 15)
    numbers = [int(each["SEQUENCE"]) for each in (before, moved, off)]
    assert numbers == sorted({*numbers})
    assert [before["STATUS"], off["STATUS"]] == ["CONFIRMED", "CANCELLED"]


def test_a_partners_own_workshops_stand_there_once(client, year, member):
    make_workshop(date(2016, 10, 8), partner_year=year, title="Loops", status="open")
    make_workshop(date(2016, 10, 8), title="Of others")

    found = feed(client, member)

    said = sorted(each["SUMMARY"] for each in found.entries if "Loops" in each["SUMMARY"])
    assert said == ["Last day to sign up: Loops", "Loops"]
    assert not found.named("Of others")


def test_a_facilitator_reads_what_they_lead_and_are_asked_to(client, year):
    person = make_facilitator_with_account()
    for status in ["penciled", "asked", "confirmed", "declined", "released"]:
        workshop = make_workshop(date(2016, 10, 8), partner_year=year, title=status)
        make_leading(workshop, facilitator=person, status=status)

    address = of_facilitators.address(person).removeprefix("http://localhost:8000")
    found = Read(client.get(address).content)

    said = {each["SUMMARY"]: each["STATUS"] for each in found.entries if "DTSTART" in each}
    assert {name: said[name] for name in said if name in {"asked", "confirmed"}} == {
        "asked": "TENTATIVE",
        "confirmed": "CONFIRMED",
    }
    assert not {"penciled", "declined", "released"} & {*said}


def test_a_teacher_reads_where_they_come_and_wait(client, year):
    teacher = make_teacher()
    for status in ["enrolled", "waitlisted", "cancelled"]:
        workshop = make_workshop(date(2016, 10, 8), partner_year=year, title=status)
        make_enrollment(workshop, teacher, status=status)
    make_enrollment(make_workshop(date(2016, 10, 8), title="Of others"))

    address = calendars.teacher_address(teacher).removeprefix("http://localhost:8000")
    found = {each["SUMMARY"]: each["STATUS"] for each in Read(client.get(address).content).entries}

    assert found == {"enrolled": "CONFIRMED", "Waiting list: waitlisted": "TENTATIVE"}


def test_the_address_of_another_teacher_opens_nothing(client, db):
    mine, other = make_teacher(), make_teacher()
    secret = calendars.teacher_secret(mine)

    assert client.get(f"/calendar/teacher/{mine.pk}/{secret}.ics").status_code == 200
    assert client.get(f"/calendar/teacher/{other.pk}/{secret}.ics").status_code == 404
    assert client.get(f"/calendar/teacher/0/{secret}.ics").status_code == 404


def test_a_mailed_file_holds_every_day_of_one_workshop(year):
    workshop = make_workshop(date(2016, 11, 5), partner_year=year, title="Loops")
    make_session(workshop, day=date(2016, 11, 6))
    make_workshop(date(2016, 11, 5), partner_year=year, title="Another")

    found = Read(entries.file_of(make_enrollment(workshop)))

    assert [each["DTSTART"].hour for each in found.entries] == [14, 15]
    assert {each["SUMMARY"] for each in found.entries} == {"Loops"}
