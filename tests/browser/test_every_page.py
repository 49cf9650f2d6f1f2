"""Every public page, at both widths, in light and dark: no violation, nothing beyond the edge."""

import pytest

from tests.addresses import FORM_PAGES, PUBLIC_PAGES
from tests.browser.looking import SCHEMES, look

pytestmark = pytest.mark.browser


@pytest.mark.looks
@pytest.mark.parametrize("address", [*PUBLIC_PAGES, *FORM_PAGES])
def test_everyone_can_read_it(open_page, address):
    name = "".join(c if c.isalnum() else "-" for c in address).strip("-") or "home"

    look(open_page(address), name, SCHEMES)
