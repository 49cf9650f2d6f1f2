"""A facilitator's own calendar: a private address, and what it tells."""

from collections.abc import Callable
from datetime import date

import icalendar
from django.conf import settings
from django.urls import reverse

from facilitators.models import Facilitator
from plp.core import links
from plp.core.calendars import day_entry, since

_entries: list[Callable] = []


def calendar_entries(function: Callable) -> Callable:
    """Decorate a function (facilitator, since) -> entries of their calendar from a day on."""
    if function not in _entries:
        _entries.append(function)
    return function


def entries(facilitator: Facilitator, on: date) -> list[icalendar.Event]:
    """Return all that a facilitator's calendar tells on a day."""
    return [entry for find in _entries for entry in find(facilitator, since(on))]


def secret(facilitator: Facilitator) -> str:
    """Return what opens it, until it is given another address; nothing of it is stored."""
    value = f"{facilitator.pk}:{facilitator.user_id}:{facilitator.calendar_version}"
    return links.secret_of("facilitators.calendars", value)


def address(facilitator: Facilitator) -> str:
    keys = [facilitator.pk, secret(facilitator)]
    return settings.SITE_URL + reverse("facilitators:calendar", args=keys)


def opens(facilitator: Facilitator, given: str) -> bool:
    user = facilitator.user
    is_open = user is not None and user.is_active
    return is_open and links.is_right(given, secret(facilitator))


@calendar_entries
def days_away(facilitator, since):
    """Days on which they cannot come, without the note: calendars are shared with others."""
    path = reverse("facilitators:availability")
    for each in facilitator.unavailabilities.filter(last_day__gte=since):
        key = f"unavailable {each.pk}"
        yield day_entry(key, each.first_day, each.last_day, "I cannot lead workshops", path)


@calendar_entries
def last_days_to_sign(facilitator, since):
    for each in facilitator.contracts.out().select_related("partner"):
        if each.answer_by and each.answer_by >= since:
            what = f"Last day to sign: contract with {each.partner}"
            day = each.answer_by
            path = reverse("facilitators:own-contract", args=[each.pk])
            yield day_entry(f"contract {each.pk}", day, day, what, path)


@calendar_entries
def accreditations_end(facilitator, since):
    found = facilitator.accreditations.filter(revoked_from=None, last_day__gte=since)
    for each in found.select_related("course"):
        what = f"Last valid day: accreditation for {each.course}"
        key, day = f"accreditation {each.pk}", each.last_day
        yield day_entry(key, day, day, what, reverse("facilitators:accreditations"))
