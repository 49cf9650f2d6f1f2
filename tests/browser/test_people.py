"""A program manager invites somebody, changes what they may do, and learns: by keyboard."""

import pytest
from django.core.cache import cache

from applications.actions import open_year
from tests.browser.looking import look
from tests.make import (
    make_member,
    make_onboarding_item,
    make_partner,
    make_program_year,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def dana(open_page):
    """A program manager with something to learn, beside a viewer; saved for good."""
    cache.clear()
    year = make_program_year(manager_fte="0.25")
    make_onboarding_item(program=year.program, title="Read the guide", text="See *there*.")
    partner = make_partner(organization="Snapdragon Office")
    open_year(partner, year)
    make_member(partner, user=make_user(name="Vera Viewer"), may_manage=False)
    return make_member(partner, user=make_user(name="Dana Whitlock"))


def test_people_are_invited_changed_and_onboarded(dana, open_page, cookies_of):
    pages = f"/partner/{dana.partner_id}"
    page = open_page(f"{pages}/people/", script=False, cookies=cookies_of(dana.user))
    page.get_by_role("link", name="Invite somebody").press("Enter")
    page.get_by_role("button", name="Send the invitation").press("Enter")
    page.get_by_text("Write their name.").first.wait_for()
    page.get_by_label("Name").fill("Eve Hollis")
    page.get_by_label("E-mail").fill("eve@snapdragon.example")
    page.get_by_label("Finance").press("Space")
    page.get_by_role("button", name="Send the invitation").press("Enter")
    page.get_by_text("eve@snapdragon.example is invited.").wait_for()

    page = open_page(f"{pages}/people/", cookies=cookies_of(dana.user))
    look(page, "people", ["light", "dark"])
    page.get_by_role("link", name="Change what Dana Whitlock may do").press("Enter")
    page.get_by_label("Share of full time").fill("0.25")
    look(page, "person")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_text("Dana Whitlock gives ¼ of full time.").wait_for()
    page.get_by_role("link", name="Remove Vera Viewer").press("Enter")
    look(page, "person-remove")
    page.get_by_role("button", name="Remove Vera Viewer").press("Enter")
    page.get_by_text("Vera Viewer no longer acts for").wait_for()

    page.get_by_role("link", name="0 of 1 done").press("Enter")
    look(page, "onboarding", ["light", "dark"])
    page.get_by_role("button", name="Read the guide").press("Enter")
    page.get_by_text("You have done all of it.").wait_for()
