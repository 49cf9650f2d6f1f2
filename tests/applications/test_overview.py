"""What staff know of all partnerships: the list, the heat map, who is overdue, and the rows."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import DecimalField, F, Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.counting import lines
from applications.measures import MEASURES, Counted, Measure
from applications.models import PartnerRequirement, ProgressCall
from applications.overview import heat_map, overdue, tallies
from applications.statuses import Status
from plp.core.models import Message
from tests.browsing import said
from tests.make import (
    make_call,
    make_commitment,
    make_member,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_region,
    make_requirement,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2030, 12, 5)
LATE = {"window_from": date(2030, 9, 1), "window_until": date(2030, 11, 30)}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2030-12-05 12:00-08:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def calls_are_counted(monkeypatch):
    """Count calls, whether or not the part that owns them is there."""
    monkeypatch.setitem(
        MEASURES, "calls", Measure(_calls, lambda call: Counted(str(call), 1, True))
    )


def _calls(requirements, on):
    completed = ProgressCall.objects.filter(status="completed")
    return completed.filter(
        partner_year__requirements__in=requirements,
        at__date__gte=F("partner_year__requirements__window_from"),
    ).annotate(
        requirement=F("partner_year__requirements"),
        done=Value(True),
        worth=Value(1, DecimalField()),
    )


@pytest.fixture
def year():
    """A program year that asks two things: calls by the end of November, and meetups."""
    year = make_program_year(school_year=make_school_year(2030))
    for kind, more in [("calls", LATE), ("meetups", {})]:
        commitment = make_commitment(program=year.program, title=f"About {kind}")
        make_requirement(program_year=year, commitment=commitment, kind=kind, number=1, **more)
    return year


def make_late(year, confirmed=True, **fields):
    """A partner of that year; nothing is done."""
    partner = make_partner(**fields)
    for asked in year.requirements.all():
        row = make_partner_requirement(partner=partner, requirement=asked)
    if confirmed:
        row.partner_year.move("confirmed", by=None, note="")
    return partner


def done(partner):
    """Let a partner's call be completed."""
    call = make_call(partner.years.get(), status="completed")
    type(call).objects.filter(pk=call.pk).update(at="2030-10-01T18:00Z")


def page(client, name, *args, **query):
    return client.get(reverse(f"admin:applications_partner_{name}", args=args), query)


def queries_of(client, address, **query):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, query).status_code == 200
    return len(asked)


def rows_of(answer):
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# Counting


def test_light_rows_are_as_the_full_ones(year):
    make_late(year)
    done(make_late(year))
    rows = PartnerRequirement.objects.all()

    light, full = lines(rows, ON, many=True), lines(rows, ON)

    assert [one[1:] for one in light] == [one[1:] for one in full]
    assert [one.row.name for one in light] == [one.row.name for one in full]


def test_a_tally_counts_the_running_year(year):
    partner, other = make_late(year), make_late(year)
    done(other)

    found = tallies([partner, other], ON)

    assert [found[p.pk][1:] for p in (partner, other)] == [(0, 2, 1), (1, 2, 0)]
    assert found[partner.pk].year.program_year == year


def test_a_waived_requirement_is_not_asked(year):
    partner = make_late(year)
    PartnerRequirement.objects.filter(requirement__kind="calls").update(waived_because="Ill.")

    assert tallies([partner], ON)[partner.pk][1:] == (0, 1, 0)


def test_what_is_overdue_is_forgotten_only_some_time_after_the_year(year):
    partner = make_late(year)

    PartnerRequirement.objects.filter(requirement__kind="meetups").update(waived_because="Ill.")

    soon = tallies([partner], date(2031, 8, 1))[partner.pk]

    assert (soon.year, soon.overdue) == (None, 1)
    assert tallies([partner], date(2031, 10, 1)) == {}


def test_nothing_is_overdue_where_the_year_is_not_confirmed_or_the_partnership_has_ended(year):
    make_late(year, confirmed=False)
    left = make_late(year)
    type(left).objects.filter(pk=left.pk).update(ended_on=date(2030, 12, 1))

    assert overdue(ON) == []


def test_who_is_longest_overdue_comes_first(year):
    first, second = make_late(year), make_late(year)
    PartnerRequirement.objects.filter(
        partner_year__partner=second, requirement__kind="calls"
    ).update(window_until=date(2030, 11, 1))

    found = overdue(ON)

    assert [line.row.partner_year.partner for line in found] == [second, first]


def test_a_field_of_the_heat_map_is_the_worst_of_its_requirements(year):
    calls, meetups = year.program.commitments.order_by("position")
    make_requirement(program_year=year, commitment=calls, kind="privacy", number=None)
    make_late(year)
    commitments = [calls, meetups, make_commitment(program=year.program)]

    [row] = heat_map(year, commitments, ON)

    assert row.cells[0].status == Status.OVERDUE
    assert row.cells[2] is None
    assert row.overdue == 1


# The list


