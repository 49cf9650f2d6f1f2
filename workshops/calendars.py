"""Community events as entries for calendars, and the private addresses of calendars: of a partner's
people, and of teachers."""

from datetime import datetime

import icalendar
from django.conf import settings
from django.urls import reverse

from applications.models import Membership
from plp.core import links
from plp.core.calendars import DAY, host
from plp.core.days import start_of
from workshops.models import CommunityEvent, Teacher


def entry(event: CommunityEvent, address: str) -> icalendar.Event:
    """Return a community event, read with its `version`: a later one takes the place of an
    earlier, since it has the same name and a higher number."""
    made = icalendar.Event()
    made.add("uid", f"community-event-{event.pk}@{host()}")
    made.add("sequence", event.version)
    made.add(
        "dtstamp", max(filter(None, [event.saved_at, event.moved_at]), default=_long_ago(event))
    )
    is_off = event.status == event.Status.CANCELLED
    made.add("status", "CANCELLED" if is_off else "CONFIRMED")
    made.add("summary", event.title)
    made.add("location", f"{event.place}, {event.partner.region}")
    made.add("description", _said(event))
    made.add("url", settings.SITE_URL + address)
    _add_times(made, event)
    return made


def _said(event):
    parts = [event.get_kind_display(), str(event.partner)]
    if event.with_whom:
        parts.append(f"With {event.with_whom}")
    return "\n".join([", ".join(parts), *filter(None, [event.about, event.link])])


def _add_times(made, event):
    """Say when: on several days with times, the same times each day, as clocks there show them."""
    if event.begins is None:
        made.add("dtstart", event.first_day)
        made.add("dtend", event.last_day + DAY)
        return
    made.add("dtstart", datetime.combine(event.first_day, event.begins, event.zone))
    if event.ends:
        made.add("dtend", datetime.combine(event.first_day, event.ends, event.zone))
    days = (event.last_day - event.first_day).days + 1
    if days > 1:
        made.add("rrule", {"freq": "daily", "count": days})


def _long_ago(event):
    return start_of(event.first_day)


# A partner's own calendar: each member has an address of their own


def secret(membership: Membership) -> str:
    """Return what opens it, as long as the membership lasts; nothing of it is stored."""
    value = f"{membership.pk}:{membership.user_id}:{membership.since.timestamp()}"
    return links.secret_of("workshops.calendars", value)


def address(membership: Membership) -> str:
    path = reverse("workshops:calendar-feed", args=[membership.pk, secret(membership)])
    return settings.SITE_URL + path


def opens(membership: Membership, given: str) -> bool:
    return membership.user.is_active and links.is_right(given, secret(membership))


# A teacher's own calendar: all workshops that they come to


def teacher_secret(teacher: Teacher) -> str:
    """Return what opens it, as long as they have this address; it opens nothing else."""
    return links.secret_of("workshops.calendars.teacher", f"{teacher.pk}:{teacher.email.lower()}")


def teacher_address(teacher: Teacher) -> str:
    """Return the address at which a teacher's calendar subscribes to their workshops."""
    path = reverse("workshops:teacher-calendar", args=[teacher.pk, teacher_secret(teacher)])
    return settings.SITE_URL + path


def opens_teachers(teacher: Teacher, given: str) -> bool:
    return links.is_right(given, teacher_secret(teacher))
