"""Mails on a workshop that was left in progress, or that staff have set back."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from applications.models.partner import Right
from applications.registry import people_with
from plp.core import days, outbox
from plp.core.models import User
from plp.core.outbox import MailKind, register
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
    _to_managers(LEFT_IN_PROGRESS, workshop, occasion=occasion, last_day=last_day)


def set_back(workshop: Workshop, *, reason: str, by: User) -> None:
    """Write to the managers of a workshop that staff have just moved."""
    occasion = f"{workshop.pk}, {workshop.changes.last().pk}"
    now = workshop.get_status_display()
    _to_managers(SET_BACK, workshop, occasion=occasion, now=now, reason=reason)


def _to_managers(kind, workshop, *, occasion, **said):
    """Write to each, unless staff want no mail about the workshop."""
    if workshop.mails_off:
        return
    partner = workshop.partner
    contact = contact_of(partner)
    address = reverse("workshops:day-of", args=[partner.pk, workshop.pk])
    for user in people_with(partner, Right.MANAGE):
        outbox.write(
            kind,
            occasion=occasion,
            to=user.email,
            reply_to=contact,
            contact=contact,
            workshop=str(workshop),
            link=settings.SITE_URL + address,
            **said,
        )
