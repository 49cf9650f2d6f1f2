"""A program manager runs a day from a phone: also without a connection, and nothing is doubled."""

from datetime import time

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.browser.conftest import WIDTHS
from tests.browser.looking import look
from tests.make import make_member, make_partner, make_partner_year, make_teacher, make_user
from tests.workshops.make import make_enrollment, make_session, make_workshop
from workshops.models import Attendance, Workshop

pytestmark = [pytest.mark.browser, pytest.mark.looks]

ZONE = "Pacific/Honolulu"  # of neither the server nor the browser


def make_day():
    """A workshop whose only day is going on just now, and four teachers with a seat."""
    partner = make_partner(organization="Harbor Teachers")
    year = make_partner_year(partner=partner)
    workshop = make_workshop(partner_year=year, title="Loops and lists", status="open", zone=ZONE)
    workshop.sessions.all().delete()
    there = timezone.now().astimezone(workshop.tz)
    make_session(workshop, day=there.date(), begins=time(0, 1), ends=time(0, 2))
    for name in ["Aiyana Brooks", "Hannah Ek", "Joon-ho Fairbanks", "Lucía Gantry"]:
        teacher = make_teacher(name=name, school="Cedar Flat High")
        make_enrollment(workshop, teacher, school=teacher.school)
    return workshop, make_member(partner, user=make_user(name="Dana Whitlock")).user


def present(workshop):
    rows = Attendance.objects.filter(session__workshop=workshop, is_present=True)
    return sorted(rows.values_list("enrollment__name", flat=True))


def test_a_day_is_run_from_a_phone(open_page, cookies_of):
    from playwright.sync_api import expect

    cache.clear()
    workshop, manager = make_day()
    partner = workshop.partner
    day = f"/partner/{partner.pk}/workshops/{workshop.pk}/day/"

    # Started, and marked with a tap
    lost = {"expected": "ERR_INTERNET_DISCONNECTED", "width": WIDTHS["phone"]}
    page = open_page(day, cookies=cookies_of(manager), **lost)
    page.get_by_role("button", name="Start it").click()
    code = page.locator(".codebox .code").inner_text()

    def row(name):
        return page.locator(".roll li").filter(has_text=name)

    def tap(name):
        row(name).get_by_role("button").tap()

    tap("Aiyana")
    page.get_by_text("1 of 4 here").wait_for()
    expect(page.locator("[data-unsent]:visible")).to_have_count(0)
    assert present(workshop) == ["Aiyana Brooks"]

    # Without a connection: kept on the phone, and sent once it is there again
    page.context.set_offline(True)
    tap("Hannah")
    tap("Joon-ho")
    tap("Aiyana")
    page.get_by_text("No connection. 3 marks are kept on this phone").wait_for()
    assert row("Hannah").get_by_text("Not sent yet").is_visible()
    assert present(workshop) == ["Aiyana Brooks"]
    look(page, "day-offline")
    address = page.url
    page.goto("about:blank")  # the tab is closed meanwhile
    page.context.set_offline(False)
    page.goto(address)
    page.get_by_text("2 of 4 here").wait_for()
    expect(page.locator("[data-unsent]:visible")).to_have_count(0)
    assert present(workshop) == ["Hannah Ek", "Joon-ho Fairbanks"]
    page.reload()
    page.get_by_text("2 of 4 here").wait_for()
    assert Attendance.history.filter(session__workshop=workshop).count() == 4

    # A teacher checks in with the code, and somebody who has not signed up
    page.get_by_role("link", name="Show large").click()
    look(page, "day-code")
    phone = open_page(f"/workshops/{workshop.code}/check-in/?code={code}", width=WIDTHS["phone"])
    lucia = workshop.enrollments.get(name="Lucía Gantry").teacher
    phone.get_by_label("Your e-mail").fill(lucia.email)
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("link", name="Check in somebody else").click()
    phone.get_by_label("Code").fill(code.lower())
    phone.get_by_label("Your e-mail").fill("noor@harbor.example")
    phone.get_by_label("Your name").fill("Noor Castellane")
    look(phone, "day-check-in")
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("heading", name="Thank you").wait_for()
    look(phone, "day-checked-in")

    # Let in, and ended
    page.goto(address)
    page.get_by_text("1 walk-in to let in").wait_for()
    look(page, "day-walk-in")
    page.get_by_role("button", name="Let in Noor Castellane").tap()
    page.get_by_text("4 of 5 here").wait_for()
    page.get_by_label("Find a name").fill("luc")
    assert page.locator(".roll li:visible").count() == 1
    page.get_by_role("link", name="Print a sign-in sheet").tap()
    look(page, "day-sheet")
    page.goto(address)
    page.get_by_role("link", name="End the workshop").tap()
    look(page, "day-end")
    page.get_by_role("button", name="End the workshop").tap()
    page.get_by_text("this is final").wait_for()
    look(page, "day-over")
    assert Workshop.objects.get(pk=workshop.pk).status == "completed"
    assert len(present(workshop)) == 4
