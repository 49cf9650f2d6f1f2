"""A coordinator’s day: reviewers assigned, decisions made ready, reworded and announced."""

from datetime import timedelta

import pytest

from applications.models import AssignmentBatch, Decision
from plp.core.days import pacific_today
from plp.core.models import Message
from tests.applications.test_assigning import make_reviewer
from tests.browser.looking import look
from tests.make import make_application, make_pin, make_program_year

pytestmark = pytest.mark.browser

ADMIN = "/admin/applications"
SOON = str(pacific_today() + timedelta(days=20))


def test_a_coordinators_day(open_admin):
    reviewer = make_reviewer("Cleo-in-browser")
    program = make_program_year().program  # of its own: the map of the first one stays as it is
    chosen, other = (
        make_application(
            status="in_review",
            pin=pin,
            organization=f"{name} of Very Long Names and Longer Traditions in the High Desert",
            signatory_email="ruth@gull.example",
        )
        for pin in [make_pin(program=program)]
        for name in ["Gull Office", "Heron Office"]
    )

    # Reviewers are proposed for the two, and assigned.
    page = open_admin(f"{ADMIN}/reviewassignment/propose/?ids={chosen.pk},{other.pk}")
    page.get_by_role("button", name="Propose").click()
    look(page, "coordinating-proposal")
    page.get_by_role("button", name="Assign what is ticked").click()
    assert "assigned, and the reviewers have mail" in page.locator(".messagelist").inner_text()
    assert AssignmentBatch.objects.latest("pk").assignments.filter(reviewer=reviewer).exists()
    page.goto(page.url.partition("/admin/")[0] + f"{ADMIN}/reviewassignment/progress/")
    look(page, "coordinating-progress")

    # One is to be offered the region. The other is proposed for a decision in one step.
    page = open_admin(f"{ADMIN}/application/{chosen.pk}/change/")
    page.get_by_role("link", name="Decide, and announce later…").click()
    page.get_by_label("Offer the partnership").check()
    page.get_by_label("Last day").fill(SOON)
    page.get_by_role("button", name="Show what will happen").click()
    page.get_by_role("button", name="Decide, and announce later").click()
    page.get_by_role("link", name="Read its mails and announce").click()
    page.get_by_role("link", name="Decide on it").click()
    assert page.get_by_label("Put on the waiting list").is_checked()
    page.get_by_label("Decline").check()
    look(page, "coordinating-decide")
    page.get_by_role("button", name="Show what will happen").click()
    page.get_by_role("button", name="Decide, and announce later").click()

    # A mail gets other words; then both are told.
    page.goto(page.url.partition("/admin/")[0] + f"{ADMIN}/decision/announce/")
    page.get_by_text("Our decision").first.click()
    look(page, "coordinating-announce")
    page.get_by_role("link", name="Word it otherwise").and_(page.locator(":visible")).click()
    look(page, "coordinating-reword")
    page.get_by_label("Subject").fill("A word from us")
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_role("button", name="Announce", exact=False).first.click()
    page.get_by_role("heading", name="Announcement of").wait_for()
    look(page, "coordinating-told")
    assert not Decision.objects.ready().exists()
    assert Message.objects.get(to=other.contact_email).subject == "A word from us"
