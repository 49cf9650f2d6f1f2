"""What facilitators do on their own pages: their profile, their days, their calendar."""

from datetime import date

from django.db import transaction
from django.db.models import F

from facilitators.models import Facilitator, Unavailability


@transaction.atomic
def save_profile(facilitator: Facilitator, changed: dict) -> Facilitator:
    """Save what somebody has changed of their profile, and nothing of what others changed since."""
    found = Facilitator.objects.locked(facilitator.pk)
    courses = changed.pop("courses", None)
    for name, value in changed.items():
        setattr(found, name, value)
    if courses is not None:
        found.courses.set(courses)
    if changed:
        found.save(update_fields=[*changed])
    return found


@transaction.atomic
def cannot_come(
    facilitator: Facilitator, first_day: date, last_day: date, note: str = ""
) -> Unavailability:
    """Note days on which a facilitator cannot come; the same days again only get another note.

    Days that overlap others stand beside them: each has its own reason, and goes by itself.
    """
    Facilitator.objects.locked(facilitator.pk)
    days = {"first_day": first_day, "last_day": last_day}
    known = facilitator.unavailabilities.filter(**days).first()
    found = known or Unavailability(facilitator=facilitator, **days)
    found.note = note
    found.save(update_fields=["note"] if known else None)
    return found


def can_come(unavailability: Unavailability) -> None:
    """Take back that a facilitator cannot come on some days."""
    unavailability.delete()


def renew_calendar(facilitator: Facilitator) -> None:
    """Give a facilitator's calendar another address; the old one opens nothing from now on."""
    Facilitator.objects.filter(pk=facilitator.pk).update(calendar_version=F("calendar_version") + 1)
