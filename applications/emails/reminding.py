"""The weekly mail to partners' people."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from applications.models import Partner, Program
from plp.core import days, outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register

WEEK_AHEAD = register(
    MailKind(
        what="week-ahead",
        name="What comes up, to partners' people",
        sent_when="Once a week at most, to whoever can do something that is due within 30 days or "
        "7, or has become overdue.",
        placeholders={
            "name": "Dana Whitlock",
            "steps": "- Plan your Hour of Code. By Friday, 16 December 2016, 25 days.",
            "link": "https://partners.example.org/partner/",
            "contact": "partner@example.org",
        },
        subject="What comes up for your partnership",
        body="""\
Dear {name},

This comes up:

{steps}

Each has its page: {link}

We write at most once a week. Questions: write to {contact}.""",
    )
)


def week_ahead(user: User, partners: list[tuple[Partner, list]], *, on: date, week: str):
    """Write what nears its last day to a person; return None if they have had this week's mail."""
    occasion, contact = f"{user.pk} {week}", _contact()
    if Message.objects.filter(what=WEEK_AHEAD.what, occasion=occasion).exists():
        return None  # maybe to an address that they have changed since
    return outbox.write(
        WEEK_AHEAD,
        occasion=occasion,
        to=user.email,
        reply_to=contact,
        contact=contact,
        name=user.name or user.email,
        steps=_steps(partners, on),
        link=settings.SITE_URL + reverse("applications:portal"),
    )


def _contact():
    program = Program.objects.current().first()
    return program.contact_email if program else settings.DEFAULT_FROM_EMAIL


def _steps(partners, on):
    """Say the steps line by line; with several partners, each under its name."""
    several = len(partners) > 1
    parts = []
    for partner, told in partners:
        lines = [f"- {step.what}. {_when(step.last_day, on)}." for step, _ in told]
        parts.append("\n".join([f"{partner}:" if several else "", *lines]).strip())
    return "\n\n".join(parts)


def _when(last_day, on):
    late = "It was due on" if last_day < on else "By"
    return f"{late} {days.in_words(last_day)}, {days.far(last_day, on)}"
