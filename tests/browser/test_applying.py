"""Applying, as people do it: over evenings and computers, with and without JavaScript."""

import re

import pytest
from django.utils import timezone

from applications import actions, links
from applications.links import Purpose
from applications.models import Application, Draft, Terms
from tests.browser.applying import fill_in, heading, proceed, send
from tests.browser.conftest import WIDTHS
from tests.browser.looking import SCHEMES, look, shoot
from tests.make import PDF, make_filled_draft, make_user, the_pin, the_program

pytestmark = pytest.mark.browser

APPLY = "/educate/plc/plp-application"
script = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
widths = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)


def path(draft, purpose=Purpose.EDIT):
    return links.address(draft, purpose).removeprefix("http://localhost:8000")


@script
@widths
def test_from_the_first_page_to_a_sent_application(open_page, width, script, tmp_path):
    name = f"Larkspur Office {width} {script}"
    page = open_page(f"{APPLY}?region=boise-id", width=width, script=script)
    fill_in(page, name, tmp_path)
    shoot(page, f"apply-review-{width}-{script}")
    send(page)

    assert heading(page) == "Your application"
    assert "We have your application" in page.locator("main").inner_text()
    shoot(page, f"apply-sent-{width}-{script}")
    sent = Application.objects.get(organization=name)
    assert sent.answers.get(question__slug="pd-years").text == "1,200"
    assert sent.manager_name == ""
    sent.move("withdrawn", by=None)


@pytest.fixture
def draft():
    made = make_filled_draft(pin=the_pin("boise-id"))
    yield made
    if not Application.objects.filter(draft=made).exists():
        made.delete()


@script
def test_errors_stand_in_one_summary_that_leads_to_the_fields(open_page, draft, script):
    page = open_page(path(draft), script=script)
    page.goto(page.url + "organization/")
    page.get_by_label("City", exact=True).fill("")
    proceed(page)

    summary = page.get_by_role("alert")
    assert page.evaluate("document.activeElement.className") == "errors"
    summary.get_by_role("link", name="City").click()
    assert page.url.endswith("#id_city")


@script
def test_the_draft_goes_on_on_another_computer(open_page, draft, script):
    first = open_page(path(draft), script=script)
    first.goto(first.url + "funding/")
    first.get_by_label("Which funding streams").fill("Half a sen")
    first.get_by_role("button", name="Save and leave").click()
    link = first.locator(".secret a").inner_text()

    second = open_page(link.removeprefix("http://localhost:8000"), width=390, script=script)
    second.get_by_role("link", name="Go on").wait_for()
    second.goto(second.url + "funding/")

    assert second.get_by_label("Which funding streams").input_value() == "Half a sen"


def test_what_was_typed_and_not_saved_waits_on_this_computer(open_page, draft):
    page = open_page(path(draft))
    page.goto(page.url + "funding/")
    page.get_by_label("Which funding streams").fill("Typed on the train")

    page.reload()
    assert page.get_by_label("Which funding streams").input_value() == "Typed on the train"
    assert "it is not saved yet" in page.locator("main").inner_text()
    page.get_by_role("button", name="Discard on this computer").click()
    assert "nine small districts" in page.get_by_label("Which funding streams").input_value()
    page.reload()

    assert "it is not saved yet" not in page.locator("main").inner_text()


def kept_here(page):
    return page.evaluate("Object.keys(localStorage)")


@pytest.mark.parametrize("button", ["Save and continue", "Save and leave"])
def test_once_saved_nothing_stays_on_this_computer(open_page, draft, button):
    page = open_page(path(draft))
    page.goto(page.url + "funding/")
    page.get_by_label("Which funding streams").fill("Saved")
    assert kept_here(page)

    page.get_by_role("button", name=button).last.click()

    page.wait_for_url(re.compile(f"{draft.code}/(community/)?$"))
    assert kept_here(page) == []


def test_adding_a_row_says_nothing_of_unsaved_text(open_page, draft):
    page = open_page(path(draft))
    page.goto(page.url + "region/")
    page.get_by_role("textbox", name="District").first.fill("Three Rivers")

    page.get_by_role("button", name="Add a district").click()

    assert page.get_by_role("textbox", name="District").first.input_value() == "Three Rivers"
    assert "on this computer" not in page.locator("main").inner_text()


def test_what_was_sent_while_the_connection_was_lost_comes_back(open_page, draft):
    page = open_page(path(draft), expected="ERR_INTERNET_DISCONNECTED")
    page.goto(page.url + "funding/")
    address = page.url
    page.get_by_label("Which funding streams").fill("Typed in the tunnel")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Save and continue").last.click(no_wait_after=True)
    page.context.set_offline(False)

    page.goto(address)

    assert page.get_by_label("Which funding streams").input_value() == "Typed in the tunnel"


def test_back_and_reload_after_an_error_undo_nothing(open_page, draft):
    page = open_page(path(draft))
    page.goto(page.url + "organization/")
    page.get_by_label("Street address").fill("")
    proceed(page)
    page.get_by_label("Street address").fill("1 Good Street")
    proceed(page)
    page.wait_for_url("**/region/")

    page.go_back()
    page.reload()

    assert page.get_by_label("Street address").input_value() == "1 Good Street"


def test_a_lost_connection_during_an_upload_keeps_what_was_typed(open_page, draft, tmp_path):
    page = open_page(path(draft), expected="ERR_INTERNET_DISCONNECTED")
    page.goto(page.url + "experience/")
    page.get_by_label("For whom do you host it").fill("Typed before")
    (tmp_path / "calendar.pdf").write_bytes(PDF)
    page.get_by_label("Choose a file").set_input_files(tmp_path / "calendar.pdf")
    page.context.set_offline(True)

    page.get_by_role("button", name="Upload").click()

    page.get_by_text("did not arrive").wait_for()
    assert page.get_by_label("For whom do you host it").input_value() == "Typed before"
    assert not draft.attachments.exists()


