"""Certificates: what they credit, their PDF, and what anybody hears of one by its number."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.make import make_teacher
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_session,
    make_workshop,
)
from workshops import certificates, own_links
from workshops.actions.finishing import settle_certificates
from workshops.models import Certificate, PlanningWishes

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2016, 10, 8), date(2016, 10, 9)
CHECK = "/certificates/"


@pytest.fixture
def certificate():
    workshop = make_workshop(FIRST, status="completed", hours=Decimal("6.5"))
    make_session(workshop, day=SECOND, worth=Decimal("0.5"))
    ines = make_teacher(email="ines@mill.example")
    enrollment = make_enrollment(workshop, ines, name="Inés Paperboat", school="Mill School")
    for session in workshop.sessions.all():
        make_attendance(enrollment, session)
    PlanningWishes.objects.create(partner=workshop.partner, provider_number="IL-4711")
    settle_certificates(workshop)
    return Certificate.objects.select_related("enrollment__workshop").get()


def open_seat(client, enrollment):
    link = own_links.of_enrollment(enrollment)
    client.get(reverse("workshops:feedback-open", args=[enrollment.pk, link.secret]))


def own(enrollment):
    return reverse("workshops:certificate", args=[enrollment.pk])


def check(client, code):
    return client.post(CHECK, {"code": code})


def test_it_says_who_was_where_when_and_for_how_long(certificate):
    said = dict(certificates.words_of(certificate))

    assert said["Name"] == "Inés Paperboat"
    assert said["On"] == "Saturday, 8 October 2016\nSunday, 9 October 2016"
    assert said["Credited hours"] == "9.75"
    assert said["Provider number"] == "IL-4711"
    assert said["Certificate"] == certificate.code


def test_only_days_on_which_they_were_present_are_credited(certificate):
    certificate.enrollment.attendances.filter(session__day=FIRST).update(is_present=False)

    said = dict(certificates.words_of(certificate))

    assert (said["On"], said["Credited hours"]) == ("Sunday, 9 October 2016", "3.25")


def test_its_owner_gets_it_as_a_tagged_pdf_the_same_each_time(certificate, client):
    open_seat(client, certificate.enrollment)

    page = client.get(own(certificate.enrollment))

    assert page["Content-Type"] == "application/pdf"
    assert certificate.code in page["Content-Disposition"]
    assert page.content.startswith(b"%PDF")
    assert b"/MarkInfo" in page.content
    assert page.content == certificates.pdf(certificate)


def test_nobody_else_gets_it(certificate, client):
    other = make_enrollment(certificate.enrollment.workshop)
    open_seat(client, other)

    assert client.get(own(certificate.enrollment)).status_code == 404


def test_who_has_none_is_told_why(certificate, client):
    other = make_enrollment(certificate.enrollment.workshop)
    open_seat(client, other)

    page = client.get(own(other), follow=True)

    assert "Only those who were there are asked" in page.content.decode()


@pytest.mark.parametrize("typed", ["{}", " {} ", "# {}"])
def test_anybody_checks_it_by_its_number_and_reads_no_more_than_it_says(certificate, client, typed):
    page = check(client, typed.format(certificate.code.lower().replace("-", " ")))

    text = page.content.decode()
    for _, words in certificates.words_of(certificate):
        assert words.split("\n")[0] in text
    assert "ines@mill.example" not in text
    assert "Mill School" not in text


def test_one_that_was_taken_back_or_made_up_is_none(certificate, client):
    code = certificate.code
    certificate.enrollment.attendances.update(is_present=False)
    settle_certificates(certificate.enrollment.workshop)

    for number in (code, "AAAA-AAA", "’; --"):
        text = check(client, number).content.decode()
        assert "No certificate has this number now" in text
        assert "Paperboat" not in text


def test_while_a_workshop_is_reopened_none_of_it_is_good(certificate, client):
    workshop = certificate.enrollment.workshop
    workshop.move("in_progress", by=None)
    open_seat(client, certificate.enrollment)

    assert "No certificate has this number now" in check(client, certificate.code).content.decode()
    assert client.get(own(certificate.enrollment)).status_code == 302


def test_an_empty_number_is_an_error_beside_the_field(client):
    assert "Write the number that stands on the certificate." in check(client, "").content.decode()
