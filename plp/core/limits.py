"""How often a public form may be sent: by whom or what it is about first, then by address."""

import ipaddress
import math
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from plp.core import guard


class Rates(NamedTuple):
    """So many in so long: for one e-mail address or object, and for one network address.

    A whole school or office may sit behind one network address, so its ceiling is far higher.
    """

    key: str
    address: str


RATES = {
    # Starting an application, by e-mail: a mail goes to whom it names, wanted or not.
    "draft": Rates("5/h", "100/h"),
    # Sending a link again, by e-mail: the same.
    "link": Rates("3/h", "60/h"),
    # "Tell me when my area opens", by e-mail: each ZIP code is a row.
    "interest": Rates("5/h", "100/h"),
    # A file, by draft: a few may stay there, and some are tried twice.
    "upload": Rates("40/h", "300/h"),
    # What a referee says, by who was asked: it is kept once, and tried again where it was wrong.
    "reference": Rates("20/h", "100/h"),
    # Inviting to act for a partner, by partner: a mail goes to whom it names.
    "member": Rates("30/h", "100/h"),
    # That no time suits, by draft: a mail goes to staff each time.
    "interview": Rates("10/h", "100/h"),
    # Whether a teacher comes, by who was invited.
    "registration": Rates("20/h", "300/h"),
    # What a teacher thought of a workshop, by seat: it is kept once, and tried again where wrong.
    "feedback": Rates("20/h", "300/h"),
    # What a teacher changes on their own pages, by teacher.
    "own": Rates("40/h", "400/h"),
    # Who is at an event, by e-mail: hundreds may be behind the address of its hall.
    "check-in": Rates("10/h", "1000/h"),
    # Signing up for a workshop, by workshop and e-mail: dozens may do it at once in one school.
    "sign-up": Rates("10/h", "1000/h"),
    # Suggesting a facilitator, by e-mail or partner: a mail goes to whom it names.
    "suggestion": Rates("10/h", "100/h"),
    # Whether a document is one we keep, by its hash: each may be an upload.
    "verify": Rates("30/h", "300/h"),
    # That a payment is not right, by its line: who handles money at the partner gets a mail.
    "not-right": Rates("10/h", "300/h"),
    # A teacher who is brought to an event, by partner: each gets a mail.
    "teacher": Rates("200/h", "400/h"),
    # A facilitator's answer about dates, by question: who asked gets a mail of each change.
    "question": Rates("10/h", "100/h"),
}


BUSY = 15  # seconds in which a count that others keep busy is tried again


class TooMany(Exception):
    """A limit is reached; `until` is when there is room again."""

    def __init__(self, until: datetime):
        super().__init__(f"until {until}")
        self.until = until


def spend(request: HttpRequest, action: str, *, key: str) -> None:
    """Count one action of a person or object, and of the address that the request came from.

    Raises TooMany where either limit is reached; then neither counts. Call it outside of
    transactions: what is rolled back is not counted, and counting waits for others.
    """
    rates = RATES[action]
    used = _consume(request, action, rates.key, key.strip().casefold())
    address = client_address(request)
    if address:
        try:
            _consume(request, f"{action}-address", rates.address, address)
        except TooMany:
            used.rollback()
            raise


def _consume(request, action, rate, key):
    # Always our own key: for addresses and users the limiter asks allauth's account adapter.
    limit = {"app": "plp", "action": action, "key": key, "config": {action: f"{rate}/key"}}
    give_up = time.monotonic() + BUSY
    while (used := ratelimit.consume(request, limit_get=True, **limit)) is None:
        until = _full_until(request, **limit)
        if until or time.monotonic() >= give_up:
            raise TooMany(until or timezone.now())
    return used


def _full_until(request, *, config, **limit):
    """Return when the oldest of the counted actions is forgotten, or None where there is room: the
    limiter also refuses when others keep it busy for a second."""
    [rate] = ratelimit.get_rates(app=limit["app"], action=limit["action"], config=config)
    moments = cache.get(ratelimit.get_cache_key(request, rate=rate, **limit), [])
    if len(moments) < rate.amount:
        return None
    return datetime.fromtimestamp(moments[-1] + rate.duration, UTC)


def client_address(request: HttpRequest) -> str:
    """Return where a request came from; of IPv6 the network, as one customer has all of it.

    Empty where that is unknown, as behind a socket without a proxy's word.
    """
    text = _told(request)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address.packed, 64), strict=False))


def whole_address(request: HttpRequest) -> str:
    """Return the whole network address that a request came from, or nothing where it is unknown."""
    try:
        return str(ipaddress.ip_address(_told(request)))
    except ValueError:
        return ""


def _told(request):
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    behind_proxy = getattr(settings, "BEHIND_PROXY", False)
    return (behind_proxy and told) or request.META.get("REMOTE_ADDR", "")


def middleware(get_response):
    """Answer TooMany, whichever view raises it, with one page."""

    def answer(request):
        return get_response(request)

    answer.process_exception = _refuse
    return answer


def _refuse(request, error):
    """Say when there is room again, and show what was typed, so that it is not lost."""
    if not isinstance(error, TooMany):
        return None
    seconds = max(1, math.ceil((error.until - timezone.now()).total_seconds()))
    minutes = math.ceil(seconds / 60)
    context = {
        "until": error.until + timedelta(seconds=59),  # printed without seconds
        "minutes": minutes,
        "typed": guard.typed(request.POST),
    }
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
