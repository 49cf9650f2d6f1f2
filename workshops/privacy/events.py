"""What registrations for events hold of people, and for how long."""

from collections.abc import Iterator

from django.db.models import Q

from plp.core import days
from plp.core.privacy import Fate, Row, StandIn, holds, retains
from workshops.models import EventRegistration
from workshops.models.events import PRIVATE

LABELS = {name: EventRegistration._meta.get_field(name).verbose_name for name in PRIVATE}
BLANK = dict.fromkeys(PRIVATE, "")


def _of(email):
    theirs = Q(member__email__iexact=email) | Q(teacher__email__iexact=email)
    return EventRegistration.objects.filter(theirs)


def registrations(email: str) -> Iterator[Row]:
    related = ["event", "partner", "member", "teacher"]
    for row in _of(email).select_related(*related):
        private = {LABELS[name].capitalize(): getattr(row, name) for name in PRIVATE}
        yield Row(
            row,
            f"{row.event}",
            {
                "With": str(row.partner),
                "On the list since": days.moment_in_words(row.invited_at),
                "Comes": row.said.label,
                "Attended": {True: "Yes", False: "No", None: "Not known"}[row.attended],
            }
            | {label: text for label, text in private.items() if text},
            Fate.BLANKED,
            "That somebody came still counts for the partner.",
            names={str(row.person)},
            numbers={row.emergency_phone} - {""},
        )


def erase_registrations(email: str, stand_in: StandIn) -> None:
    _of(email).update(**BLANK)


holds("Registrations for events", find=registrations, erase=erase_registrations)


def past(moment):
    """Registrations that tell something in private, for events that were over before a moment."""
    kept = Q()
    for name in PRIVATE:
        kept |= ~Q(**{name: ""})
    return [EventRegistration.objects.filter(kept, event__last_day__lt=days.pacific_day(moment))]


def blank(rows):
    """Blank what was told in private; no history of it was ever kept."""
    rows.update(**BLANK)


retains(
    kind="event-details",
    name="What people told for an event: travel, food, needs, whom to call",
    after="after the last day of the event",
    days=30,
    fewest=1,
    why_fewest="they are still on their way home.",
    due=past,
    erase=blank,
)
