"""A partner's pages in a browser: on a desk and on a phone, in light and in dark."""

from datetime import timedelta

import pytest

from applications.acting import PAGES
from plp.core.days import pacific_today
from tests.browser.conftest import sign_in
from tests.browser.looking import LIGHT, SCHEMES, look
from tests.make import (
    make_community_event,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.looks]

PASSWORD = "a long phrase for a test"


def make_portal():
    """Make a partner whose year asks for all shapes of requirements; return its manager."""
    today = pacific_today()
    year = make_program_year()
    year.school_year.first_day = today - timedelta(days=90)
    year.school_year.last_day = today + timedelta(days=270)
    year.school_year.save()
    partner = make_partner(organization="Larkspur County Office of Education and Libraries")
    for kind, number in [("meetups", 4), ("fair", 1), ("funding", None), ("calls", None)]:
        make_requirement(program_year=year, kind=kind, number=number)
    make_partner_year(partner=partner, program_year=year).move("confirmed", by=None)
    for days, status in [(-30, "completed"), (12, "planned")]:
        make_community_event(partner=partner, day=today + timedelta(days=days), status=status)
    manager = make_user("portal@example.org", password=PASSWORD, name="Dana Whitlock")
    make_member(partner, user=manager)
    return manager


def test_everyone_can_read_a_partners_pages(open_page):
    manager = make_portal()
    page = open_page("/accounts/login/")
    sign_in(page, manager.email, PASSWORD)
    page.goto(f"{page.url.split('/accounts')[0].split('/partner')[0]}/partner/")
    home = page.url

    for number, each in enumerate(PAGES):
        page.goto(home)
        page.get_by_label("Partner").get_by_role("link", name=each.label, exact=True).click()
        name = f"portal-{each.label.lower().replace(' ', '-')}"
        look(page, name, SCHEMES if number == 0 else LIGHT)

    page.goto(home)
    page.get_by_role("link", name="Meetups", exact=True).click()
    assert "1 done, 1 planned, of 4" in page.locator("main").inner_text().replace("\n", " ")
    look(page, "portal-requirement")
