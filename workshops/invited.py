"""The secret link of a teacher who was brought to an event: it opens their own page alone.

As with the links of referees, its secret is computed and never stored, and once opened it leaves
the address for a cookie that is only sent to that page.
"""

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from plp.core import links
from workshops.models import EventRegistration

OPEN_AFTER = timedelta(days=30)


def secret(registration: EventRegistration) -> str:
    """Return it: of one address, as it was invited once."""
    teacher = registration.teacher
    value = f"{registration.pk}:{registration.invited_at.timestamp()}:{teacher.email.lower()}"
    return links.secret_of("workshops.invited", value)


def address(registration: EventRegistration) -> str:
    """Return the link, with the host that this site is known by."""
    return settings.SITE_URL + reverse(
        "workshops:registration-open", args=[registration.pk, secret(registration)]
    )


def opens(registration: EventRegistration, given: str, on: date) -> bool:
    """Whether a secret is the right one on a day, and its event was not over long ago."""
    right = links.is_right(given, secret(registration))
    return right and on <= registration.event.last_day + OPEN_AFTER


def is_open(http, registration: EventRegistration, on: date) -> bool:
    """Whether this browser has opened the link."""
    return opens(registration, http.COOKIES.get(_cookie(registration), ""), on)


def remember(response, http, registration: EventRegistration) -> None:
    """Let this browser answer."""
    path = reverse("workshops:registration", args=[registration.pk])
    name = _cookie(registration)
    links.remember(response, http, name=name, secret=secret(registration), path=path)


def _cookie(registration):
    return f"plp-registration-{registration.pk}"
