"""The pages people see when something is wrong, each in the site's own look."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [400, 500])
def test_needs_neither_request_nor_database(status, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(f"{status}.html")

    assert page.startswith("<!DOCTYPE html>")
    assert '<body class="site">' in page
    assert page.count("<h1>") == 1


def test_a_break_shows_our_page_and_no_secret():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_pageversion")

    answer = Client(raise_request_exception=False).get("/faq/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "core_pageversion" not in answer.content.decode()


def test_a_form_without_its_token_says_so():
    answer = Client(enforce_csrf_checks=True).post("/tell-me/", {"organization": "Mill"})

    assert answer.status_code == 403
    assert "Please send that form once more" in answer.content.decode()


def test_a_page_that_is_not_there_leads_on(client):
    answer = client.get("/nope")

    assert answer.status_code == 404
    assert 'href="/educate/plc/plp"' in answer.content.decode()
