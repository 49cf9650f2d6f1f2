"""Finding one's region and asking to hear of it, in a browser."""

import pytest

from tests.addresses import PROGRAM

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_finds_a_region_by_zip_from_the_program_page(open_page, script):
    page = open_page(PROGRAM, script=script)

    page.get_by_label("Find your region by ZIP code").fill("CA 90012-1234")
    page.get_by_role("button", name="Find").click()

    assert "Los Angeles, California" in page.locator("#region").inner_text()
    assert page.get_by_label("Find your region by ZIP code").input_value() == "CA 90012-1234"


def test_asks_for_the_county_where_it_guessed(open_page):
    page = open_page("/zip/?zip=90099", width=390)

    assert "This is a guess." in page.locator("main").inner_text()
    page.get_by_label("Your county").select_option("Los Angeles County, CA")
    page.get_by_role("button", name="Look there").click()

    assert "Los Angeles County is in this region" in page.locator("#region").inner_text()


def test_from_a_zip_without_a_region_to_the_interest_list(open_page):
    page = open_page("/zip/?zip=79936")

    page.get_by_role("link", name="Tell me when my area opens").click()
    page.get_by_label("Your organization").fill("Franklin Mountains Schools")
    page.get_by_role("button", name="Tell me when my area opens").click()
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Tell me when my area opens").click()

    assert page.get_by_role("heading", level=1).inner_text() == "You are on the list"
