"""The admin in a browser: every kind of page."""

import pytest

from tests.browser.conftest import SHOTS, WIDTHS
from tests.make import the_pin, the_program

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
    "clone": lambda: f"{ADMIN}/program/{the_program().pk}/clone/",
    "history": lambda: f"{ADMIN}/program/{the_program().pk}/history/",
    "question": lambda: f"{ADMIN}/question/{the_program().questions.first().pk}/change/",
    "delete-region": lambda: f"{ADMIN}/region/{the_pin().region_id}/delete/",
    "preview": lambda: f"{ADMIN}/program/{the_program().pk}/preview/educate/plc/plp",
    "preview-form": lambda: f"{ADMIN}/program/{the_program().pk}/preview/form",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it(open_admin, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_admin(PAGES[name](), width=width, scheme=scheme)

    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"admin-{name}-{width}-{scheme}.png", full_page=True)
    assert PAGES[name]() in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"preload": False})
    assert not found.response["violations"], found.generate_report()
