"""Secret links: who has one may read and change a draft, or answer an offer; nobody signs in.

A link's secret is computed from the draft's code and the version of its links, so nothing secret is
stored, a link can be mailed again, and raising the version makes all earlier ones worthless. Opened
once, it leaves the secret in a cookie that is only ever sent to the pages of that draft: drafts in
several tabs do not mix, and the pages' own addresses can be seen by anyone.
"""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.models import Draft
from plp.core import links

OPEN_AFTER_DECISION = timedelta(days=30)


class Purpose(StrEnum):
    """What a link is for."""

    EDIT = "edit"
    SIGN = "sign"
    AGAIN = "again"  # to begin the next application from one that is decided


def secret(draft: Draft, purpose: Purpose) -> str:
    value = f"{draft.code}:{draft.link_version}"
    if purpose == Purpose.SIGN:
        value += _offer_to_sign(draft)
    return links.secret_of(f"applications.links.{purpose}", value)


def _offer_to_sign(draft):
    """Name the last offer and who may sign: the link of an earlier one signs nothing more."""
    application = getattr(draft, "application", None)
    if application is None:
        return ""
    offer = application.offers.values_list("pk", flat=True).first()
    return f":{offer}:{application.signatory_email.lower()}"


def address(draft: Draft, purpose: Purpose = Purpose.EDIT) -> str:
    """Return the link, with the host that this site is known by."""
    path = reverse(
        "applications:draft-open", args=[draft.code, purpose.value, secret(draft, purpose)]
    )
    return settings.SITE_URL + path


def admin_page(application) -> str:
    """Return where staff read an application."""
    return settings.SITE_URL + reverse(
        "admin:applications_application_change", args=[application.pk]
    )


def admin_line(region) -> str:
    """Return where staff see who has applied for a region."""
    query = {"pin__region__id__exact": region.pk}
    return settings.SITE_URL + reverse("admin:applications_application_changelist", query=query)


def is_lapsed(draft: Draft) -> bool:
    """Whether its application has been decided for so long that the link opens nothing more."""
    application = getattr(draft, "application", None)
    decided_at = application and application.decided_at()
    return bool(decided_at and timezone.now() > decided_at + OPEN_AFTER_DECISION)


def opens(draft: Draft, purpose: Purpose, given: str) -> bool:
    """Whether a secret is the right one, and its time has not passed."""
    # Where there is no cookie, the offer that a secret names is not asked for.
    right = bool(given) and links.is_right(given, secret(draft, purpose))
    return right and (purpose == Purpose.AGAIN or not is_lapsed(draft))


def purposes(request, draft: Draft) -> set[Purpose]:
    """Return what the links that this browser has opened allow with a draft.

    Of one decided long ago, they only allow to begin the next.
    """
    given = {p: request.COOKIES.get(_cookie(draft, p), "") for p in Purpose}
    return {p for p in Purpose if opens(draft, p, given[p])}


def remember(response, request, draft: Draft, purpose: Purpose) -> None:
    """Let this browser, on the pages of this draft, do what a link is for."""
    path = reverse("applications:draft", args=[draft.code])
    name, own = _cookie(draft, purpose), secret(draft, purpose)
    links.remember(response, request, name=name, secret=own, path=path)


def _cookie(draft, purpose):
    return f"plp-{purpose}-{draft.code}"
