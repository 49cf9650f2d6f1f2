"""How a page looks to everybody: on a desk and on a phone, in light and in dark."""

import os

from tests.browser.conftest import SHOTS, WIDTHS

LIGHT, SCHEMES = ["light"], ["light", "dark"]
# Dark changes colors and nothing else, so of its rules axe asks those that colors can break.
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
# No color changes with the width, and what axe asks of colors takes it the longest.
NARROW = {"rules": {"color-contrast": {"enabled": False}}}


def look(page, name, schemes=LIGHT):
    """Take pictures of a page, if wanted, and find nothing that would keep anybody from reading it.

    The page is loaded once: what a browser does with width and colors needs no second answer.
    """
    page.wait_for_load_state()  # what a click has led to may just have begun
    before = page.viewport_size
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            shoot(page, f"{name}-{width}-{scheme}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
            if width == WIDTHS["desk"]:
                check(page, **RULES[scheme])
            elif scheme == "light":
                check(page, **NARROW)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def shoot(page, name):
    """Take a picture of a whole page, where somebody will look at it: with SHOTS=1."""
    if "SHOTS" not in os.environ:
        return
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.jpg", type="jpeg", quality=80, full_page=True)


def check(page, **options):
    """Let axe find no violation on a page."""
    from axe_playwright_python.base import AxeResults
    from axe_playwright_python.sync_playwright import Axe

    options = {"preload": False, "resultTypes": ["violations"]} | options
    if page.evaluate("typeof window.axe") == "undefined":  # it is half a megabyte to read
        page.evaluate(Axe().axe_script)
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert not found.response["violations"], found.generate_report()