def test_questions_that_do_not_apply_are_hidden(open_page, draft):
    page = open_page(path(draft))
    page.goto(page.url + "funding/")

    assert not page.get_by_label("How would these costs").is_visible()
    page.get_by_label("No", exact=True).check()
    assert page.get_by_label("How would these costs").is_visible()


def test_words_are_counted_while_one_types(open_page, draft):
    page = open_page(path(draft))
    page.goto(page.url + "funding/")

    page.get_by_label("Which funding streams").fill("one two three")

    assert "3 of 250 words" in page.locator("#div_id_q-funding-streams").inner_text()


def test_two_drafts_in_two_tabs_do_not_mix(open_page, draft):
    other = make_filled_draft(organization="Other Office", pin=the_pin("boise-id"))
    page = open_page(path(draft))
    tab = page.context.new_page()
    tab.goto(page.url.partition("/educate")[0] + path(other))
    tab.goto(tab.url + "organization/")
    page.goto(page.url + "organization/")

    page.get_by_label("Street address").fill("1 First Street")
    proceed(page)
    tab.get_by_label("Street address").fill("2 Second Street")
    proceed(tab)

    streets = [d.sections.get(slug="organization").typed["street"] for d in (draft, other)]
    assert streets == [["1 First Street"], ["2 Second Street"]]
    other.delete()


def sent_application(draft, status):
    """Send the draft and bring the application where its page has something to say."""
    terms = Terms.objects.filter(program=the_program()).latest("version")
    application = actions.send(draft, terms=terms, on=timezone.now().date())
    if status != "received":
        application.move("in_review", by=make_user())
    if status == "changes":
        actions.request_changes(
            application, by=make_user(), sections=["funding", "community"], message="Who pays?"
        )
    if status == "offer":
        actions.offer(
            application,
            by=make_user(),
            reply_by=timezone.now().date() + timezone.timedelta(days=14),
            conditions="Name your program manager.",
        )
    return application


@pytest.fixture
def application(draft, request):
    made = sent_application(draft, request.param)
    yield made
    made.refresh_from_db()
    if made.can_move("withdrawn"):
        actions.withdraw(made)


STATES = ["received", "changes", "offer"]


@pytest.mark.parametrize("application", ["changes"], indirect=True)
@script
def test_requested_changes_are_made_and_sent_back(open_page, application, script):
    page = open_page(path(application.draft), script=script)

    page.get_by_role("link", name="Open Funding").click()
    page.get_by_label("Which funding streams").fill("The county pays.")
    proceed(page)
    proceed(page)
    page.get_by_role("button", name="Send your changes").click()

    assert "Under review" in page.locator("main").inner_text()
    assert application.answers.get(question__slug="funding-streams").text == "The county pays."


@pytest.mark.parametrize("application", ["offer"], indirect=True)
@script
def test_the_signatory_answers_an_offer(open_page, application, script):
    page = open_page(path(application.draft, Purpose.SIGN), script=script)
    page.get_by_role("button", name="Say no").click()
    page.locator("#id_name_error").wait_for()

    page.get_by_label("Your full name").fill("Ruth Abernathy")
    page.get_by_role("button", name="Say no").click()
    page.get_by_text("Say no for good?").wait_for()
    page.get_by_role("button", name="Say no").click()

    assert "Withdrawn" in page.locator("main").inner_text()
    assert application.offers.get().signed_name == "Ruth Abernathy"


@pytest.mark.parametrize("application", ["received"], indirect=True)
def test_an_application_is_withdrawn(open_page, application):
    page = open_page(path(application.draft))

    page.get_by_role("link", name="Withdraw this application").click()
    page.get_by_role("button", name="Withdraw application").click()

    assert "This application is withdrawn" in page.locator("main").inner_text()


SECTIONS = [
    *("organization", "region", "experience", "people", "funding", "community"),
    *("commitments", "references", "review"),
]


@pytest.mark.looks
def test_everyone_can_read_every_section(open_page, draft):
    page = open_page(path(draft))
    base = page.url
    look(page, "apply-draft", SCHEMES)
    for slug in SECTIONS:
        page.goto(base + f"{slug}/")
        look(page, f"apply-{slug}", SCHEMES)
        if slug != "review":
            for field in page.locator("form input[type=text], form textarea").all():
                if field.is_visible():
                    field.fill("😀 " + "unbrokenword" * 30)
        page.locator(".form-end").get_by_role("button").first.click()
        look(page, f"apply-{slug}-errors")


@pytest.mark.looks
@pytest.mark.parametrize("application", STATES, indirect=True, ids=STATES)
def test_everyone_can_read_where_it_stands(open_page, application, request):
    state = request.node.callspec.params["application"]
    purpose = Purpose.SIGN if state == "offer" else Purpose.EDIT
    page = open_page(path(application.draft, purpose))

    look(page, f"apply-status-{state}", SCHEMES)
    page.goto(page.url + "everything/")
    look(page, f"apply-everything-{state}", SCHEMES)


def test_a_page_without_its_link_says_what_to_do(open_page, draft):
    page = open_page(f"{APPLY}/{draft.code}/", width=WIDTHS["phone"], expected="status of 404")

    look(page, "apply-closed")
    page.get_by_role("link", name="Send my link again").click()
    page.get_by_label("Your e-mail address").fill(draft.email)
    page.get_by_role("button", name="Send my link").click()

    assert heading(page) == "Look into your mail"
    assert re.search("spam", page.locator("main").inner_text())
    assert Draft.objects.filter(pk=draft.pk).exists()
