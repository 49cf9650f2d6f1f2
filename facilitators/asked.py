"""The secret link of a facilitator who was asked about dates: it opens that question alone.

As with the links of referees, its secret is computed and never stored, and once opened it leaves
the address for a cookie that is only sent to that page.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from facilitators.models import Inquiry
from plp.core import links
from plp.core.days import pacific_day, start_of

OPEN_FOR = timedelta(days=30)


def last_day(inquiry: Inquiry) -> date:
    """Return the last day on which a question can be answered, and an answer changed."""
    return pacific_day(inquiry.asked_at) + OPEN_FOR


def earliest_open(on: date) -> datetime:
    """Return the moment from which on questions were asked that can be answered on a day."""
    return start_of(on - OPEN_FOR)


def secret(inquiry: Inquiry) -> str:
    """Return it: of one address, as it was asked once."""
    asked = f"{inquiry.pk}:{inquiry.asked_at.timestamp()}:{inquiry.facilitator.email.lower()}"
    return links.secret_of("facilitators.asked", asked)


def address(inquiry: Inquiry) -> str:
    """Return the link, with the host that this site is known by."""
    path = reverse("facilitators:question-open", args=[inquiry.pk, secret(inquiry)])
    return settings.SITE_URL + path


def opens(inquiry: Inquiry, given: str, on: date) -> bool:
    """Whether a secret is the right one, and it can still be answered on a day."""
    return links.is_right(given, secret(inquiry)) and on <= last_day(inquiry)


def is_open(http, inquiry: Inquiry, on: date) -> bool:
    """Whether this browser has opened the link, and it can still be answered on a day."""
    return opens(inquiry, http.COOKIES.get(_cookie(inquiry), ""), on)


def remember(response, http, inquiry: Inquiry) -> None:
    """Let this browser answer."""
    path = reverse("facilitators:question", args=[inquiry.pk])
    links.remember(response, http, name=_cookie(inquiry), secret=secret(inquiry), path=path)


def _cookie(inquiry):
    return f"plp-question-{inquiry.pk}"
