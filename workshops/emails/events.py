"""Mails on the program's events: to teachers who were brought, and where a session changes."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from applications.models import Partner, ProgramEvent
from plp.core import days, outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register
from workshops import invited
from workshops.models import EventRegistration

EVENT = {
    "event": "Summer session, Omaha, NE, 18–22 July 2016",
    "contact": "partner@example.org",
}

TEACHER_INVITED = register(
    MailKind(
        what="teacher-invited",
        name="Summer session, to a teacher",
        sent_when="When a partner brings a teacher to a summer session, and when it asks for the "
        "link to be mailed again.",
        placeholders=EVENT
        | {
            "name": "Ines Paperboat",
            "organization": "Larkspur County Office of Education",
            "last_day": "Sunday, 17 July 2016",
            "link": "https://partners.example.org/secret",
        },
        subject="{organization} brings you to a summer session",
        body="""\
Dear {name},

{organization} would like to bring you to this event:

{event}

Say whether you come, how you travel and what you need: {link}

Last day to answer: {last_day}

Only our staff who run the event read what you need; {organization} sees whether you come, no \
more. The link is yours alone. Questions: write to {contact}.""",
    )
)

OTHER_SESSION = register(
    MailKind(
        what="other-session",
        name="Another summer session",
        sent_when="When staff send a partner to another summer session, or back to the one of its "
        "state, to its program managers.",
        placeholders=EVENT
        | {
            "organization": "Larkspur County Office of Education",
            "reason": "It is nearer to your teachers.",
            "moved": "12 people who were registered have been moved to it.",
            "link": "https://partners.example.org/partner/1/events/",
        },
        subject="Your summer session: {event}",
        body="""\
{organization} goes to this summer session:

{event}

Why: {reason}

{moved}

Look at your events: {link}

Questions: write to {contact}.""",
    )
)


def teacher_invited(
    registration: EventRegistration, *, occasion: str, by: User | None = None
) -> Message | None:
    """Write to a teacher; answers go to the program manager who brings them, else to the first."""
    contact = contact_of(registration.partner)
    return outbox.write(
        TEACHER_INVITED,
        occasion=occasion,
        to=registration.teacher.email,
        reply_to=by.email if by else _first_manager(registration.partner) or contact,
        secret=invited.secret(registration),
        link=invited.address(registration),
        contact=contact,
        name=registration.teacher.name,
        organization=str(registration.partner),
        event=str(registration.event),
        last_day=days.in_words(registration.event.last_day_to_register),
    )


def _first_manager(partner):
    managers = partner.memberships.managers().order_by("pk")
    return managers.values_list("user__email", flat=True).first()


def other_session(
    partner: Partner, event: ProgramEvent, *, people: list[str], occasion: str, **said: str
) -> None:
    """Write to each program manager, and to other people, which session the partner goes to now.

    `said` is the reason, and who has been moved.
    """
    contact = contact_of(partner)
    managers = partner.memberships.managers().values_list("user__email", flat=True)
    for address in sorted({*managers, *people}):
        outbox.write(
            OTHER_SESSION,
            occasion=occasion,
            to=address,
            reply_to=contact,
            contact=contact,
            organization=str(partner),
            event=str(event),
            link=settings.SITE_URL + reverse("workshops:events", args=[partner.pk]),
            **said,
        )
