"""Mails between partners and facilitators, and partners and staff: neither shows an address of
the other, and answers go to the person in charge, not to who wrote."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from facilitators import asked
from facilitators.models import Inquiry
from plp.core import days, outbox
from plp.core.outbox import MailKind, register

ASKED = {
    "organization": "Larkspur County Office of Education",
    "city": "Sacramento, CA",
    "course": "CS Principles",
    "dates": "Saturday, 8 October, or the week after",
    "place": "The library of Mill School",
    "message": "It is the first workshop of four.",
    "link": "https://partners.example.org/secret",
    "contact": "partner@example.org",
}

FACILITATOR_ASKED = register(
    MailKind(
        what="facilitator-asked",
        name="Question to a facilitator about dates",
        sent_when="When a partner asks a facilitator about dates.",
        placeholders=ASKED | {"name": "Jonas Tinderbox", "last_day": "Monday, 7 November 2016"},
        subject="{organization} asks whether you can come",
        body="""\
Dear {name},

{organization} ({city}) asks whether you can lead a workshop.

Course: {course}
Dates: {dates}
Where: {place}

{message}

Please answer on this page, with a yes, perhaps or no: {link}

Last day to answer: {last_day}. {organization} reads your answer, and not your address. Please do \
not reply to this mail: what you reply goes to Code.org, and not to {organization}. Questions: \
write to {contact}.""",
    )
)

FACILITATOR_ANSWERED = register(
    MailKind(
        what="facilitator-answered",
        name="A facilitator's answer about dates",
        sent_when="When a facilitator answers a partner's question about dates, or changes the "
        "answer, to who asked.",
        placeholders=ASKED
        | {"name": "Jonas Tinderbox", "says": "I can come", "answer": "Both days suit me."},
        subject="{name} has answered: {says}",
        body="""\
{name} has answered the question of {organization} about {course}, {dates}.

Answer: {says}

{answer}

Read it, and go on from there: {link}

Please do not reply to this mail: what you reply goes to Code.org, and not to {name}. Questions: \
write to {contact}.""",
    )
)

STAFF_ASKED = register(
    MailKind(
        what="staff-asked-for-facilitator",
        name="A partner looks for a facilitator",
        sent_when="When a partner asks staff for help, since it found no facilitator, to the "
        "program's contact.",
        placeholders=ASKED,
        subject="{organization} looks for a facilitator",
        body="""\
{organization} ({city}) has found no facilitator, and asks for help.

Course: {course}
Dates: {dates}
Where: {place}

{message}

Answer on this page: {link}""",
    )
)

STAFF_ANSWERED = register(
    MailKind(
        what="staff-answered-on-facilitator",
        name="Answer to a partner that looks for a facilitator",
        sent_when="When staff answer a partner that looks for a facilitator, to who asked.",
        placeholders=ASKED | {"answer": "Jonas Tinderbox would travel to you."},
        subject="Your question about a facilitator",
        body="""\
You asked for help in finding a facilitator for {course}, {dates}.

{answer}

All your questions and the answers: {link}

Questions: write to {contact}.""",
    )
)


def facilitator_asked(inquiry: Inquiry) -> None:
    """Ask a facilitator; without an account, by a link of their own."""
    person = inquiry.facilitator
    own = reverse("facilitators:own-question", args=[inquiry.pk])
    given = {
        "link": settings.SITE_URL + own if person.user_id else asked.address(inquiry),
        "secret": "" if person.user_id else asked.secret(inquiry),
    }
    _write(
        FACILITATOR_ASKED,
        inquiry,
        to=person.email,
        name=person.name,
        last_day=days.in_words(asked.last_day(inquiry)),
        **given,
    )


def facilitator_answered(inquiry: Inquiry) -> None:
    for address in _askers(inquiry):
        _write(
            FACILITATOR_ANSWERED,
            inquiry,
            to=address,
            link=_of_partner(inquiry),
            name=inquiry.facilitator.name,
            says=inquiry.get_says_display(),
            answer=inquiry.answer,
        )


def staff_asked(inquiry: Inquiry) -> None:
    page = reverse("admin:facilitators_inquiry_change", args=[inquiry.pk])
    if contact := contact_of(inquiry.partner):
        _write(STAFF_ASKED, inquiry, to=contact, link=settings.SITE_URL + page)


def staff_answered(inquiry: Inquiry) -> None:
    for address in _askers(inquiry):
        _write(
            STAFF_ANSWERED,
            inquiry,
            to=address,
            link=_of_partner(inquiry),
            answer=inquiry.answer,
        )


def _askers(inquiry):
    """Return the address of who asked, or of the program managers where they have left."""
    members = inquiry.partner.memberships.filter(user__is_active=True)
    mine = members.filter(user=inquiry.by_id) if inquiry.by_id else members.none()
    found = mine if mine.exists() else members.filter(may_manage=True)
    return list(found.order_by("pk").values_list("user__email", flat=True))


def _of_partner(inquiry):
    path = reverse("facilitators:questions", args=[inquiry.partner_id])
    return f"{settings.SITE_URL}{path}#q{inquiry.pk}"


def _write(kind, inquiry, **values):
    contact = contact_of(inquiry.partner)
    answered_at = inquiry.answered_at
    outbox.write(
        kind,
        occasion=f"{inquiry.pk} {answered_at:%Y-%m-%d %H:%M:%S.%f}"
        if answered_at
        else str(inquiry.pk),
        reply_to=contact,
        contact=contact,
        organization=str(inquiry.partner),
        city=str(inquiry.partner.region),
        course=str(inquiry.course),
        dates=inquiry.dates,
        place=inquiry.place or "not said yet",
        message=inquiry.message,
        **values,
    )
