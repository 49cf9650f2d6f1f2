"""Reminders of a workshop that is near: to teachers who have a seat, and to who leads it."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from plp.core import outbox
from plp.core.models import Message
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.emails.enrolling import in_charge
from workshops.models import Assignment, Enrollment, Workshop

ABOUT = {
    "name": "Ines Paperboat",
    "far": "in 10 days",
    "workshop": "CS Principles workshop 2",
    "organization": "Larkspur County Office of Education",
    "when": "Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)",
    "where": "Lake Street Library, 1 Lake Street, Chicago, IL",
    "contact": "dana@larkspur.example",
}
FACTS = """\
{workshop}, by {organization}

{when}

{where}"""

SOON = register(
    MailKind(
        what="workshop-soon",
        name="Reminder of a workshop, to a teacher",
        sent_when="10 and 3 days before the first day of a workshop, once each, to teachers who "
        "have a seat. Who signed up later gets the nearer one only.",
        placeholders=ABOUT | {"link": "https://partners.example.org/my-workshops/seat/1/secret/"},
        subject="Your workshop {far}: {workshop}",
        body=f"""\
Dear {{name}},

Your workshop begins {{far}}:

{FACTS}

If you cannot come, give your seat back on your own page, so that another can have it: {{link}}

The link is yours alone. Questions: write to {{contact}}.""",
    )
)

SOON_FOR_LEAD = register(
    MailKind(
        what="workshop-soon-lead",
        name="Reminder of a workshop, to a facilitator",
        sent_when="10 and 3 days before the first day of a workshop, once each, to confirmed "
        "facilitators. Who was confirmed later gets the nearer one only.",
        placeholders=ABOUT | {"link": "https://partners.example.org/facilitator/"},
        subject="You lead a workshop {far}: {workshop}",
        body=f"""\
Dear {{name}},

The workshop that you lead begins {{far}}:

{FACTS}

What you find there, and who is with you, is on your own pages: {{link}}

If you cannot come, write to {{contact}} at once.""",
    )
)


def to_teacher(enrollment: Enrollment, *, occasion: str, on: date) -> Message | None:
    link = own_links.of_enrollment(enrollment)
    return _write(
        SOON,
        enrollment.workshop,
        on,
        occasion=occasion,
        to=enrollment.teacher.email,
        name=enrollment.name,
        secret=link.secret,
        link=link.address("workshops:seat-open"),
    )


def to_facilitator(assignment: Assignment, *, occasion: str, on: date) -> Message | None:
    person = assignment.facilitator
    return _write(
        SOON_FOR_LEAD,
        assignment.workshop,
        on,
        occasion=occasion,
        to=person.email,
        name=person.name,
        link=settings.SITE_URL + reverse("facilitators:own"),
    )


def _write(kind, workshop: Workshop, on, **said):
    sessions = workshop.sessions.all()
    contact = in_charge(workshop)
    return outbox.write(
        kind,
        reply_to=contact,
        contact=contact,
        far=_far((sessions[0].day - on).days),
        workshop=str(workshop),
        organization=str(workshop.partner),
        when="\n".join(map(str, sessions)),
        where=workshop.where,
        **said,
    )


def _far(left):
    return "tomorrow" if left == 1 else f"in {left} days"
