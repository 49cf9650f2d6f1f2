"""Mails when a workshop is completed: to those who were there, and to who ran it."""

from decimal import Decimal

from plp.core import days
from plp.core.outbox import MailKind, register
from plp.core.texts import counted
from workshops import own_links
from workshops.certificates import hours_in_words
from workshops.emails.about import in_charge, write, write_managers
from workshops.models import Enrollment, Workshop

OVER = register(
    MailKind(
        what="workshop-over",
        name="Feedback and certificate of a workshop",
        sent_when="When a workshop is completed, once to each teacher who was there.",
        placeholders={
            "name": "Ines Paperboat",
            "workshop": "CS Principles workshop 2",
            "organization": "Larkspur County Office of Education",
            "certificate": "Your certificate of 6 hours is on the same page.",
            "link": "https://partners.example.org/my-workshops/seat/1/after/secret/",
            "contact": "dana@larkspur.example",
        },
        subject="How was it? {workshop}",
        body="""\
Dear {name},

Thank you for coming to {workshop}, by {organization}.

Tell us in two minutes what you thought of it, on your own page: {link}

Neither {organization} nor those who led the workshop read who said what. {certificate}

The link is yours alone. Questions: write to {contact}.""",
    )
)

SUMMED_UP = register(
    MailKind(
        what="workshop-summary",
        name="Summary of a workshop",
        sent_when="When a workshop is completed for the first time, to its program managers.",
        placeholders={
            "workshop": "CS Principles workshop 2",
            "when": "Saturday, 8 October 2016: 24 of 28 were there",
            "present": "24 teachers were there, 2 of them walked in.",
            "link": "https://partners.example.org/partner/1/workshops/2/",
            "contact": "partner@example.org",
        },
        subject="Completed: {workshop}",
        body="""\
{workshop} is completed.

{when}

{present} They can take their certificates from their own pages, and were asked what they thought \
of it. You read that on the page of the workshop once five have answered: {link}

Was somebody marked wrongly? Write to {contact}.""",
    )
)


def workshop_over(enrollment: Enrollment, *, hours: Decimal) -> None:
    """Write to a teacher who was present; once, however often the workshop is ended."""
    workshop = enrollment.workshop
    link, contact = own_links.of_enrollment(enrollment), in_charge(workshop)
    certified = f"Your certificate of {hours_in_words(hours)} hours is on the same page."
    write(
        OVER,
        workshop,
        occasion=str(enrollment.pk),
        to=enrollment.teacher.email,
        reply_to=contact,
        secret=link.secret,
        link=link.address("workshops:feedback-open"),
        contact=contact,
        name=enrollment.name,
        organization=str(workshop.partner),
        certificate=certified if hours else "",
    )


def summed_up(workshop: Workshop, *, present: int) -> None:
    """Write to each program manager how many came; once, however often it is ended."""
    write_managers(
        SUMMED_UP,
        workshop,
        page="workshop",
        occasion=str(workshop.pk),
        when="\n".join(_days(workshop)),
        present=_present(workshop, present),
    )


def _days(workshop):
    total = workshop.enrollments.enrolled().count()
    for session in workshop.sessions.all():
        here = session.attendances.filter(
            is_present=True, enrollment__status=Enrollment.Status.ENROLLED
        )
        yield f"{days.in_words(session.day)}: {here.count()} of {total} were there"


def _present(workshop, present):
    walked = workshop.enrollments.enrolled().filter(is_walk_in=True).count()
    were = f"{counted(present, 'teacher')} {'was' if present == 1 else 'were'} there"
    return f"{were}, {walked} of them walked in." if walked and present > 1 else f"{were}."
