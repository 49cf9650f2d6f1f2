"""The secret link of a referee: it opens the one form on which they answer, and nothing else.

As with the links of drafts (`links`), its secret is computed and never stored, and once opened it
leaves the address for a cookie that is only sent to that form.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.links import COOKIE_AGE, OPEN_AFTER_DECISION
from applications.models import ReferenceRequest


def secret(request: ReferenceRequest) -> str:
    """Return it: of one address, as it was asked once."""
    value = f"{request.pk}:{request.asked_at.timestamp()}:{request.reference.email.lower()}"
    made = salted_hmac("applications.referees", value, algorithm="sha256")
    return made.hexdigest()[:40]


def address(request: ReferenceRequest) -> str:
    """Return the link, with the host that this site is known by."""
    return settings.SITE_URL + reverse(
        "applications:reference-open", args=[request.pk, secret(request)]
    )


def opens(request: ReferenceRequest, given: str) -> bool:
    """Whether a secret is the right one, and its application was not decided long ago."""
    right = bool(given) and constant_time_compare(secret(request), given)
    decided_at = request.reference.application.decided_at()
    return right and (not decided_at or timezone.now() <= decided_at + OPEN_AFTER_DECISION)


def is_open(http, request: ReferenceRequest) -> bool:
    """Whether this browser has opened the link."""
    return opens(request, http.COOKIES.get(_cookie(request), ""))


def remember(response, http, request: ReferenceRequest) -> None:
    """Let this browser answer."""
    response.set_cookie(
        _cookie(request),
        secret(request),
        max_age=COOKIE_AGE,
        path=reverse("applications:reference", args=[request.pk]),
        secure=http.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _cookie(request):
    return f"plp-reference-{request.pk}"
