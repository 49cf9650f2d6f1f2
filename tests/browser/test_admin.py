"""The admin in a browser: every kind of page."""

import pytest

from tests.browser.conftest import SHOTS, WIDTHS
from tests.make import make_sent, make_user, the_pin, the_program

pytestmark = pytest.mark.browser

ADMIN = "/admin/applications"

PAGES = {
    "index": lambda: "/admin/",
    "regions": lambda: f"{ADMIN}/region/",
    "pins": lambda: f"{ADMIN}/pin/",
    "program": lambda: f"{ADMIN}/program/{the_program().pk}/change/",
    "region": lambda: f"{ADMIN}/region/{the_pin().region_id}/change/",
    "new-event": lambda: f"{ADMIN}/programevent/add/",
    "new-application": lambda: f"{ADMIN}/application/add/",
    "import": lambda: f"{ADMIN}/region/import/",
    "invitations": lambda: "/admin/core/invitation/",
    "invite": lambda: "/admin/core/invitation/invite/",
    "clone": lambda: f"{ADMIN}/program/{the_program().pk}/clone/",
    "history": lambda: f"{ADMIN}/program/{the_program().pk}/history/",
    "question": lambda: f"{ADMIN}/question/{the_program().questions.first().pk}/change/",
    "delete-region": lambda: f"{ADMIN}/region/{the_pin().region_id}/delete/",
    "preview": lambda: f"{ADMIN}/program/{the_program().pk}/preview/educate/plc/plp",
    "preview-form": lambda: f"{ADMIN}/program/{the_program().pk}/preview/form",
    "person": lambda: "/admin/core/erasure/person/",
    "retention": lambda: "/admin/core/retention/",
    "due": lambda: "/admin/core/retention/due/",
}


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it(open_admin, name, width, scheme):
    page = open_admin(PAGES[name](), width=width, scheme=scheme)

    assert PAGES[name]() in page.url
    look_at(page, name, width, scheme)


def look_at(page, name, width, scheme="light"):
    """Take a picture of a page, and find nothing that would keep anybody from reading it."""
    from axe_playwright_python.sync_playwright import Axe

    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"admin-{name}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"preload": False})
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_a_persons_data_is_seen_downloaded_and_erased(open_admin, width):
    application = make_sent(organization=f"Quill {width}")
    email = application.contact_email = f"zelda-{width}@quill.example"
    application.save()
    make_user(email, name="Zelda Quillfeather")
    page = open_admin("/admin/core/erasure/person/", width=width)

    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="See what is held").click()
    look_at(page, "person-held", width)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it").click()
    assert download.value.suggested_filename == "person.zip"
    page.get_by_role("button", name="Erase…").click()
    look_at(page, "person-erase", width)
    page.get_by_role("button", name="Erase for good").click()

    done = page.locator("main").inner_text()
    assert "Accounts, blanked: 1" in done
    assert "Applications, deleted: 1" in done
    look_at(page, "person-erased", width)
