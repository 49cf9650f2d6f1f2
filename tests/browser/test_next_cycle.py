"""Next cycle's program in a browser, as the README says it: from clone to public, and back."""

import pytest

from plp.core.models import User
from tests.browser.looking import shoot
from tests.make import make_user, the_program

pytestmark = pytest.mark.browser

EMAIL = "next-cycle@example.org"
PROGRAMS = "/admin/applications/program/"


@pytest.fixture
def page(open_page, cookies_of):
    """The list of programs, as somebody of the staff sees it."""
    found = User.objects.filter(email=EMAIL).first()
    staff = found or make_user(EMAIL, is_staff=True, is_superuser=True)
    return open_page(PROGRAMS, cookies=cookies_of(staff))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name, **options):
    page.get_by_role("link", name=name, **options).first.click()


def preview(page):
    """Press the button, and return what the new tab shows."""
    with page.expect_popup() as opened:
        press(page, "Preview…")
    shown = opened.value
    shown.wait_for_load_state()
    text = shown.locator("body").inner_text()
    shown.close()
    assert "Preview: not saved, not public." in text
    return text


def edit(page, parts, record, **fields):
    """From the draft's page into a list and a record of it: type, preview, save, and back."""
    follow(page, parts)
    follow(page, record, exact=True)
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    text = preview(page)
    press(page, "Save")
    follow(page, "Next Program", exact=True)
    return text


def test_next_cycle_by_one_person(page, open_page, site):
    follow(page, the_program().name, exact=True)
    follow(page, "Clone…")
    page.get_by_label("Name:").first.fill("Next Program")
    page.get_by_label("Short name").fill("plp-2026")
    page.get_by_label("First school year").fill("2026-27")
    press(page, "Clone")

    page.get_by_label("Headline").fill("Teach where you live")
    assert "Teach where you live" in preview(page)
    press(page, "Save and continue editing")

    days = {"First_day:": "2026-05-22", "Last_day:": "2026-05-24"}
    assert "22–24 May 2026" in edit(page, "4 program events", "Facilitation Summit", **days)
    assert "Chalk" in edit(page, "9 commitments", "Program manager", **{"Title:": "Chalk"})
    question = {"Question:": "How much chalk do you have?"}
    first = the_program().questions.first().text
    assert "How much chalk do you have?" in edit(page, "14 questions", first, **question)

    follow(page, "No terms are published. Give a version of the terms its day.")
    page.get_by_label("Published on").fill("2026-01-04")
    assert "Version 1, published on 4 January 2026" in preview(page)
    press(page, "Save")
    follow(page, "Next Program", exact=True)
    assert "Nothing. Every rule is met." in page.locator("main").inner_text()

    follow(page, "Preview its pages")
    page.locator(".preview summary").click()
    follow(page, "Program page")
    page.wait_for_url("**/preview/educate/plc/plp")
    assert "22–24 May 2026" in page.locator("main").inner_text()
    shoot(page, "next-cycle-preview")
    assert "20–22 May 2016" in open_page("/educate/plc/plp").locator("main").inner_text()
    page.locator(".preview summary").click()
    follow(page, "Back to the program in the admin")
    follow(page, "Make current…")
    press(page, "Make current")

    public = open_page("/educate/plc/plp")
    assert public.get_by_role("heading", level=1).inner_text() == "Teach where you live"
    said = public.locator("main").inner_text()
    assert "22–24 May 2026" in said
    assert "Chalk" in said
    asked = open_page("/educate/plc/plp-application/questions/").locator("main").inner_text()
    assert "How much chalk do you have?" in asked

    page.goto(f"{site}{PROGRAMS}{the_program().pk}/change/")
    follow(page, "Make current…")
    press(page, "Make current")
    assert "20–22 May 2016" in open_page("/educate/plc/plp").locator("main").inner_text()
    assert the_program().is_current
