"""The secret link of a referee: it opens the one form on which they answer, and nothing else.

As with the links of drafts (`links`), its secret is computed and never stored, and once opened it
leaves the address for a cookie that is only sent to that form.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.links import OPEN_AFTER_DECISION
from applications.models import ReferenceRequest
from plp.core import links


def secret(request: ReferenceRequest) -> str:
    """Return it: of one address, as it was asked once."""
    value = f"{request.pk}:{request.asked_at.timestamp()}:{request.reference.email.lower()}"
    return links.secret_of("applications.referees", value)


def address(request: ReferenceRequest) -> str:
    """Return the link, with the host that this site is known by."""
    return settings.SITE_URL + reverse(
        "applications:reference-open", args=[request.pk, secret(request)]
    )


def opens(request: ReferenceRequest, given: str) -> bool:
    """Whether a secret is the right one, and its application was not decided long ago."""
    right = links.is_right(given, secret(request))
    decided_at = request.reference.application.decided_at()
    return right and (not decided_at or timezone.now() <= decided_at + OPEN_AFTER_DECISION)


def is_open(http, request: ReferenceRequest) -> bool:
    """Whether this browser has opened the link."""
    return opens(request, http.COOKIES.get(_cookie(request), ""))


def remember(response, http, request: ReferenceRequest) -> None:
    """Let this browser answer."""
    path = reverse("applications:reference", args=[request.pk])
    name = _cookie(request)
    links.remember(response, http, name=name, secret=secret(request), path=path)


def _cookie(request):
    return f"plp-reference-{request.pk}"
