"""The report of a partner: its own workshops, on a page and as files."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from tests.make import (
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_school_year,
    make_teacher,
)
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.models import Feedback, FeedbackAnswer, FeedbackQuestion

AT_MOST = 15


@pytest.fixture
def workshops(year):
    """Two completed ones: Ines came to both, Bo to the first, Cyd to none."""
    both = [
        make_workshop(day, partner_year=year, status="completed", title=title)
        for day, title in [(date(2016, 8, 6), "First"), (date(2016, 8, 20), "Second")]
    ]
    for workshop in both[1:]:
        workshop.course = both[0].course
        workshop.save()
    for name, came in [("Ines", 2), ("Bo", 1), ("Cyd", 0)]:
        teacher = make_teacher(name=name, district_name="=Bend", state="OR")
        for number, workshop in enumerate(both):
            enrollment = make_enrollment(workshop, teacher)
            make_attendance(enrollment, is_present=number < came)
    return both


def address(partner, table=None, **query):
    if table:
        return reverse("workshops:report-table", args=[partner.pk, table], query=query)
    return reverse("workshops:report", args=[partner.pk], query=query)


def file(client, partner, table):
    answer = client.get(address(partner, table))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def think(workshop, *scores):
    question = FeedbackQuestion.objects.filter(kind="scale").first()
    for score in scores:
        enrollment = make_enrollment(workshop, make_teacher(name="Nobody’s name"))
        feedback = Feedback.objects.create(enrollment=enrollment)
        FeedbackAnswer.objects.create(feedback=feedback, question=question, score=score)


def test_each_table_is_a_file(manager, partner, workshops):
    course = str(workshops[0].course)

    assert file(manager, partner, "workshops") == [
        ["Workshop", "First day", "Status", "Seats", "Enrolled", "Attended"],
        ["First", "2016-08-06", "Completed", "30", "3", "2"],
        ["Second", "2016-08-20", "Completed", "30", "3", "1"],
    ]
    assert file(manager, partner, "courses")[1:] == [[course, "2", "60", "6", "3"]]
    assert file(manager, partner, "together")[1:] == [
        [course, "All 2", "1"],
        [course, "1 of 2", "1"],
        [course, "None of 2", "1"],
    ]


def test_of_what_is_still_to_come_nobody_has_come_yet(manager, partner, year):
    make_workshop(date(2016, 10, 8), partner_year=year, title="Ahead")

    assert file(manager, partner, "workshops")[1:] == [
        ["Ahead", "2016-10-08", "Planned", "30", "0", ""]
    ]
    assert '<td data-l="Attended:">–</td>' in manager.get(address(partner)).content.decode()


def test_what_runs_in_a_spreadsheet_is_made_harmless(manager, partner, workshops):
    assert file(manager, partner, "districts")[1:] == [["'=Bend", "OR", "3", "6", "3"]]


def test_the_page_has_the_same_rows(manager, partner, workshops):
    found = " ".join(manager.get(address(partner)).content.decode().split())

    assert "Saturday, 6 August 2016" in found
    assert '<td data-l="Came to:">All 2</td><td data-l="Teachers:" class="num">1</td>' in found


def test_feedback_is_shown_from_five_answers_on_and_names_nobody(manager, partner, workshops):
    think(workshops[0], 4, 4, 4, 4, 5)
    think(workshops[1], 1, 1, 1, 1)

    page = manager.get(address(partner)).content.decode()

    assert file(manager, partner, "feedback")[1:] == [
        ["How ready do you feel to teach what was covered?", "First", "2016-08-06", "4.2", "5"]
    ]
    assert "4.2" in page
    assert "Nobody’s name" not in page


def test_another_year_is_chosen_by_its_key(manager, partner, workshops):
    later = make_partner_year(
        partner=partner,
        program_year=make_program_year(school_year=make_school_year(2097), number=9),
    )
    make_workshop(date(2097, 10, 6), partner_year=later, title="Far ahead")
    key = later.program_year.school_year_id
    first = workshops[0].partner_year.program_year.school_year_id

    assert "Far ahead" not in manager.get(address(partner, year=first)).content.decode()
    assert "Far ahead" in manager.get(address(partner, year=key)).content.decode()
    for wrong in ["0", "nothing", "9" * 30]:
        assert manager.get(address(partner, year=wrong)).status_code == 200


def test_nothing_of_another_partner_is_in_it(manager, partner, workshops):
    theirs = make_workshop(
        date(2016, 8, 6),
        partner_year=make_partner_year(partner=make_partner()),
        status="completed",
        title="Theirs",
        course=workshops[0].course,
    )
    ours = {table: file(manager, partner, table) for table in ["workshops", "together"]}
    teacher = make_teacher(name="Ines again")
    make_attendance(make_enrollment(theirs, teacher))
    think(theirs, 5, 5, 5, 5, 5)

    assert {table: file(manager, partner, table) for table in ours} == ours
    assert "Theirs" not in manager.get(address(partner)).content.decode()


def test_a_stranger_finds_no_report(client, partner, workshops):
    client.force_login(make_member(make_partner()).user)

    for found in [address(partner), address(partner, "workshops"), address(partner, "feedback")]:
        assert client.get(found).status_code == 404


def test_a_viewer_reads_it(browse, partner, workshops):
    assert browse().get(address(partner)).status_code == 200


def test_there_is_no_other_table(manager, partner):
    assert manager.get(address(partner, "salaries")).status_code == 404


def test_an_empty_report_says_what_will_stand_there(manager, partner):
    assert "You have no workshop yet." in manager.get(address(partner)).content.decode()


def test_asks_the_same_number_of_queries_at_any_size(
    manager, partner, year, workshops, count_queries
):
    one = count_queries(manager, address(partner))
    for _ in range(2):
        another = make_workshop(date(2016, 8, 27), partner_year=year, status="completed")
        make_attendance(make_enrollment(another, make_teacher(district_name="Sisters")))

    assert count_queries(manager, address(partner)) == one
    assert one <= AT_MOST
