"""Requests as staff read them: the list, the dossier, and the columns of the finance system."""

import csv
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from plp.core import queues
from tests.make import make_cohort, make_teacher, make_user
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_batch, make_reimbursement
from tests.workshops.money.desk import make_sent, signed_in
from workshops.models import Reimbursement

pytestmark = pytest.mark.django_db

LIST = "/admin/workshops/reimbursement/"


def page_of(request):
    return reverse("admin:workshops_reimbursement_change", args=[request.pk])


def test_a_dossier_says_who_is_funded_and_why_and_how_the_sum_came_about(staff, year):
    workshop = make_workshop(date(2016, 10, 8), partner_year=year)
    day = workshop.sessions.get()
    teacher = make_teacher(name="Ines Paperboat")
    request = make_sent(
        partner_year=year,
        steps=[["A small group", 400000], ["Sum", 416000]],
        urban="no",
    )
    request.lines.create(
        position=1, kind="part", part=1, session=day, text="Part 1 of 4", amount=1040
    )
    request.funded.create(teacher=teacher, session=day)

    page = staff.get(page_of(request)).content.decode()

    for words in [
        "Part 1 of 4",
        "$1,040",
        "A small group: $4,000",
        "Ines Paperboat",
        "8 October 2016",
        reverse("admin:workshops_workshop_change", args=[workshop.pk]),
        "1–15 October 2016",
        "has no budget: $0 paid",
    ]:
        assert words in page


def test_a_dossier_takes_the_same_queries_with_one_line_as_with_five(staff, year, count_queries):
    workshop = make_workshop(date(2016, 10, 8), partner_year=year)
    day = workshop.sessions.get()
    small, large = make_sent(1, partner_year=year), make_sent(1, 2, 3, 4, 5, partner_year=year)
    for request, number in [(small, 1), (large, 5)]:
        for _ in range(number):
            request.funded.create(teacher=make_teacher(), session=day)

    asked = count_queries(staff, page_of(small))

    assert count_queries(staff, page_of(large)) == asked
    assert asked <= 20


@time_machine.travel("2016-10-20T15:00:00Z", tick=False)
def test_the_list_says_the_sum_and_since_when_it_stands_so(staff, year):
    request = make_sent(1000, 400, partner_year=year)
    request.changes.filter(new="sent").update(at="2016-10-10T15:00:00Z")

    page = staff.get(LIST, {"queue": "requests-to-decide"}).content.decode()

    assert "$1,400" in page
    assert "10 days" in page


def test_each_of_staff_and_finance_has_a_queue_with_its_age(staff, finance, year):
    on = date(2016, 10, 20)
    make_sent(1, partner_year=year)
    make_sent(1, partner_year=year, status="approved")
    batch = make_batch()
    make_sent(1, partner_year=year, status="approved", batch=batch)
    make_reimbursement(1, partner_year=year)

    def seen(client):
        user = client.get("/admin/").wsgi_request.user
        shown = {each.queue.slug: each.total for each in queues.seen_by(user, on)}
        mine = {"requests-to-decide", "requests-to-pay", "batches-to-pay"}
        return {slug: number for slug, number in shown.items() if slug in mine}

    assert seen(staff) == {"requests-to-decide": 1}
    assert seen(finance) == {"requests-to-pay": 1, "batches-to-pay": 1}


COLUMNS = (
    "Request,Partner number,Partner,Pay to,City,State,Program,School year,Kind,What for,"
    "Period from,Period until,Figures as of,Sent,Approved,Status,Batch,Paid on,Reference,"
    "Amount in US dollars"
)


@time_machine.travel("2016-10-10T15:00:00Z", tick=False)
def test_the_file_for_the_finance_system_has_columns_that_never_change(finance, year, partner):
    cohort = make_cohort(partner=partner, school_year=year.program_year.school_year)
    batch = make_batch(status="paid")
    of_it = {"partner_year": year, "cohort": cohort, "batch": batch}
    request = make_sent(1000, "400.50", status="paid", **of_it)

    answer = finance.get(f"{LIST}export.csv")

    heading, row = csv.reader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert ",".join(heading) == COLUMNS
    program = year.program_year.program.slug
    assert row == [
        request.code,
        str(partner.pk),
        "Lakeside Learning",
        "Lakeside Learning",
        "Chicago",
        "IL",
        program,
        str(cohort.school_year),
        "Teacher group",
        request.about,
        "2016-10-01",
        "2016-10-15",
        "2016-10-09",
        "2016-10-10",
        "2016-10-10",
        "paid",
        batch.code,
        "2016-11-20",
        "ACH 1001",
        "1400.50",
    ]


def test_reviewers_see_no_request_and_viewers_no_file(year):
    request = make_sent(1, partner_year=year)
    assert signed_in("Reviewer").get(page_of(request)).status_code == 403
    assert signed_in("Viewer").get(f"{LIST}export.csv").status_code == 403


def test_nobody_changes_or_deletes_a_request_here(staff, year):
    request = make_sent(1, partner_year=year)
    staff.force_login(make_user(is_staff=True, is_superuser=True))

    assert staff.post(page_of(request), {"note": "Other."}).status_code == 403
    assert staff.get(page_of(request) + "../delete/").status_code in {403, 404}
    assert Reimbursement.objects.get().note == ""
