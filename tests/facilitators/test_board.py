"""The board: who may lead a course in a state, beside the days that are promised there."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import SchoolYear
from facilitators.board import Row, board
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import (
    make_course,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_region,
    make_school_year,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2032, 3, 1)
BOARD = "/admin/facilitators/accreditation/board/"
OREGON, OHIO = "97701", "45503"
LASTS = {"first_day": date(2031, 7, 1), "last_day": date(2033, 6, 30)}
ENDS = LASTS | {"last_day": date(2032, 4, 1)}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2032-03-01 12:00-08:00"):
        yield


@pytest.fixture
def year():
    return make_program_year(school_year=make_school_year(2031))


def accredited(course, home=OREGON, days=LASTS, **fields):
    facilitator = make_facilitator(home_zip=home, **fields)
    return make_accreditation(facilitator=facilitator, course=course, **days)


def promised(year, course, number=4, state="OR", **fields):
    partner = make_partner(region=make_region(state=state), **fields)
    asked = year.requirements.filter(course=course).first()
    more = (
        {"requirement": asked}
        if asked
        else {"program_year": year, "kind": "workshop_days", "course": course, "number": number}
    )
    return make_partner_requirement(partner=partner, **more)


def rows_of(year):
    return board(year.school_year, ON)


def shown(rows):
    return [(r.course.name, r.state, r.today, r.at_end, r.days, r.partners) for r in rows]


def test_counts_who_lives_there_now_and_at_the_end_beside_what_is_promised(year):
    csp, other = make_course(name="CSP"), make_course(name="Other")
    accredited(csp)
    accredited(csp, days=ENDS)
    accredited(other, home=OHIO)
    accredited(csp, home="")
    promised(year, csp)
    promised(year, csp)

    assert shown(rows_of(year)) == [
        ("CSP", "OR", 2, 1, "8", 2),
        ("CSP", "", 1, 1, "0", 0),
        ("Other", "OH", 1, 1, "0", 0),
    ]


def test_leaves_out_who_cannot_be_found_and_what_is_not_promised_any_more(year):
    csp = make_course(name="CSP")
    accredited(csp, is_listed=False)
    make_accreditation(
        facilitator=make_facilitator(home_zip=OREGON),
        course=csp,
        revoked_from=date(2032, 2, 1),
        revoke_reason="Moved.",
        **LASTS,
    )
    promised(year, csp)
    waived = promised(year, csp)
    waived.waived_because = "Too small."
    waived.save()
    over = promised(year, csp)
    over.partner_year.partner.ended_on = ON
    over.partner_year.partner.save()
    promised(year, csp).partner_year.move("not_renewing", by=None)

    assert shown(rows_of(year)) == [("CSP", "OR", 0, 0, "4", 1)]


@pytest.mark.parametrize(
    ("today", "at_end", "days", "words", "look"),
    [
        (0, 0, 4, "Nobody: 1 needed", "overdue"),
        (0, 0, "8.5", "Nobody: 2 needed", "overdue"),
        (0, 1, 4, "Nobody today", "overdue"),
        (1, 0, 4, "Nobody at the end of the year", "overdue"),
        (1, 1, 8, "Enough", "met"),
        (1, 1, "8.5", "1 more needed", "waiting"),
        (3, 1, 16, "1 more needed at the end", "waiting"),
        (2, 0, 0, "Nothing promised", "before"),
    ],
)
def test_says_what_is_lacking(today, at_end, days, words, look):
    row = Row(None, "OR", today, at_end, Decimal(days), 1)

    assert (row.in_words, row.look) == (words, look)


def numbers_behind(staff, links):
    """Follow the links behind the numbers of a row; return how many are listed there."""
    lists = [staff.get(links[name]).context_data["cl"].result_count for name in ("today", "at_end")]
    return [*lists, len(staff.get(links["promised"].partition("#")[0]).context_data["behind"])]


def test_each_number_leads_to_what_it_counts(staff, year):
    csp = make_course()
    accredited(csp)
    accredited(csp, days=ENDS)
    accredited(csp, is_listed=False)
    accredited(csp, home=OHIO)
    promised(year, csp)
    promised(year, csp, state="OH")

    page = staff.get(BOARD, {"state": "OR"})

    [(course, [(row, links)])] = page.context_data["groups"]
    assert (course, row.today, row.at_end, row.partners) == (csp, 2, 1, 1)
    assert numbers_behind(staff, links) == [2, 1, 1]


def test_shows_the_running_year_or_the_one_that_is_asked_for(staff, year):
    first = SchoolYear.objects.order_by("first_day").first()

    assert staff.get(BOARD).context_data["year"] == year.school_year
    assert staff.get(BOARD, {"year": first.pk}).context_data["year"] == first
    assert staff.get(BOARD, {"year": "x", "state": "??"}).context_data["year"] == year.school_year


def test_can_show_only_where_somebody_is_lacking(staff, year):
    csp, other = make_course(), make_course()
    accredited(csp)
    promised(year, csp)
    promised(year, other)

    page = staff.get(BOARD, {"only": "short"})

    assert [course for course, _ in page.context_data["groups"]] == [other]


def test_can_be_downloaded_as_it_is_shown(staff, year):
    csp = make_course(name="CSP")
    accredited(csp, days=ENDS)
    promised(year, csp)
    promised(year, csp, state="OH")

    answer = staff.get(f"{BOARD[:-1]}.csv", {"state": "OR"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Course,State,Accredited today,Accredited on 30 June 2032,Workshop")
    assert lines[1:] == ["CSP,Oregon,1,0,4,1,1,Nobody at the end of the year"]


def test_teaches_where_nothing_is_there_yet(staff):
    page = staff.get(BOARD)

    assert "Nobody is accredited, and no partner is asked" in page.content.decode()


def test_is_for_who_may_read_both_sides(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(BOARD).status_code == 403


def test_asks_equally_often_for_one_row_and_for_many(staff, year):
    csp = make_course()
    accredited(csp)
    promised(year, csp)
    chosen = {"course": csp.pk, "state": "OR"}
    staff.get(BOARD, chosen)
    with CaptureQueriesContext(connection) as with_one:
        staff.get(BOARD, chosen)
    for _ in range(3):
        accredited(csp)
        accredited(make_course(), home=OHIO)
        promised(year, csp)

    with CaptureQueriesContext(connection) as with_many:
        staff.get(BOARD, chosen)

    assert len(with_many) == len(with_one) <= 14
