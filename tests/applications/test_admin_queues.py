"""The admin's first page: each queue counts exactly what its list then shows."""

from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.actions import tell_waiting
from applications.models import Application, Confirmation, Offer
from plp.core.days import in_words, pacific_today, start_of
from plp.core.models import ErasureRequest, Message
from plp.core.queues import QUEUES
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_inquiry,
    make_suggestion,
)
from tests.make import (
    make_application,
    make_assignment,
    make_call,
    make_confirmation,
    make_decision,
    make_event,
    make_interview,
    make_offer,
    make_partner,
    make_partner_year,
    make_pin,
    make_round,
    make_user,
    the_program,
)
from tests.workshops.make import make_supply, make_workshop
from tests.workshops.make_money import make_batch
from tests.workshops.money.desk import make_sent

pytestmark = pytest.mark.django_db

FEW_QUERIES = 12

_number = count(1)


def first_page(client):
    return client.get(reverse("admin:index"))


def make_mail(**fields):
    mail = {"what": "a", "occasion": str(next(_number)), "to": "a@example.org"}
    return Message.objects.create(**(mail | {"subject": "Hello", "text": "Text."} | fields))


def make_everything(times=1):
    """So many records of each kind, in every status."""
    for _ in range(times):
        for status in Application.Status:
            if status != Application.Status.OFFERED:
                make_application(status=status)
        offer = make_offer()
        make_application(status="waitlisted", pin=offer.application.pin)
        make_offer(announced=False)
        make_decision(make_application(status="in_review"))
        make_offer(answer="yes", answered_at=timezone.now())
        make_interview(make_application(status="declined"), at=timezone.now())
        make_call(is_staffs_turn=True)
        make_call(at=timezone.now() + timedelta(days=1))
        for status in Confirmation.Status:
            make_confirmation(status=status)
        for status in Message.Status:
            at = timezone.now() - timedelta(days=1)
            sent = at if status == Message.Status.SENT else None
            make_mail(status=status, claimed_at=at, sent_at=sent)
        make_mail(status="sending", claimed_at=timezone.now())
        make_partner_year()
        make_awaited()
        ended = make_partner_year(program_year=the_program().years.get(number=1))
        ended.move("confirmed", by=None)
        coming = make_workshop(pacific_today() + timedelta(days=20), partner_year=ended)
        make_supply(coming)
        make_left_open(ended)
        make_asked(ended)
        make_partner_year().move("not_renewing", by=None)
        ErasureRequest.objects.create(email=f"erase{ended.pk}@example.org")
        make_suggestion()
        make_inquiry(facilitator=None)
        make_contract(status="signed")
        make_accreditation(first_day=pacific_today(), last_day=pacific_today())


def make_left_open(year):
    """A workshop that nobody has ended since it was over, more than a month ago."""
    day = pacific_today() - timedelta(days=40)
    workshop = make_workshop(day, partner_year=year, status="in_progress")
    begun = workshop.changes.create(old="open", new="in_progress")
    type(begun).objects.filter(pk=begun.pk).update(at=start_of(day))


def make_asked(year):
    """A request that waits for staff, one for finance, and one in a batch that is not paid yet."""
    make_sent(100, partner_year=year)
    make_sent(100, partner_year=year, status="approved")
    make_sent(100, partner_year=year, status="approved", batch=make_batch())


def make_awaited():
    """A region that its partner has left, and somebody who waits for it."""
    region = make_partner(ended_on=date(2016, 6, 30)).region
    waits = {"organization": "Mill", "zip": "97701", "email": f"mill{region.pk}@example.org"}
    region.interests.create(**waits)
    return region


