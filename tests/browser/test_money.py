"""From a completed workshop to a paid facilitator and a received reimbursement."""

from datetime import time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import SchoolYear
from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.facilitators.make import make_contract, make_facilitator_with_account
from tests.make import make_member, make_partner, make_school_year, make_user
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_leading,
    make_session,
    make_workshop,
)
from tests.workshops.money.group import make_group
from workshops.models import Payable, Reimbursement

pytestmark = [pytest.mark.browser, pytest.mark.looks]

ZONE = "Pacific/Honolulu"


def running_year():
    today = pacific_today()
    found = SchoolYear.objects.filter(first_day__lte=today, last_day__gte=today).first()
    return found or make_school_year(today.year - (today.month < 7))


def make_day():
    """Five teachers came to a workshop whose only day was today, led by Jonas under contract."""
    partner = make_partner(organization="Harbor Light Learning")
    group = make_group(5, partner=partner, school_year=running_year())
    workshop = make_workshop(
        partner_year=group.year, course=group.cohort.course, status="in_progress", zone=ZONE
    )
    workshop.sessions.all().delete()
    there = timezone.now().astimezone(workshop.tz)
    session = make_session(workshop, day=there.date(), begins=time(0, 1), ends=time(0, 2))
    for teacher in group.teachers:
        make_attendance(make_enrollment(workshop, teacher), session)
    jonas = make_facilitator_with_account(name="Jonas Kettledrum")
    make_leading(workshop, facilitator=jonas, status="confirmed")
    make_contract(
        partner=partner,
        facilitator=jonas,
        school_year=group.cohort.school_year,
        courses=[workshop.course],
        status="in_force",
    )
    return workshop, make_member(partner, user=make_user(name="Dana Whitlock")).user, jonas.user


def step(page, label, **said):
    """Take a step of the admin: open it, fill it in, look at what it will do, do it."""
    page.get_by_role("link", name=f"{label}…", exact=True).click()
    for field, text in said.items():
        page.get_by_label(field.replace("_", " ").capitalize()).fill(text)
    page.get_by_role("button", name="Show what will happen").click()
    look(page, f"money-{label.lower().replace(' ', '-')}")
    page.get_by_role("button", name=label, exact=True).click()


def test_a_workshop_is_paid_for_and_reimbursed(open_page, open_admin, cookies_of):
    workshop, manager, jonas = make_day()
    partner = workshop.partner
    today = pacific_today().isoformat()

    def of_partner(name, *args):
        return reverse(f"workshops:{name}", args=[partner.pk, *args])

    # The partner ends the workshop: what Jonas is owed is there
    page = open_page(of_partner("workshop-end", workshop.pk), cookies=cookies_of(manager))
    site = page.url.split("/partner/")[0]
    page.get_by_role("button", name="End the workshop").click()
    page.get_by_text("this is final").wait_for()
    page.goto(site + of_partner("payments"))
    look(page, "money-payments")
    page.get_by_role("button", name="Approve the ticked…").click()
    look(page, "money-approve")
    page.get_by_role("button", name="Approve $500").click()

    # …and is paid
    page.get_by_role("button", name="Say that the ticked are paid…").click()
    page.get_by_role("button", name="$500 is paid").click()
    look(page, "money-paid-errors")
    page.get_by_label("Day on which you paid").fill(today)
    page.get_by_label("Reference").fill("Check 204")
    page.get_by_role("button", name="$500 is paid").click()
    page.get_by_role("link", name="Jonas Kettledrum").click()
    page.get_by_text("reference Check 204").wait_for()
    look(page, "money-payment")
    assert Payable.objects.get(workshop=workshop).status == "paid"

    own = open_page(reverse("workshops:own-money"), cookies=cookies_of(jonas))
    own.get_by_role("heading", name="Paid in").wait_for()
    look(own, "money-own")

    # The partner asks for the first of four parts
    page.goto(site + of_partner("requests"))
    look(page, "money-requests")
    page.get_by_role("button", name="See the request").click()
    page.get_by_text("$1,200").first.wait_for()
    look(page, "money-request")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("The request as a PDF").wait_for()
    request = Reimbursement.objects.with_total().get(cohort__partner=partner)
    assert (request.status, request.total) == ("sent", Decimal(1200))

    # Staff approve it, finance pay it
    address = reverse("admin:workshops_reimbursement_change", args=[request.pk])
    admin = open_admin(address)
    look(admin, "money-dossier")
    step(admin, "Approve")
    admin.goto(site + reverse("admin:workshops_paymentbatch_make", query={"ids": request.pk}))
    look(admin, "money-choose")
    admin.get_by_role("button", name="Show what each partner gets").click()
    look(admin, "money-seen")
    admin.get_by_role("button", name="Make the batch: $1,200").click()
    look(admin, "money-batch")
    step(admin, "Mark paid", paid_on=today, reference="ACH 7001")
    request.refresh_from_db()
    assert (request.status, request.batch.reference) == ("paid", "ACH 7001")

    # What the partner reads then
    page.goto(site + of_partner("request", request.pk))
    page.get_by_text("ACH 7001").wait_for()
    look(page, "money-received")
    page.goto(site + of_partner("money"))
    page.get_by_text("$1,200").first.wait_for()
    look(page, "money-ledger")
