"""Comparing applicants and reading reports, in a browser, on a desk and on a phone."""

import pytest

from applications.models import Application, Criterion
from tests.browser.conftest import WIDTHS
from tests.make import make_criterion, make_review, make_sent, make_user, the_pin

pytestmark = pytest.mark.browser


def everything():
    """Make three applicants for one city with reviews that disagree; return where to compare."""
    pin = the_pin("fresno-ca")
    period = pin.program.rounds.get()
    criterion = Criterion.objects.filter(program=pin.program).first() or make_criterion()
    people = [make_user(name=name) for name in ("Ada Quill", "Ben Chalk")]
    for name, scores in [("Mill", (5, 4)), ("Office of Education", (5, 1)), ("Unread", ())]:
        made = make_sent(organization=f"{name} of Fresno", pin=pin)
        made.round, made.type = period, "nonprofit"
        made.save()
        for who, value in zip(people, scores, strict=False):
            make_review(made, reviewer=who, scores={criterion: value})
    decided = make_sent(organization="Decided of Fresno", pin=pin)
    decided.changes.create(old="in_review", new="declined")
    Application.objects.filter(pk=decided.pk).update(status="declined", round=period)
    return f"/admin/applications/pin/{pin.pk}/compare/"


def test_staff_compare_applicants_and_read_reports(open_admin):
    from axe_playwright_python.sync_playwright import Axe

    page = open_admin(everything())
    assert page.locator("thead a").all_inner_texts()[0] == "Mill of Fresno"
    _fits(page, Axe)

    page.goto(page.url.split("/admin/")[0] + "/admin/")
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_label("Application period").select_option(
        label="First application period (plp-2016)"
    )
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("img", name="By state").count() == 1
    _fits(page, Axe)
    page.get_by_role("link", name="Reviewers").click()
    assert "Ada Quill" in page.get_by_role("table").inner_text()
    _fits(page, Axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as CSV").click()
    assert download.value.suggested_filename.startswith("by-reviewer-")


def _fits(page, axe):
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe().run(page, options={"preload": False})
        assert not found.response["violations"], found.generate_report()