@pytest.mark.parametrize("slug", QUEUES)
def test_a_queue_counts_what_its_list_shows(staff, administrator, slug):
    make_everything(4)
    make_assignment(make_application(status="in_review"), reviewer=administrator)
    make_assignment(make_application(status="in_review"))
    for pin in make_pin(), make_pin():
        make_application(pin=pin, organization="Twin Offices")
    [shown] = [one for one in first_page(staff).context_data["queues"] if one.queue.slug == slug]

    page = staff.get(shown.queue.address)

    rows = page.context_data["cl"].queryset
    assert shown.total == rows.count() > 0
    leads_to = rows.values_list(shown.queue.leads, flat=True)
    assert {row.key for row in shown.oldest} <= {*leads_to}


def test_each_status_that_waits_is_in_its_queue(staff):
    make_everything()

    totals = {one.queue.name: one.total for one in first_page(staff).context_data["queues"]}

    assert totals == {
        "To be reviewed by you": 0,
        "New": 1,
        "In review": 2,
        "Waiting for the applicant": 1,
        "Waiting list": 1,
        "Next in line": 1,
        "Ready to announce": 1,
        "Offers out": 1,
        "Interviews": 1,
        "Likely duplicates": 0,
        "Confirmations to verify": 1,
        "Free and awaited": 1,
        "Years to confirm": 6,
        "Next year to open": 1,
        "Do not renew": 1,
        "Progress calls": 1,
        "Suggestions to answer": 1,
        "Workshops without a facilitator": 1,
        "Supplies to send": 1,
        "Reimbursement requests to decide": 1,
        "Approved requests to pay": 1,
        "Payment batches to mark paid": 1,
        "Workshops left in progress": 1,
        "People who ask to be erased": 1,
        "Partners that look for a facilitator": 1,
        "Contracts that lack an accreditation": 1,
        "Accreditations that end soon": 1,
        "Mail in doubt": 2,
        "Mail not sent": 1,
    }


def test_the_oldest_stands_first_and_says_how_long_it_waits(staff):
    for n, waits in enumerate([5, 41, 12]):
        made = make_application(organization=f"Office {n}")
        at = start_of(pacific_today() - timedelta(days=waits))
        Application.objects.filter(pk=made.pk).update(submitted_at=at)

    page = first_page(staff)

    rows = [(row.called, row.when) for row in page.context_data["waiting"]]
    assert rows == [("Office 1", "41 days"), ("Office 2", "12 days"), ("Office 0", "5 days")]


def test_an_applicant_who_owes_changes_waits_since_they_were_asked_for(staff):
    made = make_application(status="changes_requested")
    at = timezone.now() - timedelta(days=60)
    Application.objects.filter(pk=made.pk).update(submitted_at=at)
    made.change_requests.create(sections=["people"], message="Who?")

    [row] = first_page(staff).context_data["waiting"]

    assert row.when == "since today"


@time_machine.travel("2016-06-10 12:00-07:00")
def test_the_waiting_list_shows_first_whose_last_day_of_waiting_comes(staff):
    for day in (date(2016, 7, 1), date(2016, 6, 8)):
        made = make_application(status="waitlisted")
        Application.objects.filter(pk=made.pk).update(waiting_until=day)

    rows = first_page(staff).context_data["waiting"]

    assert [(row.when, row.is_late) for row in rows] == [
        ("8 June 2016, 2 days ago", True),
        ("1 July 2016, 21 days", False),
    ]


@time_machine.travel("2016-03-30 12:00-07:00")
def test_an_offer_says_its_last_day_the_next_first(staff):
    make_offer(reply_by=date(2016, 4, 22))
    make_offer(reply_by=date(2016, 4, 1))

    page = first_page(staff)

    [offers] = [one for one in page.context_data["queues"] if one.queue.slug == "offers-out"]
    assert offers.in_words == "next 1 April 2016, 2 days"
    assert '<small class="late">Next 1 April 2016, 2 days</small>' in page.content.decode()


