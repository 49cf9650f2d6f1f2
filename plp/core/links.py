"""Secrets of links: computed from what a link is for, and never stored.

Once opened, a link leaves its secret in a cookie that is only ever sent to the pages it opens.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE_AGE = 400 * 24 * 60 * 60  # seconds; the longest that browsers keep one
LENGTH = 40  # hex digits, 160 bits: they fit in a line of a mail


def secret_of(kind: str, value: str) -> str:
    """Return the secret of a kind of links; another value, another secret."""
    return salted_hmac(kind, value, algorithm="sha256").hexdigest()[:LENGTH]


def is_right(given: str, secret: str) -> bool:
    return constant_time_compare(secret, given)


def remember(
    response: HttpResponse, request: HttpRequest, *, name: str, secret: str, path: str
) -> None:
    """Let this browser do on some pages what a link is for."""
    response.set_cookie(
        name,
        secret,
        max_age=COOKIE_AGE,
        path=path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
