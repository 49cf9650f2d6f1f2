"""The list of those who hear when their area opens."""

import re

import pytest
import time_machine

from applications.models import Interest

pytestmark = pytest.mark.django_db

ADDRESS = "/tell-me/"
ASKED = {"organization": "Prairie Schools", "email": "ada@example.org", "zip": "60601"}


def test_keeps_who_asks_with_the_region_of_the_zip(client):
    answer = client.post(ADDRESS, ASKED | {"zip": "Chicago 60601-1234"})

    assert answer.url == "/tell-me/thanks/?zip=60601"
    assert "apply for Chicago" in client.get(answer.url).content.decode()
    interest = Interest.objects.get()
    assert (interest.zip, interest.region.slug) == ("60601", "chicago-il")


def test_keeps_a_zip_that_no_region_serves(client):
    client.post(ADDRESS, ASKED | {"zip": "79936"})

    assert Interest.objects.get().region is None


def test_asking_twice_is_answered_alike_and_kept_once(client):
    first = client.post(ADDRESS, ASKED)
    second = client.post(ADDRESS, ASKED | {"email": "ADA@example.org", "organization": "Other"})

    assert first.url == second.url
    assert Interest.objects.get().organization == "Prairie Schools"


def test_fills_in_the_zip_that_was_looked_up(client):
    page = client.get(f"{ADDRESS}?zip=79936").content.decode()

    assert 'value="79936"' in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"organization": ""}, "Your organization</a>: Write your organization’s name."),
        (
            {"email": "ada at example"},
            "Your e-mail address</a>: Write an e-mail address, such as ada@example.org.",
        ),
        ({"zip": "6060"}, "Write the 5 digits of a ZIP code, such as 60601."),
        ({"zip": "🎒"}, "Write the 5 digits of a ZIP code, such as 60601."),
        ({"organization": "x" * 100_000}, "Ensure this value has at most 200 characters"),
        ({"organization": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(client, typed, message):
    page = client.post(ADDRESS, ASKED | typed).content.decode()

    assert message in page
    assert 'value="ada@example.org"' in page or "ada at example" in page
    assert not Interest.objects.exists()


def test_a_robot_is_thanked_and_not_kept(client):
    answer = client.post(ADDRESS, ASKED | {"fax": "https://example.com"})

    assert answer.url == "/tell-me/thanks/?zip=60601"
    assert not Interest.objects.exists()


def test_a_form_that_nobody_opened_is_shown_again_with_all_that_was_typed(client, settings):
    settings.FORM_SECONDS = 2

    page = client.post(ADDRESS, ASKED).content.decode()

    assert "Please press the button once more." in page
    assert 'value="ada@example.org"' in page
    assert not Interest.objects.exists()


def test_a_form_that_was_open_for_a_while_is_taken(client, settings):
    settings.FORM_SECONDS = 2
    with time_machine.travel(0) as clock:
        [stamp] = re.findall(
            'name="drawn_at" value="([^"]+)"', client.get(ADDRESS).content.decode()
        )
        clock.shift(10)
        client.post(ADDRESS, ASKED | {"drawn_at": stamp})

    assert Interest.objects.get().email == "ada@example.org"


def test_the_sixth_time_in_an_hour_is_refused_and_what_was_typed_shown(client):
    for zip_code in ["60601", "60602", "60603", "60604", "60605"]:
        client.post(ADDRESS, ASKED | {"zip": zip_code})

    answer = client.post(ADDRESS, ASKED | {"zip": "60606"})

    assert answer.status_code == 429
    assert "Prairie Schools</textarea>" in answer.content.decode()
    assert Interest.objects.count() == 5


def test_what_is_wrong_or_a_robots_is_not_counted(client):
    for _ in range(6):
        client.post(ADDRESS, ASKED | {"zip": "6060"})
        client.post(ADDRESS, ASKED | {"fax": "1"})

    assert client.post(ADDRESS, ASKED).status_code == 302
