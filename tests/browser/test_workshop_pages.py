"""All pages about workshops, as a manager, a facilitator, staff and anybody see them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.facilitators.make import make_facilitator
from tests.make import make_member, make_partner, make_partner_year, make_program_year, make_user
from tests.workshops.everything import make_everything_of_workshops
from tests.workshops.make import make_enrollment, make_leading, make_workshop
from workshops.models import VenueSheet, Workshop

pytestmark = [pytest.mark.browser, pytest.mark.looks]

OF_WORKSHOP = [
    "workshop",
    "workshop-change",
    "workshop-cancel",
    "workshop-copy",
    "place",
    "place-change",
    "one-page",
    "sign-in-sheet",
    "roster-add",
    "roster-list",
    "day-of",
]
OF_PARTNER = ["workshops", "month", "workshop-plan", "workshop-new", "workshop-import"]
ON_PAPER = {"one-page", "sign-in-sheet"}
LISTS = ["enrollment", "attendance", "walkin", "feedback", "feedbackquestion", "certificate"]


def make_year():
    """Make a partner with a workshop today, one to come and one cancelled; return its manager."""
    today = pacific_today()
    program_year = make_program_year()
    partner = make_partner(organization="Larkspur County Office of Education and Libraries")
    year = make_partner_year(partner=partner, program_year=program_year)
    made = {"partner_year": year, "course": program_year.courses.first()}
    made = {name: value for name, value in made.items() if value}
    for days, status in [(0, "in_progress"), (20, "open"), (50, "cancelled")]:
        workshop = make_workshop(today + timedelta(days=days), status=status, **made)
        for number in range(3):
            make_enrollment(workshop, name=f"Ines Paperboat {number}")
        VenueSheet.objects.create(workshop=workshop, room="The long one", wifi="mill-guests")
    return make_member(partner, may_manage=True).user


def test_everyone_can_read_what_managers_see_of_workshops(open_page, cookies_of):
    manager = make_year()
    partner = manager.memberships.get().partner
    to_come = Workshop.objects.of(partner).get(status="open")
    today = Workshop.objects.of(partner).get(status="in_progress")
    page = open_page(f"/partner/{partner.pk}/", cookies=cookies_of(manager))

    for name in OF_PARTNER:
        walk(page, name, partner.pk)
    for name in OF_WORKSHOP:
        workshop = today if name == "day-of" else to_come
        walk(page, name, partner.pk, workshop.pk)
        if name in ON_PAPER:
            page.emulate_media(media="print")
            look(page, f"workshops-{name}-on-paper")
            page.emulate_media(media="screen")


def test_everyone_can_read_what_a_facilitator_and_anybody_sees_of_workshops(open_page, cookies_of):
    partner = make_year().memberships.get().partner
    to_come = Workshop.objects.of(partner).get(status="open")
    person = make_facilitator(user=make_user())
    make_leading(to_come, facilitator=person, status="confirmed")
    page = open_page("/facilitator/", cookies=cookies_of(person.user))

    walk(page, "own-month")
    walk(page, "own-one-page", to_come.pk)
    walk(open_page("/"), "certificates")


def test_everyone_can_read_what_staff_see_of_workshops(open_page, cookies_of):
    staff = make_user(is_staff=True, is_superuser=True)
    make_everything_of_workshops(staff)
    page = open_page("/admin/", cookies=cookies_of(staff))

    for name in LISTS:
        page.goto(f"{page.url.split('/admin/')[0]}/admin/workshops/{name}/")
        look(page, f"admin-{name}")
        page.locator("#result_list th a").first.click()
        look(page, f"admin-{name}-record")


def walk(page, name, *args):
    root = "/".join(page.url.split("/")[:3])
    page.goto(root + reverse(f"workshops:{name}", args=args))
    look(page, f"workshops-{name}")
