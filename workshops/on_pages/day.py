"""What a workshop's page, and the pages of its partner, say of its day."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from applications.registry import Look, NextStep, Right, next_steps
from plp.core import zones
from workshops.actions import running
from workshops.looking import workshops
from workshops.models import Workshop
from workshops.parts import Part, Seen, part_of_workshop

Status = Workshop.Status
TO_END = timedelta(days=2)  # after its last day; then its managers are reminded


@next_steps
def start_it(look: Look) -> list[NextStep]:
    """Workshops whose day has come, and that nobody has started."""
    return [
        _step(coming, "start", f"Start {coming.workshop}", coming.first_day)
        for coming in look.once(workshops)
        if coming.workshop.is_to_come and coming.first_day <= look.on
    ]


@next_steps
def mark_who_is_here(look: Look) -> list[NextStep]:
    """Workshops in progress, on each of their days."""
    return [
        _step(coming, "mark", f"Mark who is here: {coming.workshop}", look.on)
        for coming in look.once(workshops)
        if coming.workshop.status == Status.IN_PROGRESS
        and look.on in {session.day for session in coming.sessions}
    ]


@next_steps
def end_it(look: Look) -> list[NextStep]:
    """Workshops in progress whose last day has passed."""
    return [
        _step(coming, "end", f"End {coming.workshop}", coming.last_day + TO_END)
        for coming in look.once(workshops)
        if coming.workshop.status == Status.IN_PROGRESS and coming.last_day < look.on
    ]


def _step(coming, key, what, last_day):
    return NextStep(
        coming.partner,
        f"{key} workshop {coming.workshop.pk}",
        what,
        reverse("workshops:day-of", args=[coming.partner, coming.workshop.pk]),
        last_day,
        "It counts for your requirements once it has ended.",
        Right.MANAGE,
    )


@part_of_workshop(50)
def on_the_day(seen: Seen) -> Part | None:
    """How to start it, mark who is here and end it; once it is over, who was present."""
    workshop = seen.workshop
    opens = running.starts_from(workshop)
    if opens is None or workshop.status == Status.CANCELLED:
        return None
    context = {
        "days": _days(workshop),
        "opens": zones.in_words(opens, workshop.tz) if timezone.now() < opens else "",
    }
    return Part("On the day", "workshops/day/_part.html", context, "day")


def _days(workshop):
    """Return its days, each with how many were here, as `present`."""
    present = Count("attendances", filter=Q(attendances__is_present=True))
    days = list(workshop.sessions.annotate(present=present))
    for day in days:
        day.workshop = workshop
    return days
