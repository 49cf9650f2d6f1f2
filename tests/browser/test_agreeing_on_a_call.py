"""A program manager confirms, agrees on a call and sends a report: without a mouse, both widths."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from applications.actions import calling
from applications.models import AnnualReport, Confirmation, ProgressCall
from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.make import (
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_requirement,
    make_school_year,
)

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def member():
    """A program manager of a partner whose program is of its own; saved for good."""
    cache.clear()
    year = make_program_year(school_year=make_school_year(2097))
    make_requirement(program_year=year, kind="funding", number=None)
    made = make_partner_year(partner=make_partner(), program_year=year)
    made.move("confirmed", by=None)
    at = timezone.now() + timedelta(days=7)
    call = ProgressCall(partner_year=made, at=at, how="We call you.")
    calling.propose_call(call, by=None, is_staff=True, on=pacific_today())
    return make_member(made.partner)


def test_a_manager_confirms_agrees_and_reports(member, open_page, cookies_of):
    partner, cookies = member.partner, cookies_of(member.user)
    year = partner.years.get()

    # Without JavaScript
    row = year.requirements.get()
    address = reverse("applications:confirm", args=[partner.pk, row.pk])
    page = open_page(address, cookies=cookies, script=False)
    page.get_by_role("button", name="Confirm", exact=True).press("Enter")
    page.get_by_role("link", name="What do you confirm?").wait_for()
    page.get_by_label("What do you confirm?").fill("The county pays.")
    page.get_by_role("button", name="Confirm", exact=True).press("Enter")
    page.get_by_role("heading", name="What you have confirmed").wait_for()
    assert Confirmation.objects.get(requirement=row).text == "The county pays."
    page = open_page(address, cookies=cookies)
    look(page, "confirm")

    call = ProgressCall.objects.get(partner_year=year)
    page.goto(page.url.replace(address, reverse("applications:call", args=[partner.pk, call.pk])))
    page.get_by_role("button", name="Agree to this time").press("Enter")
    page.get_by_text("Agreed", exact=True).wait_for()
    look(page, "call")
    page.get_by_role("link", name="Progress calls").click()
    look(page, "calls")

    page.get_by_role("link", name="Report", exact=True).click()
    for label in ["What went well", "What was hard", "What we learned", "Plans for next year"]:
        page.get_by_label(label).fill("Words.")
    look(page, "report")
    page.get_by_role("button", name="Send the report").press("Enter")
    page.get_by_role("link", name="Download the report (PDF)").wait_for()
    look(page, "report-sent")
    assert AnnualReport.objects.get(partner_year=year).sent_at
