"""Mails on what facilitators are accredited for: begun, renewed, revoked, about to end."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from facilitators.emails.people import contact_of_program
from facilitators.models import Accreditation
from plp.core import days, outbox
from plp.core.models import Message
from plp.core.outbox import MailKind, register
from plp.core.texts import in_a_row

NAMED = {
    "name": "Jonas Tinderbox",
    "course": "CS Principles",
    "link": "https://partners.example.org/facilitator/accreditations/",
    "contact": "partner@example.org",
}

ACCREDITED = register(
    MailKind(
        what="facilitator-accredited",
        name="A facilitator is accredited",
        sent_when="When staff accredit a facilitator, in one mail for all courses.",
        placeholders=NAMED
        | {"first_day": "Friday, 1 July 2016", "last_day": "Saturday, 30 June 2018"},
        subject="You are accredited for {course}",
        body="""\
Dear {name},

You are accredited to lead workshops for {course}.

First day: {first_day}
Last day: {last_day}

Partners find you for workshops on these days. Your accreditations: {link}

Questions: write to {contact}.""",
    )
)

RENEWED = register(
    MailKind(
        what="accreditation-renewed",
        name="An accreditation is renewed",
        sent_when="When staff renew an accreditation, to the facilitator.",
        placeholders=NAMED | {"last_day": "Tuesday, 30 June 2020"},
        subject="Your accreditation for {course} is renewed",
        body="""\
Dear {name},

Your accreditation for {course} is renewed.

Last day now: {last_day}

Your accreditations: {link}

Questions: write to {contact}.""",
    )
)

REVOKED = register(
    MailKind(
        what="accreditation-revoked",
        name="An accreditation is revoked",
        sent_when="When staff revoke an accreditation, to the facilitator.",
        placeholders=NAMED
        | {"from_day": "Monday, 2 May 2017", "reason": "You asked us to, as you move abroad."},
        subject="Your accreditation for {course} is revoked",
        body="""\
Dear {name},

Your accreditation for {course} is revoked. It does not count from {from_day} on; what you led \
before stays as it is.

Why: {reason}

Your accreditations: {link}

Questions: write to {contact}.""",
    )
)

ENDS_SOON = register(
    MailKind(
        what="accreditation-ends",
        name="An accreditation ends soon, to the facilitator",
        sent_when="60 and 14 days before the last day of an accreditation that nobody has "
        "renewed; late, only the nearer one.",
        placeholders=NAMED | {"last_day": "Saturday, 30 June 2018", "left": "60 days"},
        subject="Your accreditation for {course} ends soon: {left}",
        body="""\
Dear {name},

The last day of your accreditation for {course} is {last_day}: {left}. After it, you can lead no \
workshop of the course until it is renewed.

Would you like to go on? Write to {contact}.

Your accreditations: {link}""",
    )
)

END_SOON = register(
    MailKind(
        what="accreditations-end",
        name="Accreditations that end soon, to staff",
        sent_when="On a day on which facilitators are told that their accreditation ends soon, "
        "in one mail.",
        placeholders={
            "number": "2",
            "accreditations": "- Jonas Tinderbox, CS Principles: 30 June 2018, 60 days",
            "link": "https://partners.example.org/admin/",
        },
        subject="Accreditations that end soon: {number}",
        body="""\
These facilitators were told that their accreditation ends:

{accreditations}

Renew them, or see who else is near the end: {link}""",
    )
)


def accredited(made: Sequence[Accreditation]) -> None:
    """Tell a facilitator of accreditations that were given in one go."""
    first = made[0]
    _to_facilitator(
        ACCREDITED,
        made,
        occasion=f"{first.pk}",
        first_day=days.in_words(first.first_day),
        last_day=days.in_words(first.last_day),
    )


def renewed(accreditation: Accreditation) -> None:
    last_day = accreditation.last_day
    occasion = f"{accreditation.pk} until {last_day}"
    _to_facilitator(RENEWED, [accreditation], occasion, last_day=days.in_words(last_day))


def revoked(accreditation: Accreditation) -> None:
    _to_facilitator(
        REVOKED,
        [accreditation],
        occasion=f"{accreditation.pk}",
        from_day=days.in_words(accreditation.revoked_from),
        reason=accreditation.revoke_reason,
    )


def ends_soon(ending: Sequence[Accreditation], occasion: str, *, on: date) -> Message | None:
    """Tell a facilitator of accreditations with the same last day; return None if they know."""
    last_day = ending[0].last_day
    return _to_facilitator(
        ENDS_SOON,
        ending,
        occasion,
        last_day=days.in_words(last_day),
        left=days.far(last_day, on),
    )


def end_soon(ending: Sequence[Accreditation], *, on: date) -> None:
    """Tell staff, in one mail, of whom facilitators were told just now."""
    lines = [f"- {each}: {days.ahead(each.last_day, on)}" for each in ending]
    path = reverse("admin:facilitators_accreditation_changelist", query={"queue": "ending"})
    outbox.write(
        END_SOON,
        occasion=f"{on} {min(each.pk for each in ending)}",
        to=contact_of_program(),
        number=len(lines),
        accreditations="\n".join(lines),
        link=settings.SITE_URL + path,
    )


def _to_facilitator(kind, accreditations, occasion, **values):
    facilitator = accreditations[0].facilitator
    contact = contact_of_program()
    return outbox.write(
        kind,
        occasion=occasion,
        to=facilitator.email,
        reply_to=contact,
        name=facilitator.name,
        course=in_a_row([str(each.course) for each in accreditations]),
        link=settings.SITE_URL + reverse("facilitators:accreditations"),
        contact=contact,
        **values,
    )