@time_machine.travel("2016-03-01 12:00-08:00")
def test_periods_offers_and_events_of_the_next_month_close_soon(staff):
    make_round(name="First", opens_on=date(2016, 2, 1), closes_on=date(2016, 3, 31))
    make_round(name="Second", opens_on=date(2016, 3, 20), closes_on=date(2016, 9, 1))
    make_offer(reply_by=date(2016, 3, 15))
    make_offer(reply_by=date(2016, 5, 15))
    make_event(first_day=date(2016, 3, 5), last_day=date(2016, 3, 6), place="Omaha, NE")

    found = [(one.day, one.what) for one in first_page(staff).context_data["closing"]]

    assert [day for day, _ in found] == [
        date(2016, 3, 5),
        date(2016, 3, 15),
        date(2016, 3, 20),
        date(2016, 3, 31),
    ]
    assert found[1][1].endswith("lapses")
    assert found[2][1].startswith("Second: first day to apply")
    assert found[3][1].startswith("First: last day to apply")


def test_what_closes_leads_to_its_page(staff):
    made = make_offer(reply_by=pacific_today())

    [soon] = first_page(staff).context_data["closing"]

    assert soon.address == reverse("admin:applications_offer_change", args=[made.pk])
    assert staff.get(soon.address).status_code == 200


def queries_of(client):
    with CaptureQueriesContext(connection) as asked:
        assert first_page(client).status_code == 200
    return len(asked)


def test_asks_equally_often_with_nothing_one_and_three_of_everything(staff):
    queries_of(staff)
    with_nothing = queries_of(staff)
    make_everything()
    with_one = queries_of(staff)
    make_everything(2)

    assert queries_of(staff) == with_one == with_nothing <= FEW_QUERIES


def test_a_person_of_few_powers_asks_no_more_often(client):
    person = make_user(is_staff=True)
    for codename in ("view_application", "view_offer", "view_message"):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(person)
    make_everything()
    queries_of(client)

    assert queries_of(client) <= FEW_QUERIES


def test_a_person_without_permission_sees_no_queue(client):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_region"))
    client.force_login(person)
    make_everything()
    make_application(organization="Secret Orchard")

    page = first_page(client)

    assert page.context_data["queues"] == page.context_data["closing"] == []
    assert "Secret Orchard" not in page.content.decode()


def test_an_empty_day_says_what_will_stand_there(staff):
    page = first_page(staff).content.decode()

    assert in_words(pacific_today()) in page
    assert "Nothing waits for you." in page
    assert "No application has come that nobody reads." in page
    assert "Nothing within 30 days." in page


def test_a_queue_that_nobody_knows_narrows_nothing(staff):
    make_offer()

    page = staff.get(reverse("admin:applications_offer_changelist"), {"queue": "new"})

    assert page.context_data["cl"].queryset.count() == Offer.objects.count() == 1


@pytest.fixture
def awaited():
    with time_machine.travel("2016-07-03 12:00-07:00", tick=False):
        yield make_awaited()


def in_queue(client, slug):
    found = first_page(client).context_data["queues"]
    return next(one for one in found if one.queue.slug == slug)


def test_a_region_that_a_partner_left_waits_until_somebody_is_told(staff, administrator, awaited):
    the_program().pins.create(region=awaited)
    [waiting] = in_queue(staff, "regions-awaited").oldest
    assert (waiting.called, waiting.when) == ("Bend", "2 days")

    tell_waiting(awaited, by=administrator)

    assert in_queue(staff, "regions-awaited").total == 0


@pytest.mark.parametrize(
    "spoken_for",
    [
        lambda region: make_partner(region=region),
        lambda region: make_offer(application=make_application(pin=make_pin(region=region))),
        lambda region: region.interests.all().delete(),
    ],
)
def test_a_region_that_is_taken_or_wanted_by_nobody_does_not_wait(staff, awaited, spoken_for):
    spoken_for(awaited)

    assert in_queue(staff, "regions-awaited").total == 0


def test_the_year_of_a_partner_that_left_waits_for_nobody(staff):
    partner = make_partner_year().partner
    type(partner).objects.filter(pk=partner.pk).update(ended_on=date(2016, 6, 30))

    assert in_queue(staff, "years-to-renew").total == 0
