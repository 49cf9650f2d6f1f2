"""A partner's page of its money: what is expected, asked for, received and paid, from rows."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import FundingTerms, SchoolYear
from tests.browsing import said
from tests.make import (
    make_cohort,
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_teacher,
)
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from tests.workshops.make_money import make_batch, make_payable, make_reimbursement
from workshops.money import ledger

pytestmark = pytest.mark.django_db

ON = date(2016, 12, 1)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-12-01 12:00-08:00", tick=False):
        yield


@pytest.fixture
def year():
    """A partner's year 2016–17 with four workshop days to host, under the terms of 2016."""
    years = make_program_year(school_year=SchoolYear.objects.get(name="2016-17"))
    make_requirement(program_year=years, kind="workshop_days", course=make_course(), number=4)
    FundingTerms.objects.create(
        program=years.program,
        from_day=date(2016, 1, 1),
        small_cohort=4000,
        large_cohort=6000,
        per_teacher=160,
        facilitator_day_rate=500,
    )
    made = make_partner_year(program_year=years, partner=make_partner())
    made.urban, made.urban_reason = "no", "Fields all around."
    made.save()
    return made


@pytest.fixture
def finance(client, year):
    client.force_login(make_member(year.partner, may_manage=False, may_handle_money=True).user)
    return client


def page(year, name="money"):
    return reverse(f"workshops:{name}", args=[year.partner.pk])


def claim(year, *amounts, approved_on=None, paid_on=None, **fields):
    """A request for an invoice, with the days on which it was approved and paid."""
    if paid_on:
        fields |= {"status": "paid", "batch": make_batch(status="paid", paid_on=paid_on)}
    fields = {"kind": "invoice", "title": "Room", "status": "sent"} | fields
    made = make_reimbursement(*amounts, partner_year=year, **fields)
    if approved_on:
        at = datetime.combine(approved_on, datetime.min.time(), UTC).replace(hour=20)
        made.changes.create(old="sent", new="approved")
        made.changes.update(at=at)
    return made


def pay(year, *amounts, **fields):
    return make_payable(*amounts, workshop=make_workshop(partner_year=year), **fields)


def test_adds_up_what_moved_by_month_to_the_cent(year):
    day, next_month = date(2016, 10, 9), date(2016, 11, 20)
    group = {"kind": "cohort", "title": ""}
    claim(year, "1400.33", as_of=day, approved_on=date(2016, 10, 20), paid_on=next_month, **group)
    claim(year, "20.10", as_of=next_month, of_day=day, status="sent")
    claim(year, 5000, status="declined")
    claim(year, 5000, status="returned")
    pay(year, Decimal("500.25"), status="paid", paid_on=date(2016, 11, 30))
    pay(year, 900, -100, status="approved")
    pay(year, 7, status="proposed")
    pay(year, 7, status="void")

    paid_out, owed = ledger.paid_out_by_month(year.partner)
    moved = [*ledger.requests_of(year.partner), *paid_out]

    october, november = ledger.months(moved)
    assert october.first == date(2016, 10, 1)
    assert october.amounts == (Decimal("1400.33"), Decimal("1400.33"), 0, 0, Decimal("20.10"))
    assert november.amounts == (Decimal("20.10"), 0, Decimal("1400.33"), Decimal("500.25"), 0)
    assert october.by_then.not_reimbursed == Decimal("20.10")
    assert november.by_then == ledger.amounts(moved)
    assert november.by_then.ahead == Decimal("879.98")
    [owed] = owed.values()
    assert owed == (7, 800)


def test_what_was_paid_is_not_reimbursed_until_it_is_received(year):
    pay(year, 500, status="paid")
    request = claim(year, 300)

    def left():
        paid_out, _ = ledger.paid_out_by_month(year.partner)
        return ledger.amounts([*ledger.requests_of(year.partner), *paid_out]).not_reimbursed

    assert left() == 800
    request.move(request.Status.APPROVED, by=None)
    assert left() == 800
    type(request).objects.update(batch=make_batch(status="paid"), status="paid")
    assert left() == 500


def test_expects_of_a_group_what_all_its_teachers_bring_until_some_have_come(year):
    course = year.program_year.requirements.get().course
    school_year = year.program_year.school_year
    teachers = [make_teacher() for _ in range(11)]
    make_cohort(*teachers, partner=year.partner, course=course, school_year=school_year)

    [group] = ledger.expected(year.partner, school_year, ON)
    assert (group.amount, group.teachers, group.is_counted) == (7760, 11, False)

    workshop = make_workshop(date(2016, 10, 8), partner_year=year, course=course)
    for teacher in teachers[:10]:
        make_attendance(make_enrollment(workshop, teacher=teacher))
    [group] = ledger.expected(year.partner, school_year, ON)
    assert (group.amount, group.teachers, group.is_counted) == (5600, 10, True)

    type(workshop).objects.update(status="completed")
    [group] = ledger.expected(year.partner, school_year, date(2017, 7, 1))
    assert group.amount == 1400, "what was not completed in the year is not expected any more"


def test_expects_less_by_what_was_asked_for(year, finance):
    course = year.program_year.requirements.get().course
    school_year = year.program_year.school_year
    cohort = make_cohort(
        *[make_teacher() for _ in range(5)],
        partner=year.partner,
        course=course,
        school_year=school_year,
    )
    make_reimbursement("1200.50", partner_year=year, cohort=cohort, status="approved")

    [group] = ledger.expected(year.partner, school_year, ON)

    assert group.amount == Decimal("3599.50")
    assert "$4,800 in all, less $1,200.50 that you asked for." in said(finance.get(page(year)))


