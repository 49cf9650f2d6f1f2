"""The address that says whether the site can work."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from plp.core.views.site import unapplied_migrations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    """Each process remembers that nothing is missing."""
    unapplied_migrations.cache_clear()
    yield
    unapplied_migrations.cache_clear()


def test_answers_anyone_that_all_is_well(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "migrations": "ok",
        "static files": "ok",
        "outbox": "ok",
        "outbox age": 0,
    }
    assert not response.cookies


def test_names_the_migrations_that_are_not_applied(client):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="applications").latest("name").name
    recorder.record_unapplied("applications", last)

    response = client.get(reverse("healthz"))

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "unapplied": [f"applications.{last}"]}


def test_recovers_once_they_are_applied(client):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="applications").latest("name").name
    recorder.record_unapplied("applications", last)
    client.get("/healthz")
    recorder.record_applied("applications", last)

    assert client.get("/healthz").status_code == 200


def test_says_for_how_many_seconds_the_oldest_mail_has_waited(client, make_mail):
    make_mail(not_before=timezone.now() - timedelta(seconds=90))
    make_mail(not_before=timezone.now() + timedelta(days=1))

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json()["outbox age"] in (90, 91)


@time_machine.travel("2016-02-11 16:40Z", tick=False)
def test_complains_when_no_worker_has_sent_mail_for_a_quarter_of_an_hour(client, make_mail):
    make_mail(not_before=timezone.now() - timedelta(minutes=15, seconds=1))

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json()["outbox"] == "late; is manage.py work running?"
    assert response.json()["outbox age"] == 901


def test_refuses_anything_but_a_look(client):
    assert client.post("/healthz").status_code == 405
