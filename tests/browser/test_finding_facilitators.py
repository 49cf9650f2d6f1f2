"""A program manager finds a facilitator and asks about dates; who was asked answers by a link."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from plp.core.days import pacific_today
from plp.core.models import Message
from tests.browser.looking import SCHEMES, look
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_course, make_member, make_partner, make_region

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_a_facilitator_is_found_asked_and_answers(open_page, cookies_of):
    cache.clear()
    today = pacific_today()
    course = make_course(name="CS Principles")
    person = make_facilitator(name="Tilda Nightjar", home_zip="97701", bio="Teaches physics.")
    make_accreditation(
        facilitator=person, course=course, first_day=today, last_day=today + timedelta(days=700)
    )
    partner = make_partner(organization="Paper Boat Teachers", region=make_region())
    manager = make_member(partner).user

    # Found and asked without JavaScript
    page = open_page(
        f"/partner/{partner.pk}/facilitators/", cookies=cookies_of(manager), script=False
    )
    page.get_by_label("Near ZIP code").fill("00000")
    page.get_by_role("button", name="Find").press("Enter")
    page.get_by_role("alert").get_by_text("We do not know the ZIP code 00000.").wait_for()
    page.get_by_label("Near ZIP code").fill("97701")
    page.get_by_role("button", name="Find").press("Enter")
    page.get_by_role("link", name="Tilda Nightjar").press("Enter")
    page.get_by_role("link", name="Ask about dates").press("Enter")
    page.get_by_label("Course").select_option(label="CS Principles")
    page.get_by_label("Which days").fill("Saturday, 8 October")
    page.get_by_role("button", name="Ask").press("Enter")
    page.get_by_text("Asked Tilda Nightjar.").wait_for()

    # How it looks
    page = open_page(f"/partner/{partner.pk}/facilitators/", cookies=cookies_of(manager))
    look(page, "facilitators", SCHEMES)
    page.get_by_role("link", name="Tilda Nightjar").click()
    look(page, "facilitator")
    page.get_by_role("navigation", name="Where you are").get_by_role("link").first.click()
    page.get_by_role("link", name="Questions that you asked").click()
    look(page, "facilitator-questions")

    # Answered by the link
    mail = Message.objects.get(what="facilitator-asked", to=person.email)
    page = open_page(re.search(r"/question/\S+", mail.text)[0])
    page.get_by_label("Perhaps").check()
    look(page, "facilitator-answer")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("has your answer: Perhaps.").wait_for()
