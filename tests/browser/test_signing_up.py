"""A teacher signs up, and takes and gives back a seat on its own page; the partner's poster."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.browser.looking import look
from tests.make import make_course, make_member, make_partner, make_partner_year
from tests.workshops.make import make_enrollment, make_leading, make_workshop
from workshops import own_links
from workshops.models import Enrollment

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_a_teacher_signs_up_and_a_seat_is_taken_and_given_back(open_page, cookies_of):
    partner = make_partner(organization="Lantern Street Learning")
    workshop = make_workshop(
        date(2099, 10, 3),
        partner_year=make_partner_year(partner=partner),
        course=make_course(name="Robots", full_name="Robots and How to Talk to Them"),
        status="open",
        sign_up="open",
        about="Bring a laptop.\n\nLunch is at noon.",
    )
    make_leading(workshop, status="confirmed")

    page = open_page(workshop.get_absolute_url())
    page.get_by_text("30 of 30 seats are free").wait_for()
    page.get_by_role("button", name="Sign up").press("Enter")
    page.get_by_role("alert").wait_for()
    look(page, "workshop-sign-up", ["light", "dark"])
    page.get_by_label("Your name").fill("Ines Paperboat")
    page.get_by_label("Your e-mail").fill("ines.signs.up@example.org")
    page.get_by_label("School", exact=True).fill("Mill School")
    page.get_by_label("State or territory").select_option("Guam")
    page.get_by_role("button", name="Sign up").press("Enter")
    page.get_by_text("We have written to ines.signs.up@example.org").wait_for()
    look(page, "workshop-signed-up")

    row = make_enrollment(
        workshop, name="Wren Kite", status="offered", answer_by=datetime(2099, 10, 1, tzinfo=UTC)
    )
    assert Enrollment.objects.get(teacher__email="ines.signs.up@example.org").status == "enrolled"
    link = own_links.of_enrollment(row)
    page = open_page(reverse("workshops:seat-open", args=[row.pk, link.secret]))
    page.get_by_text("A seat is kept for you").wait_for()
    look(page, "seat-offered")
    page.get_by_role("button", name="Take the seat").press("Enter")
    page.get_by_text("You have a seat.").wait_for()
    page.get_by_role("link", name="give my seat back").click()
    look(page, "seat-give-back")
    page.get_by_role("button", name="Give my seat back").press("Enter")
    page.get_by_text("You do not come to this workshop.").wait_for()
    look(page, "seat-given-back")

    poster = reverse("workshops:workshop-poster", args=[partner.pk, workshop.pk])
    page = open_page(poster, cookies=cookies_of(make_member(partner).user))
    look(page, "workshop-poster")
