"""A teacher says by their own link what they thought of a workshop; the partner reads it."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.browser.looking import look
from tests.make import make_member, make_partner, make_partner_year, make_teacher
from tests.workshops.everything import make_feedback
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops import own_links
from workshops.actions.finishing import settle_certificates

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_a_teacher_answers_and_the_partner_reads_it(open_page):
    partner = make_partner(organization="Paper Boat Learning")
    year = make_partner_year(partner=partner)
    workshop = make_workshop(date(2016, 10, 8), partner_year=year, status="completed")
    for words in ["More breaks, please.", "Good pace.", "", "The projector was dim."]:
        enrollment = make_enrollment(workshop)
        make_attendance(enrollment)
        make_feedback(enrollment, words=words)
    ines = make_teacher(name="Ines Paperboat")
    mine = make_enrollment(workshop, ines)
    make_attendance(mine)
    make_enrollment(make_workshop(date(2099, 10, 3), partner_year=year, status="open"), ines)
    settle_certificates(workshop)
    link = own_links.of_teacher(ines)

    page = open_page(reverse("workshops:mine-ask"))
    look(page, "my-workshops-ask")
    page.goto(page.url.rstrip("/") + f"/{ines.pk}/open/{link.secret}/")
    page.get_by_role("link", name="Certificate (PDF)").wait_for()
    look(page, "my-workshops")
    page.get_by_role("link", name="Change what you typed").click()
    look(page, "my-workshops-change")
    page.go_back()
    page.get_by_role("link", name="Say what you thought of it").click()
    page.get_by_role("button", name="Send my answers").press("Enter")
    page.get_by_role("alert").wait_for()
    look(page, "feedback-errors")
    for group in page.get_by_role("radiogroup").or_(page.get_by_role("group")).all():
        group.get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="Send my answers").press("Enter")
    page.get_by_role("status").get_by_text("your answers are kept").wait_for()
    assert urlsplit(page.url).path == reverse("workshops:feedback", args=[mine.pk])


def test_what_was_said_and_a_certificate_are_read_by_others(open_page, cookies_of):
    partner = make_partner(organization="Foundry Lane Learning")
    workshop = make_workshop(
        date(2016, 10, 8), partner_year=make_partner_year(partner=partner), status="completed"
    )
    for words in ["More breaks, please.", "Good pace.", "", "", "The projector was dim."]:
        enrollment = make_enrollment(workshop)
        make_attendance(enrollment)
        make_feedback(enrollment, words=words)
    settle_certificates(workshop)
    own = reverse("workshops:workshop", args=[partner.pk, workshop.pk])
    page = open_page(own, cookies=cookies_of(make_member(partner).user))
    page.get_by_text("5 answered").wait_for()
    look(page, "workshop-after")

    page = open_page(reverse("workshops:certificates"))
    page.get_by_label("Number of the certificate").fill(enrollment.certificate.code)
    page.get_by_role("button", name="Check it").press("Enter")
    page.get_by_text("This certificate was given.").wait_for()
    look(page, "certificate-checked")
