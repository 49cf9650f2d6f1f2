"""A form that the browser's cookies no longer fit: sent once more, and nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import said

pytestmark = pytest.mark.django_db


def test_a_form_without_its_cookie_shows_what_was_typed():
    client = Client(enforce_csrf_checks=True)

    page = client.post(reverse("applications:start"), {"email": "three.evenings@example.org"})

    assert page.status_code == 403
    assert "Please send that form once more" in said(page)
    assert "three.evenings@example.org" in said(page)
