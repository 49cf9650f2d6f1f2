"""A teacher checks in with their own link, and with nobody else's."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.browsing import said
from tests.workshops.day.conftest import NOW
from tests.workshops.make import make_enrollment, make_session
from workshops import own_links
from workshops.actions import checking_in
from workshops.models import Attendance, Enrollment, WalkIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


def address(enrollment):
    return reverse("workshops:seat-check-in", args=[enrollment.pk])


def opened(enrollment):
    """A browser that has opened the link of a seat."""
    client = Client()
    link = own_links.of_enrollment(enrollment).address("workshops:seat-open")
    client.get(link.partition("8000")[2])
    return client


def test_whoever_has_a_seat_is_here(cast):
    cast.started()
    client = opened(cast.ines)
    assert "Check in" in said(client.get(reverse("workshops:seat", args=[cast.ines.pk])))

    assert "I am here" in said(client.get(address(cast.ines)))
    client.post(address(cast.ines))
    client.post(address(cast.ines))

    assert checking_in.HERE in said(client.get(address(cast.ines)))
    row = Attendance.objects.get()
    assert (row.enrollment, row.how) == (cast.ines, "link")


def test_whoever_has_none_waits_to_be_let_in(cast):
    cast.started()
    waits = make_enrollment(cast.workshop, status="waitlisted")
    client = opened(waits)

    client.post(address(waits))

    assert checking_in.WAITS in said(client.get(address(waits)))
    assert WalkIn.objects.waiting().get().name == waits.name
    assert not Attendance.objects.exists()


def test_of_several_days_it_is_the_one_that_is_going_on(cast):
    make_session(cast.workshop, day=date(2016, 10, 15))
    cast.started()

    opened(cast.ines).post(address(cast.ines))

    assert Attendance.objects.get().session == cast.session


def test_opens_for_nobody_else(cast):
    cast.started()

    for client in [Client(), opened(cast.marcus)]:
        assert client.get(address(cast.ines)).status_code == 404
        assert client.post(address(cast.ines)).status_code == 404
    assert not Attendance.objects.exists()


def test_says_when_it_is_too_early(cast):
    client = opened(cast.ines)

    assert checking_in.NOT_STARTED in said(client.post(address(cast.ines)))
    cast.workshop.sessions.all().delete()
    assert checking_in.NO_DAY in said(client.post(address(cast.ines)))


def test_what_is_later_counts_also_here(cast):
    cast.started()
    enrollment = Enrollment.objects.get(pk=cast.ines.pk)
    checking_in.check_in_by_link(enrollment, now=NOW)

    Attendance.objects.update(is_present=False)
    checking_in.check_in_by_link(enrollment, now=NOW)

    assert not Attendance.objects.get().is_present
