"""A form that the browser's cookies no longer fit: sent once more, and nothing is lost."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.browsing import said

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def test_a_form_without_its_cookie_shows_what_was_typed():
    client = Client(enforce_csrf_checks=True)

    page = client.post(reverse("applications:start"), {"email": "three.evenings@example.org"})

    assert page.status_code == 403
    assert "Please send that form once more" in said(page)
    assert "three.evenings@example.org" in said(page)


TEMPLATES = settings.BASE_DIR / "templates"
ALONE = re.compile(r'{% include "([^"]+)"[^%]* only %}')


def test_no_form_is_included_without_what_it_is_sent_with():
    """`only` leaves a form without its token, and whoever sends it is refused."""
    included = {
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for name in ALONE.findall(path.read_text())
        if "csrf_token" in (TEMPLATES / name).read_text()
    }

    assert included == set()
