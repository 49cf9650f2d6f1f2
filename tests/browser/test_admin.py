"""The admin in a browser: every kind of page."""

import pytest

from tests.browser.conftest import WIDTHS
from tests.browser.looking import SCHEMES, look
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
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it(open_admin, name):
    address = PAGES[name]()
    page = open_admin(address)

    assert address in page.url
    look(page, f"admin-{name}", SCHEMES)


def test_a_persons_data_is_seen_downloaded_and_erased(open_admin):
    application = make_sent(organization="Quill")
    email = application.contact_email = "zelda@quill.example"
    application.save()
    make_user(email, name="Zelda Quillfeather")
    page = open_admin("/admin/core/erasure/person/", width=WIDTHS["phone"])

    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="See what is held").click()
    look(page, "admin-person-held")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it").click()
    assert download.value.suggested_filename == "person.zip"
    page.get_by_role("button", name="Erase…").click()
    look(page, "admin-person-erase")
    page.get_by_role("button", name="Erase for good").click()

    done = page.locator("main").inner_text()
    assert "Accounts, blanked: 1" in done
    assert "Applications, deleted: 1" in done
    look(page, "admin-person-erased")
