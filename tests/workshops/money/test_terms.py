"""Funding terms once they were paid by, and what other terms would make of teacher groups."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import FundingTerms
from applications.registry import group_changes, uses_of
from tests.browsing import form_data, said
from tests.make import make_cohort, make_funding_terms, make_partner_year, make_teacher
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from tests.workshops.money.group import DAYS, make_group

pytestmark = pytest.mark.django_db

BEFORE, ON = date(2016, 8, 1), date(2016, 10, 20)


@pytest.fixture
def group():
    return make_group(5, DAYS[:1])


@pytest.fixture
def terms(group):
    return terms_of(group)


def terms_of(group):
    return group.year.program_year.program.funding_terms.get()


def ask(group, terms, status="sent"):
    """Make a request for the first part of a group."""
    request = make_reimbursement(partner_year=group.year, cohort=group.cohort, status=status)
    session = group.year.workshops.get().sessions.get()
    part = {"kind": "part", "part": 1, "session": session, "terms": terms}
    request.lines.create(position=1, text="Part 1 of 4", amount=1200, **part)
    return request


def address(page, *keys, **query):
    return reverse(f"admin:applications_fundingterms_{page}", args=keys, query=query)


# In use


@pytest.mark.parametrize("status", ["sent", "approved", "paid"])
def test_terms_that_a_request_is_figured_by_are_in_use(group, terms, status):
    ask(group, terms, status)

    [use] = uses_of(terms)

    assert use.last == DAYS[0]
    assert use.why == (
        "1 reimbursement request figured by them, for workshop days until "
        "Thursday, 8 September 2016."
    )


@pytest.mark.parametrize("status", ["draft", "returned", "declined", "withdrawn"])
def test_other_requests_keep_no_terms_as_they_are(group, terms, status):
    ask(group, terms, status)

    assert uses_of(terms) == []


@pytest.mark.parametrize(("status", "uses"), [("proposed", 0), ("approved", 1), ("paid", 1)])
def test_terms_by_which_teachers_are_paid_are_in_use(group, terms, status, uses):
    make_funding_terms(program=terms.program, from_day=date(2016, 10, 1))
    session = group.year.workshops.get().sessions.get()
    payable = make_payable(
        enrollment=session.workshop.enrollments.first(), kind="attended", status=status
    )
    payable.lines.create(kind="stipend", text="Stipend", amount=100, session=session)

    assert len(uses_of(terms)) == uses
    assert uses_of(terms.program.funding_terms.first()) == []


def test_staff_read_terms_in_use_and_why_they_stay(staff, group, terms):
    ask(group, terms)

    page = staff.get(address("change", terms.pk))

    assert "In use, so they stay as they are. 1 reimbursement request" in said(page)
    assert address("add", program=terms.program_id) in page.content.decode()
    assert 'name="small_cohort"' not in page.content.decode()
    assert staff.post(address("change", terms.pk), {"per_teacher": "1"}).status_code == 403
    assert staff.post(address("delete", terms.pk), {"post": "yes"}).status_code == 403
    terms.refresh_from_db()
    assert terms.per_teacher == 160


def test_terms_that_nobody_used_can_be_changed(staff, terms):
    url = address("change", terms.pk)

    page = staff.post(url, form_data(staff, url) | {"per_teacher": "170.50", "parts": "5"})

    assert page.status_code == 302
    terms.refresh_from_db()
    assert (terms.per_teacher, terms.parts) == (Decimal("170.50"), 5)


def test_next_years_terms_begin_with_the_latest_ones(staff, group, terms):
    ask(group, terms)
    url = address("add", program=terms.program_id)
    data = form_data(staff, url)

    page = staff.post(url, data | {"from_day": "2017-07-01", "per_teacher": "180"})

    assert page.status_code == 302
    added = terms.program.funding_terms.first()
    assert (added.from_day, added.per_teacher) == (date(2017, 7, 1), 180)
    assert (added.small_cohort, added.large_cohort) == (4000, 6000)
    terms.refresh_from_db()
    assert terms.per_teacher == 160


@pytest.mark.parametrize(("first", "status"), [("2016-09-08", 200), ("2016-09-09", 302)])
def test_no_terms_take_over_days_that_are_paid_for(staff, group, terms, first, status):
    ask(group, terms)
    url = address("add", program=terms.program_id)

    page = staff.post(url, form_data(staff, url) | {"from_day": first})

    assert page.status_code == status
    if status == 200:
        assert "Days until Thursday, 8 September 2016 are paid by the terms before" in said(page)


# What a change does


def day_after(group):
    return group.cohort.school_year.last_day + timedelta(days=1)


def changes_of(terms, on=ON, **changed):
    after = FundingTerms.objects.get(pk=terms.pk)
    for name, value in changed.items():
        setattr(after, name, value)
    return group_changes(terms.program, [terms], [after], on)


def test_a_change_shows_what_a_group_brings_before_and_after(group, terms):
    [change] = changes_of(terms, per_teacher=Decimal(170))

    assert (change.before, change.after, change.difference) == (4800, 4850, 50)
    assert change.teachers == "5 funded"
    assert change.urban == "Not urban"
    assert change.group == str(group.cohort)


def test_a_group_of_which_nobody_came_yet_counts_whole():
    group = make_group(11)

    [change] = changes_of(terms_of(group), large_cohort=Decimal(6500))

    assert (change.before, change.after) == (7760, 8260)
    assert change.teachers == "11 in the group, nobody came yet"


def test_terms_that_begin_after_the_last_workshop_change_nothing(group, terms):
    later = make_funding_terms(
        program=terms.program, from_day=date(2016, 9, 9), per_teacher=Decimal(1)
    )

    [change] = group_changes(terms.program, [terms], [later, terms], ON)

    assert change.difference == 0


def test_a_workshop_that_is_planned_decides_the_terms(group, terms):
    make_workshop(DAYS[3], partner_year=group.year, course=group.cohort.course)
    later = make_funding_terms(program=terms.program, from_day=DAYS[3], per_teacher=Decimal(0))

    [change] = group_changes(terms.program, [terms], [later, terms], ON)

    assert change.difference == -800


def test_groups_of_a_year_that_is_over_are_left_out(group, terms):
    assert changes_of(terms, on=day_after(group), per_teacher=Decimal(1)) == []


def test_the_preview_shows_groups_and_saves_nothing(staff, group, terms, time_machine):
    time_machine.move_to("2016-10-20T19:00Z")
    url = address("change", terms.pk)

    page = staff.post(url, form_data(staff, url) | {"per_teacher": "170", "_preview": "groups"})

    assert f"1 group of {terms.program} would bring $50 more." in said(page)
    assert "$4,800" in said(page)
    assert "$4,850" in said(page)
    terms.refresh_from_db()
    assert terms.per_teacher == 160


def test_the_preview_of_terms_to_add_shows_groups(staff, group, terms, time_machine):
    time_machine.move_to("2016-08-20T19:00Z")
    url = address("add", program=terms.program_id)
    data = {"from_day": "2016-09-01", "per_teacher": "150", "_preview": "groups"}

    page = staff.post(url, form_data(staff, url) | data)

    assert "−$50" in said(page)
    assert "would bring $50 less." in said(page)
    assert terms.program.funding_terms.get() == terms


def test_a_preview_that_changes_nothing_says_so(staff, group, terms, time_machine):
    time_machine.move_to("2016-10-20T19:00Z")
    url = address("change", terms.pk)

    page = staff.post(url, form_data(staff, url) | {"teacher_stipend": "9", "_preview": "groups"})

    assert "No teacher group that is going on would bring more or less." in said(page)


def test_changes_of_many_groups_take_as_many_queries_as_of_one(group, terms):
    with CaptureQueriesContext(connection) as of_one:
        changes_of(terms, per_teacher=Decimal(1))
    for _ in range(3):
        year = make_partner_year(program_year=group.year.program_year)
        same = {"course": group.cohort.course, "school_year": group.cohort.school_year}
        make_cohort(make_teacher(), partner=year.partner, **same)
    with CaptureQueriesContext(connection) as of_four:
        found = changes_of(terms, per_teacher=Decimal(1))

    assert len(found) == 4
    assert len(of_one) == len(of_four) <= 10
