"""Mails on a workshop that was left in progress, or that staff have set back."""

from plp.core import days
from plp.core.models import User
from plp.core.outbox import MailKind, register
from workshops.emails.about import write_managers
from workshops.models import Workshop

ABOUT = {
    "workshop": "CS Principles workshop 2",
    "link": "https://partners.example.org/partner/1/workshops/2/",
    "contact": "partner@example.org",
}

LEFT_IN_PROGRESS = register(
    MailKind(
        what="workshop-left-in-progress",
        name="Workshop to be ended",
        sent_when="When a workshop is still in progress two days after its last one, to its "
        "program managers: daily for 3 days, then weekly 3 times. Then staff see it.",
        placeholders=ABOUT | {"last_day": "Saturday, 8 October 2016"},
        subject="End this workshop: {workshop}",
        body="""\
{workshop} is still in progress; its last day was {last_day}.

Look through who was present, then end it: {link}

It counts for your requirements once it has ended, and teachers get their certificates then. \
Questions: write to {contact}.""",
    )
)

SET_BACK = register(
    MailKind(
        what="workshop-set-back",
        name="Workshop reopened, or its start undone",
        sent_when="When staff reopen a workshop or undo its start, to its program managers.",
        placeholders=ABOUT | {"now": "In progress", "reason": "You asked us to."},
        subject="{workshop}: {now}",
        body="""\
We have set back {workshop}. How it stands now: {now}.

Why: {reason}

Look at it: {link}

Questions: write to {contact}.""",
    )
)


def left_in_progress(workshop: Workshop, day: int) -> None:
    """Write the reminder of a day after it should have ended; read it as `left_open` does."""
    occasion = f"{workshop.pk} since {workshop.open_since}, day {day}"
    last_day = days.in_words(workshop.last_day)
    said = {"occasion": occasion, "last_day": last_day}
    write_managers(LEFT_IN_PROGRESS, workshop, page="day-of", **said)


def set_back(workshop: Workshop, *, reason: str, by: User) -> None:
    """Write to the managers of a workshop that staff have just moved."""
    occasion = f"{workshop.pk}, {workshop.changes.last().pk}"
    now = workshop.get_status_display()
    said = {"occasion": occasion, "now": now, "reason": reason}
    write_managers(SET_BACK, workshop, page="day-of", **said)
