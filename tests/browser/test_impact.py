"""What partners did, as anybody and as staff read it."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from plp.core import pages
from tests.browser.looking import SCHEMES, look
from tests.make import make_partner, make_partner_year, make_region, the_program
from tests.workshops.everything import make_feedback
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.impact import kept

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def a_completed_workshop(state):
    partner = make_partner(region=make_region(state=state), started_on=date(2016, 6, 1))
    year = the_program().years.get(number=1)
    year = make_partner_year(partner=partner, program_year=year, status="confirmed")
    workshop = make_workshop(partner_year=year, status="completed")
    for _ in range(5):
        enrollment = make_enrollment(workshop)
        make_attendance(enrollment)
        make_feedback(enrollment)


def test_everybody_reads_it_and_staff_too(open_page, open_admin):
    a_completed_workshop("IL")
    a_completed_workshop("RI")
    cache.delete(kept.KEY)
    pages.changed()

    page = open_page(f"{reverse('workshops:impact')}?year=2016-17")
    page.get_by_role("heading", name="What teachers thought").wait_for()
    look(page, "impact", SCHEMES)

    page = open_admin("/admin/")
    page.get_by_role("link", name="Program dashboard").click()
    page.get_by_role("heading", name="Partners by state").wait_for()
    look(page, "admin-dashboard")
