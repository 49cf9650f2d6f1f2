"""A program manager plans a meetup and says how it went; a visitor reads of the next one."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from plp.core import pages
from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.make import PDF, make_community_event, make_member, make_partner

pytestmark = pytest.mark.browser


def test_a_meetup_is_planned_recorded_and_listed(open_page, cookies_of):
    cache.clear()
    partner = make_partner(organization="Paper Boat Teachers")
    make_community_event(
        partner=partner, day=pacific_today() + timedelta(days=9), is_public=True, title="Next one"
    )
    manager = make_member(partner).user

    # Planned without JavaScript, in the past, and recorded at once
    page = open_page(f"/partner/{partner.pk}/community/", cookies=cookies_of(manager), script=False)
    page.get_by_role("link", name="Plan a meetup").click()
    page.get_by_role("button", name="Plan it").press("Enter")
    page.get_by_role("alert").get_by_text("Write where it takes place.").wait_for()
    page.get_by_label("What you call it").fill("Evening at the mill 🐧")
    page.get_by_label("Day, or the first of several").fill(f"{pacific_today():%Y-%m-%d}")
    page.get_by_label("Where", exact=True).fill("The mill")
    page.get_by_role("button", name="Plan it").press("Enter")
    page.get_by_role("link", name="Say how it went").press("Enter")
    page.get_by_label("How many came").fill("31")
    page.get_by_label("File that shows it").set_input_files(
        {"name": "agenda.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Record it").press("Enter")
    page.get_by_role("link", name="agenda.pdf").wait_for()

    # How it looks
    page = open_page(urlsplit(page.url).path, cookies=cookies_of(manager))
    look(page, "community-event")
    page.get_by_role("button", name="Undo: it is still planned").click()
    page.get_by_role("link", name="Change it").click()
    look(page, "community-plan")
    page.get_by_role("navigation", name="Partner").get_by_role("link", name="Community").click()
    look(page, "community")

    # A visitor
    pages.changed()
    page = open_page("/events/")
    page.get_by_role("link", name="Next one").click()
    look(page, "event")
    with page.expect_download() as download:
        page.get_by_role("link", name="Add it to your calendar").click()
    assert download.value.suggested_filename.endswith(".ics")
