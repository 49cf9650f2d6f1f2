"""Reminders of a workshop that is near: to teachers who have a seat, and to who leads it."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from plp.core.models import Message
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.emails.about import ABOUT, FACTS, write_facts
from workshops.models import Assignment, Enrollment

SOON_ABOUT = ABOUT | {"far": "in 10 days"}

SOON = register(
    MailKind(
        what="workshop-soon",
        name="Reminder of a workshop, to a teacher",
        sent_when="10 and 3 days before the first day of a workshop, once each, to teachers who "
        "have a seat. Who signed up later gets the nearer one only.",
        placeholders=SOON_ABOUT
        | {"link": "https://partners.example.org/my-workshops/seat/1/secret/"},
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
        placeholders=SOON_ABOUT | {"link": "https://partners.example.org/facilitator/"},
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
    return write_facts(
        SOON,
        enrollment.workshop,
        has_seat=True,
        far=_far(enrollment.workshop, on),
        occasion=occasion,
        to=enrollment.teacher.email,
        name=enrollment.name,
        secret=link.secret,
        link=link.address("workshops:seat-open"),
    )


def to_facilitator(assignment: Assignment, *, occasion: str, on: date) -> Message | None:
    person = assignment.facilitator
    return write_facts(
        SOON_FOR_LEAD,
        assignment.workshop,
        has_seat=True,
        far=_far(assignment.workshop, on),
        occasion=occasion,
        to=person.email,
        name=person.name,
        link=settings.SITE_URL + reverse("facilitators:own"),
    )


def _far(workshop, on):
    left = (workshop.sessions.all()[0].day - on).days
    return "tomorrow" if left == 1 else f"in {left} days"
