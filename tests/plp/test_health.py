"""The address that says whether the site can work."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from plp.core.views import unapplied_migrations

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
    assert response.json() == {"database": "ok", "migrations": "ok", "static files": "ok"}
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


def test_refuses_anything_but_a_look(client):
    assert client.post("/healthz").status_code == 405
