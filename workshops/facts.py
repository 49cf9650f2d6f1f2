"""The community events that anybody may read of, read once an edition."""

from django.urls import reverse

from applications.registry import public_addresses
from plp.core import pages
from workshops.models import CommunityEvent


@pages.kept
def announced(edition) -> dict[int, CommunityEvent]:
    """Events that are listed in public and not over, by key and by day; also cancelled ones, so
    that calendars hear of it."""
    rows = CommunityEvent.objects.announced(edition.day).with_versions()
    found = rows.select_related("partner__region").order_by("first_day", "begins", "pk")
    return {event.pk: event for event in found}


def upcoming(edition) -> list[CommunityEvent]:
    """Those that take place."""
    planned = CommunityEvent.Status.PLANNED
    return [event for event in announced(edition).values() if event.status == planned]


@public_addresses
def addresses(edition) -> list[str]:
    events = [event.get_absolute_url() for event in upcoming(edition)]
    return [reverse("workshops:community-list"), reverse("workshops:impact"), *events]
