"""Every public page, at both widths, in light and dark: no violation, nothing beyond the edge."""

import pytest

from tests.addresses import FORM_PAGES, PUBLIC_PAGES
from tests.browser.conftest import SHOTS, WIDTHS

pytestmark = pytest.mark.browser

ADDRESSES = [*PUBLIC_PAGES, *FORM_PAGES]


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_everyone_can_read_it(open_page, address, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(address, width=width, scheme=scheme)

    SHOTS.mkdir(exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in address).strip("-") or "home"
    page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