class TestList:
    url = "/admin/applications/partner/"

    def test_says_what_is_met_and_overdue(self, staff, year):
        partner = make_late(year)

        text = said(staff.get(self.url))

        assert "2030–31: 0 of 2 met" in text
        assert f'href="/admin/applications/partner/overdue/?partner={partner.pk}"' in text
        assert "1 overdue" in text

    def test_asks_equally_often_for_one_partner_and_for_three(self, staff, year):
        make_late(year)
        queries_of(staff, self.url)
        with_one = queries_of(staff, self.url)
        make_late(year)
        done(make_late(year))

        assert queries_of(staff, self.url) == with_one <= 12
        filtered = queries_of(staff, self.url, overdue="yes")
        make_late(year)
        assert queries_of(staff, self.url, overdue="yes") == filtered <= 12

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"overdue": "yes"}, {"Late"}),
            ({"overdue": "no"}, {"Done", "New"}),
            ({"year_status": "confirmed"}, {"Late", "Done"}),
            ({"year_status": "to_renew"}, {"New"}),
            ({"year_status": "not_renewing"}, set()),
            ({"year_status": "none"}, {"Gone"}),
        ],
    )
    def test_finds_partners_by(self, staff, year, query, found):
        make_late(year, organization="Late")
        done(make_late(year, organization="Done"))
        make_late(year, confirmed=False, organization="New")
        make_partner(organization="Gone", ended_on=date(2020, 1, 1), started_on=date(2016, 1, 1))

        listed = staff.get(self.url, query).context_data["cl"].queryset

        assert {partner.organization for partner in listed} == found

    def test_finds_partners_by_the_status_of_a_year_that_is_named(self, staff, year):
        late = make_late(year)
        query = {"program_year": year.pk, "year_status": "confirmed"}

        assert list(staff.get(self.url, query).context_data["cl"].queryset) == [late]
        query["program_year"] = make_program_year().pk
        assert not staff.get(self.url, query).context_data["cl"].queryset

    def test_can_be_downloaded_with_its_figures(self, staff, year):
        make_late(year)

        [row] = rows_of(page(staff, "export_csv"))

        figures = [row[name] for name in ("Program year", "Met", "Of", "Overdue")]
        assert figures == ["2030-31", "0", "2", "1"]


# The heat map


class TestHeatMap:
    def test_says_of_a_partner_that_joined_later_what_is_true_to_staff(self, staff, year):
        make_late(year, started_on=date(2030, 12, 1))

        text = said(page(staff, "heat_map", year=year.pk))

        assert "Before it joined</a>" in text
        assert "Before you joined" not in text

    def test_is_a_table_in_words_whose_fields_lead_to_what_counts(self, staff, year):
        partner = make_late(year, organization="Larkspur Office")
        calls = year.program.commitments.get(title="About calls")

        text = said(page(staff, "heat_map", year=year.pk))

        assert '<th scope="col">About calls</th>' in text
        assert "Larkspur Office</a>" in text
        address = reverse(
            "admin:applications_partner_promised", args=[partner.pk, partner.years.get().pk]
        )
        assert f'href="{address}?of={calls.pk}#c{calls.pk}"' in text
        assert "1 partner in Year 1, 2030–31; 1 of them has something overdue." in text

    def test_shows_who_has_most_overdue_first_and_can_be_sorted_by_name(self, staff, year):
        done(make_late(year, organization="Acorn"))
        make_late(year, organization="Velvet")

        def names(**query):
            rows = page(staff, "heat_map", year=year.pk, **query).context_data["page"]
            return [row.partner.organization for row in rows]

        assert names() == ["Velvet", "Acorn"]
        assert names(order="name") == ["Acorn", "Velvet"]
        assert names(status="overdue") == ["Velvet"]
        assert names(state="CA") == []
        meetups = year.program.commitments.get(title="About meetups")
        assert names(status="overdue", commitment=meetups.pk) == []

    def test_takes_anything_for_a_choice(self, staff, year):
        make_late(year)
        query = {"year": "x", "state": "??", "commitment": "-1", "status": "no", "p": "99"}

        assert page(staff, "heat_map", **query).status_code == 200

    def test_asks_equally_often_for_one_partner_and_for_three(self, staff, year):
        address = reverse("admin:applications_partner_heat_map")
        make_late(year)
        queries_of(staff, address, year=year.pk)
        with_one = queries_of(staff, address, year=year.pk)
        make_late(year)
        done(make_late(year))

        assert queries_of(staff, address, year=year.pk) == with_one <= 20

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_can_be_downloaded_with_nothing_that_runs(self, staff, year, kind):
        make_late(year, organization="=1+1")

        answer = page(staff, f"heat_map_{kind}", year=year.pk)

        assert answer.status_code == 200
        if kind == "csv":
            [row] = rows_of(answer)
            assert (row["Partner"], row["About calls"], row["Overdue"]) == ("'=1+1", "Overdue", "1")

    def test_teaches_where_there_is_nothing(self, staff, year):
        assert "No partner has a year of the program yet." in said(page(staff, "heat_map"))


