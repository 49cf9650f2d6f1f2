"""How often a public form may be sent, and what people see once it was too often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from plp.core import limits
from plp.core.limits import Rates, TooMany, client_address, spend
from plp.urls import urlpatterns as site
from tests.applications.test_races import at_once

pytestmark = pytest.mark.django_db

NOON = datetime(2016, 2, 11, 20, 0, 30, tzinfo=UTC)  # 12:00:30 Pacific


@pytest.fixture(autouse=True)
def rates(monkeypatch):
    monkeypatch.setitem(limits.RATES, "try", Rates("3/h", "5/h"))


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def come(address="192.0.2.1", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def spend_once(key, address="192.0.2.1"):
    spend(come(address), "try", key=key)


def test_a_key_may_be_spent_so_often_and_no_more():
    for _ in range(3):
        spend_once("ada@example.org")

    with pytest.raises(TooMany):
        spend_once("ada@example.org", "192.0.2.2")


def test_others_are_not_counted_along():
    for _ in range(3):
        spend_once("ada@example.org")

    spend_once("grace@example.org")


def test_one_address_in_other_letters_is_the_same():
    for key in ["ada@example.org", "ADA@example.org", " Ada@Example.org "]:
        spend_once(key)

    with pytest.raises(TooMany):
        spend_once("aDa@example.org")


def test_a_network_address_has_a_ceiling_of_its_own():
    for number in range(5):
        spend_once(f"teacher{number}@example.org")

    with pytest.raises(TooMany):
        spend_once("one.more@example.org")
    spend_once("one.more@example.org", "192.0.2.2")


def test_what_is_refused_does_not_count(clock):
    for number in range(5):
        spend_once(f"teacher{number}@example.org")
    for _ in range(3):
        with pytest.raises(TooMany):
            spend_once("ada@example.org")

    for _ in range(3):
        spend_once("ada@example.org", "192.0.2.2")
    with pytest.raises(TooMany):
        spend_once("ada@example.org", "192.0.2.3")
    for _ in range(4):
        spend_once("grace@example.org" if _ < 3 else "alan@example.org", "192.0.2.3")


def test_says_when_there_is_room_again_and_then_there_is(clock):
    for _ in range(3):
        spend_once("ada@example.org")
        clock.shift(60)

    with pytest.raises(TooMany) as refused:
        spend_once("ada@example.org")

    assert refused.value.until == NOON + timedelta(hours=1)
    clock.move_to(refused.value.until)
    spend_once("ada@example.org")


def test_says_when_the_ceiling_of_an_address_is_lifted(clock):
    for number in range(5):
        spend_once(f"teacher{number}@example.org")
        clock.shift(60)

    with pytest.raises(TooMany) as refused:
        spend_once("ada@example.org")

    assert refused.value.until == NOON + timedelta(hours=1)


def test_also_counts_where_a_page_is_only_read():
    request = RequestFactory().get("/")
    for _ in range(3):
        spend(request, "try", key="K7M4-PXQ")

    with pytest.raises(TooMany):
        spend(request, "try", key="K7M4-PXQ")


def test_tries_again_while_a_count_is_busy_and_not_full(monkeypatch):
    consume, busy = ratelimit.consume, [True, True]

    def busy_at_first(*args, **options):
        return None if busy and busy.pop() else consume(*args, **options)

    monkeypatch.setattr(ratelimit, "consume", busy_at_first)

    spend_once("ada@example.org")

    assert not busy


def test_refuses_rather_than_waits_long_when_a_count_is_busy(monkeypatch):
    monkeypatch.setattr(limits, "BUSY", 0)
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0)
    monkeypatch.setattr(cache, "add", lambda *args, **kwargs: False, raising=False)
    before = timezone.now()

    with pytest.raises(TooMany) as refused:
        spend_once("ada@example.org")

    assert before <= refused.value.until <= timezone.now()


@pytest.mark.parametrize("action", ["draft", "link", "interest", "upload"])
def test_a_school_behind_one_address_has_room(action):
    per_key, per_address = (int(rate.partition("/")[0]) for rate in limits.RATES[action])

    assert per_address >= 7 * per_key


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_is_the_connections(address, counted_as):
    request = come(address, x_forwarded_for="198.51.100.7")

    assert client_address(request) == counted_as


@pytest.mark.parametrize(
    ("told", "counted_as"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9,2001:db8::1", "2001:db8::/64"),
        ("", "192.0.2.1"),
    ],
)
def test_behind_a_proxy_an_address_is_what_the_proxy_adds(settings, told, counted_as):
    settings.BEHIND_PROXY = True

    assert client_address(come(x_forwarded_for=told)) == counted_as


def test_without_an_address_only_the_key_counts():
    for number in range(9):
        spend_once(f"teacher{number}@example.org", address="")


def a_page(request):
    spend(request, "try", key=request.POST["email"])
    return HttpResponse("Saved.")


a_page.login_required = False
urlpatterns = [path("try/", a_page), *site]


class TestPage:
    @pytest.fixture(autouse=True)
    def address(self, settings):
        settings.ROOT_URLCONF = __name__

    def refused(self, client, **typed):
        for _ in range(4):
            answer = client.post("/try/", {"email": "ada@example.org", **typed})
        return answer

    def test_says_when_to_try_again(self, client, clock):
        answer = self.refused(client)

        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "3600"
        assert "Try again after 1:01 p.m. Pacific, in about 60 minutes." in answer.content.decode()

    def test_counts_the_last_minute_as_one(self, client, clock):
        self.refused(client)
        clock.shift(3600 - 20)

        answer = client.post("/try/", {"email": "ada@example.org"})

        assert answer.headers["Retry-After"] == "20"
        assert "in about 1 minute." in answer.content.decode()

    def test_shows_what_was_typed_as_text(self, client):
        page = self.refused(client, notes="\n<b>11 years</b>", fax="", seen="1").content.decode()

        assert page.count("<textarea") == 2
        assert ">\n\n&lt;b&gt;11 years&lt;/b&gt;</textarea>" in page
        assert "copy it before you go on" in page

    def test_is_kept_by_nobody(self, client):
        assert "no-store" in self.refused(client).headers["Cache-Control"]

    def test_leaves_other_errors_alone(self):
        with pytest.raises(KeyError):
            Client().post("/try/", {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_of_ten_at_once_just_so_many_are_let_through(round):
    cache.clear()

    def once():
        try:
            spend_once("ada@example.org")
        except TooMany:
            return False
        return True

    assert sorted(at_once(*[once] * 10)) == [False] * 7 + [True] * 3
