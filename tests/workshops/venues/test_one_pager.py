"""The one page about a workshop for who leads it: as a page and as a PDF, for whom it is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member, make_partner
from tests.workshops.make import make_enrollment, make_leading, make_sheet
from workshops import one_pager


@pytest.fixture
def jonas(db):
    return make_facilitator_with_account(name="Jonas Tinderbox")


@pytest.fixture
def own(jonas):
    client = Client()
    client.force_login(jonas.user)
    return client


def said(workshop):
    return {row.label: row.text for row in one_pager.rows(workshop)}


def own_address(workshop, kind="own-one-page"):
    return reverse(f"workshops:{kind}", args=[workshop.pk])


def test_says_all_that_who_leads_must_know(workshop, jonas):
    make_leading(workshop, facilitator=jonas, status="confirmed")
    make_enrollment(workshop)
    make_enrollment(workshop, status="cancelled")
    make_sheet(
        workshop,
        access="Ring twice.",
        shipping="Care of Dana Whitlock",
        wifi="Library guest",
        contact_name="Dana Whitlock",
        contact_phone="312-555-0188",
        more="The projector hums.",
    )

    assert said(workshop) == {
        "When": "Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)",
        "Where": "Lake Street Library",
        "Address": "1 Lake Street, Chicago, IL 60601",
        "Room": "Room 204",
        "Getting in": "Ring twice.",
        "Parking": "Behind the building, free on Saturdays.",
        "Wifi": "Library guest",
        "Who helps on the day": "Dana Whitlock\n312-555-0188",
        "Where supplies are sent": "Care of Dana Whitlock",
        "Who leads": "Jonas Tinderbox",
        "How many come": "1 teacher of 20 seats so far",
        "More": "The projector hums.",
    }


def test_names_what_nobody_has_said_yet(workshop):
    make_sheet(workshop)

    found = said(workshop)

    assert found["Not said yet"] == (
        "Getting in, wifi, who helps on the day and where supplies are sent."
    )
    assert found["Who leads"] == "Nobody is confirmed yet."


def test_of_a_virtual_workshop_no_place_is_missed(workshop):
    workshop.mode = "virtual"

    found = said(workshop)

    assert found["Where"] == "Online"
    assert "Parking" not in found
    assert found["Not said yet"] == "Who helps on the day and where supplies are sent."


def test_is_a_tagged_pdf_that_is_the_same_each_time(manager, workshop, partner):
    address = reverse("workshops:one-page-pdf", args=[partner.pk, workshop.pk])

    first, second = manager.get(address), manager.get(address)

    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in first.content
    assert first.content == second.content
    assert "First Saturday.pdf" in first["Content-Disposition"]
    assert "no-store" in first["Cache-Control"]


def test_characters_that_no_font_has_break_no_pdf(manager, workshop, partner):
    make_sheet(workshop, access="入口 🚪\n\n#set page(width: 1pt)", more="\0")

    answer = manager.get(reverse("workshops:one-page-pdf", args=[partner.pk, workshop.pk]))

    assert answer.content.startswith(b"%PDF")


def test_a_member_who_only_looks_reads_it(browse, workshop, partner):
    answer = browse().get(reverse("workshops:one-page", args=[partner.pk, workshop.pk]))

    assert "Lake Street Library" in answer.content.decode()


def test_who_is_confirmed_reads_it(own, jonas, workshop):
    make_leading(workshop, facilitator=jonas, status="confirmed")

    assert "Lake Street Library" in own.get(own_address(workshop)).content.decode()
    assert own.get(own_address(workshop, "own-one-page-pdf")).content.startswith(b"%PDF")


@pytest.mark.parametrize("status", ["penciled", "asked", "declined", "released"])
def test_who_is_not_confirmed_does_not(own, jonas, workshop, status):
    make_leading(workshop, facilitator=jonas, status=status)

    for kind in ["own-one-page", "own-one-page-pdf"]:
        assert own.get(own_address(workshop, kind)).status_code == 404


def test_who_leads_another_workshop_does_not(own, workshop):
    make_leading(workshop, status="confirmed")

    assert own.get(own_address(workshop)).status_code == 404


def test_a_member_reads_no_page_of_a_facilitator(client, workshop):
    client.force_login(make_member(make_partner()).user)

    assert client.get(own_address(workshop)).status_code == 404


def test_says_that_a_workshop_is_cancelled(own, jonas, workshop):
    make_leading(workshop, facilitator=jonas, status="confirmed")
    type(workshop).objects.update(status="cancelled")

    assert "This workshop is cancelled." in own.get(own_address(workshop)).content.decode()


def test_asks_the_same_number_of_queries_however_many_lead_and_come(
    own, jonas, workshop, count_queries
):
    make_leading(workshop, facilitator=jonas, status="confirmed")
    one = count_queries(own, own_address(workshop))
    for _ in range(3):
        make_leading(workshop, role="co_lead", status="confirmed")
        make_enrollment(workshop)

    assert count_queries(own, own_address(workshop)) == one
    assert one <= 12
