"""The map as people use it: with a mouse, a thumb, a keyboard, and without JavaScript."""

import re

import pytest

from tests.addresses import PROGRAM

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_country_to_a_state_to_a_city_to_applying(open_page, width, script):
    page = open_page(PROGRAM, width=width, script=script)

    page.get_by_text("Choose a state from a list").click()
    page.get_by_role("link", name="California", exact=True).click()
    page.wait_for_url("**state=CA#atlas")
    page.locator("#atlas").get_by_role("link", name=re.compile("^Oakland, CA")).click()
    page.wait_for_url("**region=oakland-ca#region")

    card = page.locator("#region")
    assert card.get_by_role("heading").inner_text() == "Oakland, California"
    assert "3,343,508" in card.inner_text()
    assert page.locator("#list tbody tr").count() == 8
    card.get_by_role("link", name="Apply for Oakland").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Apply for Oakland"


def test_a_state_is_chosen_on_the_map_itself(open_page):
    page = open_page(PROGRAM)

    page.locator("#map").get_by_role("link", name="Utah: 1 city").click(position={"x": 20, "y": 60})
    page.wait_for_url("**state=UT#atlas")

    assert page.locator("#atlas-title").inner_text() == "Utah"


def test_a_zoom_can_be_undone_with_the_back_button(open_page):
    page = open_page(PROGRAM)

    page.locator("#list").get_by_role("link", name="Houston, TX").click()
    page.wait_for_url("**region=houston-tx#region")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length == 37")

    assert page.url.endswith(PROGRAM)
    assert page.locator("#region").count() == 0


def test_a_zoom_moves_focus_to_what_was_chosen(open_page):
    page = open_page(PROGRAM)

    page.locator("#map").get_by_role("link", name="Texas: 3 cities").click(force=True)
    page.wait_for_url("**state=TX#atlas")

    assert page.evaluate("document.activeElement.id") == "atlas-title"


def test_the_keyboard_reaches_every_state_and_city_and_says_its_facts(open_page):
    page = open_page(PROGRAM)
    names = []

    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")  # the ZIP field
    page.keyboard.press("Tab")  # its button
    for _ in range(19 + 37):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert page.evaluate("document.activeElement.matches(':focus-visible')")

    assert names[0] == "Alabama: 1 city"
    assert "San Francisco, CA: open, 2.4 million people" in names
    assert "Oakland, CA: open, 3.3 million people" in names
    assert len(set(names)) == 19 + 37


def test_the_keyboard_alone_chooses_a_city(open_page):
    page = open_page(PROGRAM)

    page.locator("#map").get_by_role("link", name=re.compile("^Boise")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**region=boise-id#region")

    assert page.evaluate("document.activeElement.id") == "region"


def test_the_map_can_be_skipped(open_page):
    page = open_page(PROGRAM)

    page.get_by_role("link", name="Skip the map").click()

    page.wait_for_url("**#cities")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.id") == "q"


def test_a_thumb_can_choose_san_francisco_or_oakland(open_page):
    page = open_page(f"{PROGRAM}?state=CA", width=390)

    for city in ["San Francisco", "Oakland"]:
        label = page.locator("#atlas").get_by_role("link", name=re.compile(f"^{city}, CA"))
        box = label.locator("rect").bounding_box()
        assert min(box["width"], box["height"]) >= 40
        label.locator("rect").tap()
        page.wait_for_function(
            "city => document.querySelector('#region-name')?.textContent.startsWith(city)", arg=city
        )


def test_a_link_within_the_page_leaves_what_was_typed(open_page):
    page = open_page(PROGRAM)
    page.get_by_label("City, region or ZIP code").fill("half a word")

    page.get_by_role("link", name="Commitments").first.click()
    page.get_by_role("link", name="Skip the map").click()
    page.wait_for_url("**#cities")

    assert page.get_by_label("City, region or ZIP code").input_value() == "half a word"


def test_a_zoom_ends_where_the_page_itself_would_show_it(open_page):
    page = open_page(f"{PROGRAM}?state=TX", motion="no-preference")
    page.locator("#map").get_by_role("link", name="Utah: 1 city").click(position={"x": 20, "y": 60})
    page.wait_for_url("**state=UT#atlas")
    zoomed = page.locator(".zoomed")

    there = open_page(f"{PROGRAM}?state=UT").locator(".zoomed").get_attribute("viewBox").split()

    page.wait_for_function(
        "there => document.querySelector('.zoomed').getAttribute('viewBox') === there",
        arg=" ".join(str(float(number)).removesuffix(".0") for number in there),
    )
    assert zoomed.is_visible()


def test_a_zoom_falls_back_on_the_link_when_the_connection_fails(open_page):
    page = open_page(PROGRAM)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('offline')); }")

    page.locator("#list").get_by_role("link", name="Houston, TX").click()
    page.wait_for_url("**region=houston-tx#region")

    assert page.locator("#region-name").inner_text() == "Houston, Texas"
