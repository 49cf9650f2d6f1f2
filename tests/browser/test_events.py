"""A program manager and a teacher on their way to a summer session, and there."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.make import make_course, make_event, make_program_year
from tests.workshops.events.conftest import join
from workshops import invited
from workshops.models import EventRegistration

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def cast(open_page):
    """Larkspur, which goes to a session that begins tomorrow, and can register today."""
    cache.clear()
    year = make_program_year()
    year.courses.add(make_course(name="CS Principles"))
    days = {"first_day": pacific_today() + timedelta(days=1)}
    days["last_day"] = days["first_day"] + timedelta(days=4)
    session = make_event(program_year=year, states=["OR"], check_in_code="K7M4-PXQ", **days)
    return join(year, None, session)


def test_a_manager_and_a_teacher_go_to_a_summer_session(cast, open_page, open_admin, cookies_of):
    page = open_page(f"/partner/{cast.partner.pk}/events/", cookies=cookies_of(cast.dana))
    page.get_by_role("link", name="Register yourself").click()
    page.get_by_label("Food that you do not eat").fill("No nuts")
    look(page, "events-register")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("link", name="Bring teachers").click()
    page.get_by_label("Name").fill("Ines Paperboat")
    page.get_by_label("E-mail").fill("ines.of.the.session@mill.example")
    page.get_by_role("button", name="Bring this teacher").click()
    look(page, "events-bring")
    row = EventRegistration.objects.get(teacher__email="ines.of.the.session@mill.example")

    teacher = open_page(invited.address(row).removeprefix("http://localhost:8000"))
    teacher.get_by_label("Yes, I come").check()
    look(teacher, "events-teacher")
    teacher.get_by_role("button", name="Send my answer").click()
    assert "you come" in teacher.locator(".note").inner_text()

    here = open_page(f"/check-in/{cast.session.pk}/")
    here.get_by_label("Code").fill("k7m4 pxq")
    here.get_by_label("Your e-mail").fill("ines.of.the.session@mill.example")
    look(here, "events-check-in")
    here.get_by_role("button", name="I am here").click()
    assert "you are checked in" in here.locator("h1").inner_text()

    page.goto(page.url.replace(f"{cast.session.pk}/teachers/", ""))
    look(page, "events", schemes=["light", "dark"])
    page.get_by_role("link", name="Teachers", exact=True).click()
    look(page, "teachers", schemes=["light", "dark"])
    page.get_by_role("button", name="Take the ticked into the group").click()
    assert "Took 1 teacher" in page.locator(".note").inner_text()
    page.get_by_role("link", name="Take a teacher into a group").click()
    look(page, "teachers-add")

    look(open_admin("/admin/workshops/eventregistration/"), "admin-event-registrations")
    look(open_admin("/admin/workshops/teacher/districts/"), "admin-districts-typed")
