"""A program manager plans a year of workshops, in fewer steps than there are fields on the page."""

from datetime import date, timedelta

import pytest

from tests.browser.looking import look
from tests.facilitators.make import make_accreditation, make_contract, make_facilitator
from tests.make import (
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_region,
    make_school_year,
)
from workshops.models import Workshop

pytestmark = [pytest.mark.browser, pytest.mark.looks]

MOST = 25


def a_year_ahead():
    """A partner with two courses in a school year to come, and who leads for it."""
    start = 2096  # what is saved here stays, and no other test makes this year
    days = {"first_day": date(start, 7, 1), "last_day": date(start + 1, 6, 30)}
    program_year = make_program_year(school_year=make_school_year(start))
    courses = [make_course(name=name) for name in ("CS Discoveries", "CS Principles")]
    program_year.courses.set(courses)
    region = make_region(city="Chicago", state="IL", zone="America/Chicago")
    partner = make_partner(organization="Paper Crane Teachers", region=region)
    year = make_partner_year(partner=partner, program_year=program_year)
    for name in ("Jonas Tinderbox", "Ines Buttonhole"):
        facilitator = make_facilitator(name=name)
        make_accreditation(facilitator=facilitator, course=courses[1], **days)
        contract = {"school_year": program_year.school_year, "courses": courses[1:]}
        make_contract(partner=partner, facilitator=facilitator, status="in_force", **contract)
    return partner, year, courses[1]


def test_a_year_of_four_workshops_is_planned(open_page, cookies_of):
    partner, year, course = a_year_ahead()
    page = open_page(
        f"/partner/{partner.pk}/workshops/", cookies=cookies_of(make_member(partner).user)
    )
    taken = []

    def step(do, *args):
        taken.append(do(*args))

    # Choose the course, and look at what is proposed
    step(page.get_by_role("link", name="Plan a year of workshops").click)
    step(page.get_by_label("Course and year").select_option, f"{year.pk}-{course.pk}")
    step(page.get_by_role("button", name="Propose").click)
    look(page, "planning")

    # Every place is named once, one day is moved, and what speaks against it is said at once
    rows = page.get_by_role("group", name="Workshop")
    for at in range(4):
        step(rows.nth(at).get_by_label("Name of the place").fill, "The mill")
        step(rows.nth(at).get_by_label("ZIP code").fill, "60601")
    first = rows.nth(0)
    school_year = year.program_year.school_year
    thanksgiving = max(
        date(school_year.first_day.year, 11, day)
        for day in range(22, 29)
        if date(school_year.first_day.year, 11, day).weekday() == 3
    )
    step(first.get_by_label("Day 1").fill, f"{thanksgiving}")
    first.get_by_text("is Thanksgiving").wait_for()
    step(first.get_by_label("Day 1").fill, f"{thanksgiving - timedelta(days=12)}")
    first.get_by_text("is Thanksgiving").wait_for(state="detached")
    step(first.get_by_label("Lead").select_option, [first.get_by_label("Lead").input_value()])

    # All at once, by pressing twice
    step(page.get_by_role("button", name="Plan them").dblclick)
    page.get_by_text("Paper Crane Teachers").first.wait_for()
    page.get_by_role("heading", name="Workshops", exact=True).wait_for()

    assert len(taken) < MOST
    workshops = Workshop.objects.of(partner)
    assert workshops.count() == 4
    assert {each.venue for each in workshops} == {"The mill"}
    assert all(each.assignments.get().status == "penciled" for each in workshops)

    # One like another, without JavaScript, and the wishes
    first = workshops.with_days().order_by("first_day").first()
    at = f"/partner/{partner.pk}/workshops/"
    manager = cookies_of(partner.memberships.get().user)
    page = open_page(f"{at}{first.pk}/copy/", cookies=manager, script=False)
    page.get_by_label("Day 1").fill(f"{thanksgiving}")
    page.get_by_role("button", name="Check it").press("Enter")
    assert page.get_by_text("is Thanksgiving").is_visible()
    page.get_by_role("button", name="Plan it all the same").press("Enter")
    page.get_by_text("Planned: CS Principles workshop 5.").wait_for()
    page = open_page(f"{at}new/", cookies=manager)
    look(page, "planning-one")
    page = open_page(f"{at}wishes/", cookies=manager)
    look(page, "wishes")
    page = open_page(f"{at}import/", cookies=manager)
    look(page, "planning-import")