def test_says_why_a_group_brings_nothing(year, finance):
    course = year.program_year.requirements.get().course
    school_year = year.program_year.school_year
    make_cohort(make_teacher(), partner=year.partner, course=course, school_year=school_year)

    assert "1 funded teacher is fewer than 5, the smallest group" in said(finance.get(page(year)))

    year.requirements.update(waived_because="They learn online.")
    assert "are waived, so it brings no funding." in said(finance.get(page(year)))


def test_shows_where_the_money_is(year, finance):
    claim(year, 1400, approved_on=date(2016, 10, 20), status="approved")
    claim(year, 200)
    pay(year, Decimal("500.50"), status="paid")
    pay(year, 300)

    text = said(finance.get(page(year)))

    for words in [
        "School year 2016–17</h2>",
        "$200 of it waits for our answer.",
        "$1,400 of it is not paid to you yet.",
        "$300 is still to be paid, $300 of it once you have approved it.",
        "<strong>$2,100.50</strong>",
        'November 2016</th> <td class="num" data-l="Requested:">$0</td>',
        "Download as CSV: each amount of 2016–17</a>",
    ]:
        assert words in text, words


def test_a_partner_to_whom_nothing_has_happened_reads_what_will_stand_there(year, finance):
    text = said(finance.get(page(year)))

    assert "Nothing has moved for this school year yet." in text
    assert "You have no teacher group in this year." in text


def test_shows_another_year_and_each_year_by_itself(year, finance):
    program = year.program_year.program
    later = make_program_year(
        program=program, number=2, school_year=SchoolYear.objects.get(name="2017-18")
    )
    second = make_partner_year(program_year=later, partner=year.partner)
    claim(year, 100)
    claim(second, 40)

    assert "School year 2016–17</h2>" in said(finance.get(page(year)))
    text = said(finance.get(page(year), {"year": later.school_year.pk}))
    assert "School year 2017–18</h2>" in text
    assert "$40 of it waits" in text
    assert 'All years</th> <td class="num" data-l="Requested:">$140</td>' in text
    assert "School year 2016–17</h2>" in said(finance.get(page(year), {"year": "x"}))


def test_the_file_has_each_amount_with_its_day(year, finance):
    request = claim(
        year, "20.50", as_of=date(2016, 10, 9), approved_on=ON, paid_on=ON, title="=Room"
    )
    paid = pay(year, 500, status="paid", paid_on=date(2016, 11, 2))

    file = finance.get(page(year, "money-csv"), {"year": year.program_year.school_year.pk})

    rows = b"".join(file.streaming_content).decode().splitlines()
    assert file["Content-Disposition"] == 'attachment; filename="money-2016-17.csv"'
    assert rows[0].lstrip("\ufeff") == "Day,School year,What,Number,For,Amount"
    assert rows[1] == f"2016-10-09,2016–17,Other costs,{request.code},'=Room,20.50"
    assert rows[3].startswith(f'2016-11-02,2016–17,Paid out,{paid.code},"Leading: ')
    assert rows[4] == f"2016-12-01,2016–17,Approved,{request.code},'=Room,20.50"
    assert len(rows) == 6


def test_members_without_a_right_read_no_amount(client, year):
    client.force_login(make_member(year.partner, may_manage=False).user)

    for name in ["money", "money-csv"]:
        assert client.get(page(year, name)).status_code == 403
    portal = reverse("applications:portal-home", args=[year.partner.pk])
    assert page(year) not in said(client.get(portal))


def test_those_of_another_partner_find_nothing(client, year):
    client.force_login(make_member(make_partner()).user)

    for name in ["money", "money-csv"]:
        assert client.get(page(year, name)).status_code == 404


def test_stays_once_the_partnership_has_ended(year, finance):
    year.partner.ended_on = date(2016, 11, 1)
    year.partner.save()
    claim(year, 200)

    assert "$200 of it waits for our answer." in said(finance.get(page(year)))


def test_asks_as_often_for_one_row_as_for_three(year, finance):
    course = year.program_year.requirements.get().course
    school_year = year.program_year.school_year

    def one_more(course):
        teachers = [make_teacher() for _ in range(5)]
        make_cohort(*teachers, partner=year.partner, course=course, school_year=school_year)
        workshop = make_workshop(partner_year=year, course=course, status="completed")
        for teacher in teachers:
            make_attendance(make_enrollment(workshop, teacher=teacher))
        claim(year, 200, approved_on=ON, paid_on=ON)
        pay(year, 500, status="paid")

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert finance.get(page(year)).status_code == 200
        return len(found)

    one_more(course)
    before = asked()
    for _ in range(2):
        more = make_requirement(
            program_year=year.program_year, kind="workshop_days", course=make_course(), number=4
        )
        year.requirements.create(requirement=more, number=4)
        one_more(more.course)
    assert asked() == before <= 15


def test_leads_to_the_records_behind_each_sum(finance, year):
    group = make_cohort(partner=year.partner, school_year=year.program_year.school_year)

    text = finance.get(reverse("workshops:money", args=[year.partner_id])).text

    for name in ["requests", "payments"]:
        assert text.count(f'"{reverse(f"workshops:{name}", args=[year.partner_id])}"') == 2
    assert f"{reverse('workshops:estimate', args=[year.partner_id])}?group={group.pk}" in text
