"""Fictional data for every screen."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from applications.demo import MANAGER
from applications.models import (
    AnnualReport,
    Application,
    Confirmation,
    Decision,
    Interview,
    Partner,
    Pin,
    Program,
    ProgressCall,
    Recusal,
    ReferenceRequest,
    Review,
    ReviewAssignment,
)
from applications.models.places import PinStatus
from plp.core.models import User
from tests.browsing import said

# `make demo` keeps its records in SQLite, so that is where they are tried.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

ON = date(2026, 11, 23)


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


def load_demo(on=ON):
    call_command("load_demo", on=on, verbosity=0)


def test_shows_every_status_of_a_city(debug):
    load_demo()

    pins = Pin.objects.filter(program__is_current=True).with_status()
    assert Counter(pin.status for pin in pins) == {
        PinStatus.SERVED: 6,
        PinStatus.RESERVED: 2,
        PinStatus.APPLIED: 5,
        PinStatus.OPEN: 24,
    }


@pytest.mark.parametrize(
    ("on", "slug"),
    [
        (date(2026, 11, 23), "plp-2026"),
        (date(2026, 7, 1), "plp-2026"),
        (date(2026, 6, 30), "plp-2025"),
        (date(2028, 2, 29), "plp-2027"),
        (date(2016, 12, 1), "plp-2016"),
    ],
)
def test_shows_the_program_of_the_school_year(debug, on, slug):
    load_demo(on)

    assert Program.objects.current().get().slug == slug


def test_has_partners_that_ended_and_applications_of_every_kind_of_news(debug):
    load_demo()

    assert Partner.objects.exclude(ended_on=None).count() == 3
    assert set(Application.objects.values_list("status", flat=True)) == {
        *Application.objects.model.Status
    } - {"accepted", "lapsed"}


def test_has_a_summit_for_which_people_can_register(client, debug):
    load_demo()
    manager = User.objects.get(email=MANAGER)
    partner = manager.memberships.get().partner
    client.force_login(manager)

    with time_machine.travel(datetime(2026, 11, 23, 20, tzinfo=UTC)):
        client.force_login(manager)
        page = said(client.get(reverse("workshops:events", args=[partner.pk])))

    assert "Teaspoon Harbor, OR" in page
    assert "Nobody of you is registered yet." in page


def test_shows_the_review_workspace_alive(debug):
    load_demo()

    assert Review.objects.filter(done_at=None).count() == Recusal.objects.count() == 1
    assert {r.reviewer.email for r in Review.objects.done()} == {
        "reviewer@example.org",
        "reviewer2@example.org",
        "reviewer3@example.org",
    }
    waits = ReviewAssignment.objects.open()
    assert waits.filter(due_on__lt=ON).count() == 1
    assert waits.filter(due_on__gte=ON).exists()
    assert Interview.objects.open().count() == Interview.objects.exclude(held_at=None).count() == 1
    assert ReferenceRequest.objects.waiting().count() == 1
    assert ReferenceRequest.objects.exclude(waived_at=None).count() == 1
    assert Decision.objects.ready().count() == 2


def test_dates_nothing_after_the_day(debug):
    load_demo()

    for application in Application.objects.all():
        moments = [application.submitted_at, *application.changes.values_list("at", flat=True)]
        assert moments == sorted(moments)
        assert moments[-1].date() <= ON


def test_keeps_what_is_there_when_run_again(debug):
    load_demo()
    Application.objects.first().move("withdrawn", by=None)
    before = list(Application.objects.values_list("pk", "status"))

    load_demo()

    assert list(Application.objects.values_list("pk", "status")) == before
    assert Program.objects.count() == 2


def test_refuses_where_debug_is_off():
    with pytest.raises(CommandError, match="DEBUG=1"):
        load_demo()

    assert not Partner.objects.exists()


def test_asks_for_a_program_first(debug):
    Program.objects.all().delete()

    with pytest.raises(CommandError, match="load_program"):
        load_demo()


def test_shows_what_partners_confirmed_talked_about_and_reported(debug):
    load_demo()

    assert {each.status for each in Confirmation.objects.all()} == {*Confirmation.Status}
    calls = {call.status for call in ProgressCall.objects.all()}
    assert calls == {*ProgressCall.Status} - {ProgressCall.Status.CALLED_OFF}
    assert ProgressCall.objects.filter(actions__done_at__isnull=False, notes__gt="").exists()
    assert AnnualReport.objects.get().sent_at