# Who is overdue


class TestOverdue:
    def test_says_how_far_and_whom_to_ask_and_the_last_word(self, staff, year):
        partner = make_late(year)
        make_member(partner, user=make_user("dana@larkspur.example", name="Dana Whitlock"))
        make_member(partner, may_manage=False, may_sign=True)
        make_call(partner.years.get(), status="completed", at="2030-06-01T18:00Z")

        text = said(page(staff, "overdue"))

        assert "1 overdue at 1 partner, the longest first" in text
        assert '<a href="mailto:dana@larkspur.example">Dana Whitlock</a>' in text
        assert '30 November 2030, <span class="late">5 days ago</span>' in text
        assert "Call on 1 June 2030" in text
        assert text.count("mailto:") == 1

    def test_can_be_narrowed(self, staff, year):
        partner = make_late(year, region=make_region(state="CA"))
        other = make_late(year)

        def found(**query):
            rows = page(staff, "overdue", **query).context_data["page"].rows
            return [late.partner for late in rows]

        assert found() == [partner, other]
        assert found(partner=other.pk) == [other]
        assert found(state="CA") == [partner]
        assert found(kind="meetups") == []
        assert found(kind="x", state="??", partner="9" * 30) == [partner, other]

    def test_asks_equally_often_for_one_and_for_three(self, staff, year):
        address = reverse("admin:applications_partner_overdue")
        make_member(make_late(year))
        queries_of(staff, address)
        with_one = queries_of(staff, address)
        make_member(make_late(year))
        make_member(make_late(year))

        assert queries_of(staff, address) == with_one <= 20

    def test_can_be_downloaded(self, staff, year):
        make_member(make_late(year), user=make_user("dana@larkspur.example", name="Dana"))

        [row] = rows_of(page(staff, "overdue_csv"))

        assert row["Program managers"] == "Dana"
        assert (row["Last day"], row["Requirement"]) == ("2030-11-30", "Progress calls")
        assert page(staff, "overdue_xlsx").status_code == 200

    def test_teaches_where_there_is_nothing(self, staff):
        assert "Nothing is overdue." in said(page(staff, "overdue"))


# The rows


class TestPromised:
    def test_shows_the_rows_behind_a_commitment(self, staff, year):
        partner = make_late(year)
        calls = year.program.commitments.get(title="About calls")
        key = partner.years.get().pk

        text = said(page(staff, "promised", partner.pk, key, of=calls.pk))

        assert "Nothing counts for it yet." in text
        assert "</svg>Overdue</span>" in text
        assert "0 of 2 met, 1 overdue" in text
        assert "Agree with us on 1 call</strong>, last day 30 November 2030" in text

    def test_is_there_for_the_partner_of_the_year_alone(self, staff, year):
        partner, other = make_late(year), make_late(year)

        assert page(staff, "promised", other.pk, partner.years.get().pk).status_code == 404
        assert page(staff, "promised", partner.pk, 10**30).status_code == 404


@pytest.mark.parametrize(
    ("group", "reads", "downloads"),
    [
        ("Viewer", 200, 403),
        ("Finance", 200, 403),
        ("Reviewer", 403, 403),
        ("Program staff", 200, 200),
        ("Administrator", 200, 200),
    ],
)
def test_who_may_read_and_who_may_download(client, year, group, reads, downloads):
    make_late(year)
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)

    for name in ("heat_map", "overdue"):
        assert page(client, name).status_code == reads
        assert page(client, f"{name}_csv").status_code == downloads


# The partner's own page in the admin


class TestPartnerPage:
    def test_shows_how_it_is_doing_now(self, staff, year):
        partner = make_late(year)
        member = make_member(partner)
        make_call(partner.years.get(), status="agreed", at="2031-01-08T18:00Z")
        Message.objects.create(
            what="a", occasion="1", to=member.user.email, subject="Your summit", text="Text."
        )

        text = said(page(staff, "change", partner.pk))

        assert "What it promised, Year 1, 2030–31" in text
        assert "0 of 2 met, 1 overdue, confirmed." in text
        assert ">Your summit</a>" in text
        assert "8 January 2031, 10:00 a.m. Pacific" in text

    def test_asks_equally_often_for_little_and_for_much(self, staff, year):
        partner = make_late(year)
        make_member(partner)
        make_call(partner.years.get(), status="agreed")
        address = reverse("admin:applications_partner_change", args=[partner.pk])
        queries_of(staff, address)
        before = queries_of(staff, address)
        for _ in range(3):
            member = make_member(partner)
            make_call(partner.years.get(), status="completed")
            Message.objects.create(
                what="a", occasion="1", to=member.user.email, subject="Hello", text="Text."
            )

        assert queries_of(staff, address) == before <= 20

    def test_teaches_where_there_is_no_year(self, staff):
        text = said(page(staff, "change", make_partner().pk))

        assert "It has no year of the program yet." in text
