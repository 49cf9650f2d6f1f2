"""Work in the admin, in a browser: the first page, lists, an application, its notes, downloads."""

import pytest
from django.utils import timezone

from applications.models import Application, Note
from tests.browser.looking import SCHEMES, look
from tests.make import (
    make_application,
    make_attachment,
    make_offer,
    make_pin,
    make_program,
    make_sent,
    the_pin,
)

pytestmark = pytest.mark.browser

ADMIN = "/admin/applications"
LONG = "Verylongname" * 12 + " Office of Education and Everything Beside It"


def everything():
    """Make an application with all that a page can show; return its address."""
    pin = the_pin("austin-tx")
    made = make_sent(organization=f"Office {Application.objects.count()}", pin=pin)
    make_attachment(draft=made.draft, name="calendar-of-all-our-workshops-in-this-year.pdf")
    made.changes.create(old="submitted", new="in_review", note="Looks good. " * 20)
    now = timezone.now()
    made.change_requests.create(sections=["people"], message="Who leads?", answered_at=now)
    make_offer(application=made, answer="no", answered_at=now, conditions="Two managers.")
    make_application(pin=pin, organization=LONG, status="declined")
    elsewhere = make_pin(program=make_program())  # no page of the current program shows it
    make_application(pin=elsewhere, organization=made.organization, status="withdrawn")
    return f"{ADMIN}/application/{made.pk}/change/"


PAGES = {
    "applications": lambda: everything() and f"{ADMIN}/application/?pin__region__state=TX",
    "no-applications": lambda: f"{ADMIN}/application/?q=no+such+words",
    "dossier": everything,
    "offers": lambda: f"{ADMIN}/offer/",
    "drafts": lambda: f"{ADMIN}/draft/",
    "interest": lambda: f"{ADMIN}/interest/",
    "partners": lambda: f"{ADMIN}/partner/",
    "work": lambda: everything() and "/admin/",
}


@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it(open_admin, name):
    address = PAGES[name]()
    page = open_admin(address)

    assert page.url.endswith(address)
    look(page, f"admin-{name}", SCHEMES)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_from_the_first_page_through_a_queue_to_a_note(open_admin, script):
    name = f"Quill and Chalk {Application.objects.count()}"
    made = make_application(organization=name, pin=the_pin("boise-id"))
    Application.objects.filter(pk=made.pk).update(submitted_at="2010-01-04 12:00Z")

    page = open_admin("/admin/", script=script)
    page.get_by_role("link", name="New").first.click()
    page.get_by_label("Region").select_option("Boise, ID")
    page.get_by_role("button", name="Show").first.click()
    page.get_by_role("link", name=name).click()
    assert " of " in page.get_by_label("Neighbors in the list").inner_text()
    page.get_by_label("Note:").fill("Called Dana about parking.")
    page.get_by_role("button", name="Add the note").click()

    assert "Called Dana about parking." in page.locator("#notes").inner_text()
    assert Note.objects.get(application=made).text == "Called Dana about parking."


@pytest.mark.parametrize("kind", ["CSV", "XLSX"])
def test_a_list_is_saved_as_a_file(open_admin, kind):
    make_application(organization=f"To be saved as {kind}", pin=the_pin("boise-id"))

    page = open_admin(f"{ADMIN}/application/")

    with page.expect_download() as download:
        page.get_by_role("link", name=kind, exact=True).click()

    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
