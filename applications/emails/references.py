"""Mails to referees: what we ask them, and once more before the last day."""

from applications import referees
from applications.emails.addressing import CONTACT, LINK, NAMED, PLACE, placed
from applications.models import ReferenceRequest
from plp.core import days, outbox
from plp.core.outbox import MailKind, register

ASKED = (
    LINK
    | PLACE
    | CONTACT
    | NAMED
    | {
        "applicant": "Dana Whitlock",
        "program": "Professional Learning Partner Program",
        "reply_by": "Friday, 22 April 2016",
    }
)

REFERENCE_ASKED = register(
    MailKind(
        what="reference-asked",
        name="Reference, to who is asked",
        sent_when="When staff ask the people whom an applicant names as references.",
        placeholders=ASKED,
        subject="{organization} names you as a reference",
        body="""\
Dear {name},

{organization} wants to be our partner for {city} in the {program}, and {applicant} named you as \
somebody who knows their work. Would you answer four short questions? It takes some ten minutes.

Last day: {reply_by}

Answer: {link}

Only our staff read what you write; {organization} never does. The link is yours alone. \
Questions: write to {contact}.""",
    )
)

REFERENCE_DUE = register(
    MailKind(
        what="reference-due",
        name="Reference, reminder",
        sent_when="Once, 3 days before the last day, to who was asked and has not answered.",
        placeholders=ASKED,
        subject="Your word on {organization}, by {reply_by}",
        body="""\
Dear {name},

{applicant} of {organization} named you as somebody who knows their work, and we have not heard \
from you yet. Four short questions are waiting.

Last day: {reply_by}

Answer: {link}

Only our staff read what you write; {organization} never does. We do not remind you again. \
Questions: write to {contact}.""",
    )
)


def reference_asked(request: ReferenceRequest) -> None:
    _ask(REFERENCE_ASKED, request)


def reference_due(request: ReferenceRequest) -> None:
    _ask(REFERENCE_DUE, request)


def _ask(kind, request):
    reference = request.reference
    application = reference.application
    program = application.draft.program
    outbox.write(
        kind,
        occasion=str(request.pk),
        to=reference.email,
        reply_to=program.contact_email,
        secret=referees.secret(request),
        link=referees.address(request),
        contact=program.contact_email,
        name=reference.name,
        applicant=application.contact_name or application.organization,
        program=program.name,
        reply_by=days.in_words(request.reply_by),
        **placed(application),
    )
