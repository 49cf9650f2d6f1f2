"""The report of staff: by partner, state, course and school year, on a page and as files."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.make import make_partner, make_partner_year, make_region, make_teacher, make_user
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.reports.of_staff import ON_THE_PAGE, ONLY_AS_FILES

AT_MOST = 25  # with what keeps it: once in ten minutes
AGAIN_AT_MOST = 12


@pytest.fixture
def browse(db):
    """Return a function that signs in somebody of the staff, in a group."""

    def browse(group):
        person = make_user(is_staff=True)
        person.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(person)
        return client

    return browse


@pytest.fixture
def staff(browse):
    return browse("Program staff")


def a_partner(name, state, year=None):
    partner = make_partner(organization=name, region=make_region(state=state))
    more = {"program_year": year} if year else {}
    return make_partner_year(partner=partner, **more)


@pytest.fixture
def two(db):
    """Partners in Illinois and Oregon; Ines came to the one workshop of the first."""
    first = a_partner("Lakeside", "IL")
    second = a_partner("Mill Pond", "OR", first.program_year)
    for year in (first, second):
        make_workshop(date(2016, 10, 8), partner_year=year, status="completed")
    came = make_enrollment(first.workshops.get(), make_teacher(name="Ines Paperboat"))
    make_attendance(came)
    return first, second


def address(**query):
    return reverse("admin:workshops_report", query=query)


def file_address(table, kind="csv", **query):
    return reverse(f"admin:workshops_report_{kind}", args=[table], query=query)


def of_year(year):
    return {"year": year.program_year.school_year_id}


def file(client, table, **query):
    answer = client.get(file_address(table, **query))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_sums_by_partner_and_state(staff, two):
    query = of_year(two[0])

    assert file(staff, "partners", **query) == [
        ["Partner", "State", "Workshops", "Seats", "Enrolled", "Attended"],
        ["Lakeside", "IL", "1", "30", "1", "1"],
        ["Mill Pond", "OR", "1", "30", "0", "0"],
    ]
    assert file(staff, "states", **query)[1:] == [
        ["Illinois", "1", "30", "1", "1"],
        ["Oregon", "1", "30", "0", "0"],
    ]


def test_says_who_came_to_all_by_partner(staff, two):
    course = str(two[0].workshops.get().course)

    assert file(staff, "together-by-partner", **of_year(two[0]))[1:3] == [
        ["Lakeside", course, "1", "1", "1"],
        ["Lakeside", course, "1", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("query", "left"),
    [({"state": "OR"}, ["Mill Pond"]), ({"state": "no such"}, ["Lakeside", "Mill Pond"])],
)
def test_is_narrowed_by_what_is_chosen(staff, two, query, left):
    rows = file(staff, "partners", **of_year(two[0]), **query)

    assert [row[0] for row in rows[1:]] == left


def test_is_narrowed_to_a_partner_and_a_course(staff, two):
    first, second = two
    course = second.workshops.get().course_id

    for query in ({"partner": second.partner_id}, {"course": course}):
        rows = file(staff, "partners", **of_year(first), **query)
        assert [row[0] for row in rows[1:]] == ["Mill Pond"]


def test_every_table_is_there_in_both_kinds(staff, two):
    for table in [*ON_THE_PAGE, *ONLY_AS_FILES]:
        assert file(staff, table, **of_year(two[0]))
        book = staff.get(file_address(table, "xlsx", **of_year(two[0])))
        sheet = load_workbook(BytesIO(book.getvalue())).active
        assert sheet["A1"].value == file(staff, table, **of_year(two[0]))[0][0]


def test_the_page_names_no_teacher(staff, two):
    page = staff.get(address(**of_year(two[0]))).content.decode()

    assert "Lakeside" in page
    assert "Ines" not in page


def test_of_more_than_a_hundred_partners_it_asks_to_choose(staff, two):
    first, _ = two
    for n in range(100):
        make_workshop(partner_year=a_partner(f"Another {n}", "WA", first.program_year))

    assert "102 rows. Choose a state" in staff.get(address(**of_year(first))).content.decode()
    assert "Mill Pond" in staff.get(address(state="OR", **of_year(first))).content.decode()


def test_is_empty_where_there_is_no_workshop(staff):
    assert "No partner has a workshop that fits." in staff.get(address()).content.decode()


def test_who_may_not_download_reads_only(browse, two):
    viewer = browse("Viewer")

    page = viewer.get(address(**of_year(two[0])))

    assert page.status_code == 200
    assert ".csv" not in page.content.decode()
    assert viewer.get(file_address("partners")).status_code == 403


def test_who_reads_no_feedback_reads_none_here(browse, two):
    finance, viewer = browse("Finance"), browse("Viewer")

    assert "Feedback over time" not in finance.get(address()).content.decode()
    assert "Feedback over time" in viewer.get(address()).content.decode()


def test_a_reviewer_has_no_report(browse):
    assert browse("Reviewer").get(address()).status_code == 403


def test_there_is_no_other_table(staff):
    assert staff.get(file_address("salaries")).status_code == 404


def test_asks_the_same_number_of_queries_at_any_size(staff, two, count_queries):
    query = of_year(two[0])
    one = count_queries(staff, address(**query))
    for n in range(3):
        year = a_partner(f"Another {n}", "WA", two[0].program_year)
        another = make_workshop(partner_year=year, status="completed")
        make_attendance(make_enrollment(another))
    cache.clear()

    assert count_queries(staff, address(**query)) == one
    assert one <= AT_MOST
    assert count_queries(staff, address(**query)) <= AGAIN_AT_MOST


def test_is_counted_again_after_ten_minutes(staff, two, count_queries):
    query = of_year(two[0])
    first = count_queries(staff, address(**query))
    make_workshop(partner_year=two[0])

    assert count_queries(staff, address(**query)) < first
    assert file(staff, "states", **query)[1][:2] == ["Illinois", "1"]
    with time_machine.travel("2016-09-01T15:10:01Z", tick=False):
        assert file(staff, "states", **query)[1][:2] == ["Illinois", "2"]
