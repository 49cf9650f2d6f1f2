"""Mails when an application or its changes have come, and when it is withdrawn."""

from applications import sent
from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    PLACE,
    coded,
    placed,
    to_all_sides,
    to_applicant,
    to_staff,
)
from applications.models import Application
from plp.core import days, outbox
from plp.core.outbox import Attachment, MailKind, register

RECEIVED = register(
    MailKind(
        what="application-received",
        name="Application received",
        sent_when="When an application has been sent; everything that was sent is attached.",
        placeholders=CODE | LINK | PLACE | CONTACT | {"name": "Dana Whitlock", "sent": "11 Feb"},
        subject="Your application has arrived",
        body="""\
Dear {name},

Thank you for applying on behalf of {organization}. Everything you sent is in the attached PDF.

City: {city}
Received: {sent}
Your code: {code}

See where it is: {link}

This link is yours alone. Please pass it on only to people who may change the application. \
Questions: write to {contact} and mention {code}.""",
    )
)

ARRIVED = register(
    MailKind(
        what="application-arrived",
        name="New application, to staff",
        sent_when="When an application has been sent, to the program's contact address.",
        placeholders=PLACE | {"code": "K7M4-PXQ"} | {"link": "https://partners.example.org/admin/"},
        subject="New application: {organization} for {city}",
        body="""\
{organization} has applied for {city}. Its code is {code}.

Read it: {link}""",
    )
)

CHANGES_RECEIVED = register(
    MailKind(
        what="changes-received",
        name="Changes received",
        sent_when="When an applicant has sent the changes that staff asked for, to them.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | {"name": "Dana Whitlock", "sections": "Funding and Community"},
        subject="Your changes have arrived: {organization} for {city}",
        body="""\
Dear {name},

Thank you. We have what you changed in your application for {city}: {sections}. The whole of it, \
as it is now, is in the attached PDF.

See where it is: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

CHANGES_SENT = register(
    MailKind(
        what="changes-sent",
        name="Changes sent, to staff",
        sent_when="When an applicant has sent the changes that staff asked for.",
        placeholders=PLACE
        | {"code": "K7M4-PXQ", "sections": "Funding"}
        | {"link": "https://partners.example.org/admin/"},
        subject="Changes have come: {organization} for {city}",
        body="""\
{organization} has changed what you asked for: {sections}. The code is {code}.

Read it: {link}""",
    )
)

WITHDRAWN = register(
    MailKind(
        what="application-withdrawn",
        name="Application withdrawn",
        sent_when="When an applicant has withdrawn, to them and to the program's contact address.",
        placeholders=PLACE | CONTACT | {"code": "K7M4-PXQ"},
        subject="Withdrawn: {organization} for {city}",
        body="""\
The application {code} of {organization} for {city} is withdrawn. Nobody needs to do anything more.

If that was a mistake, write to {contact} and mention {code}.""",
    )
)


def application_received(application: Application) -> None:
    """Write to the contact and to whoever started the draft, with the PDF, and to staff."""
    draft = application.draft
    for address in {draft.email.lower(), application.contact_email.lower()}:
        to_applicant(
            RECEIVED,
            draft,
            address,
            occasion=application.pk,
            attachment=f"application:{application.pk}",
            name=application.contact_name,
            sent=days.moment_in_words(application.submitted_at),
            **coded(draft),
            **placed(application),
        )
    to_staff(ARRIVED, application, occasion=application.pk)


def changes_sent(request) -> None:
    """Tell staff, and the applicant with the PDF as it is now."""
    application = request.application
    to_applicant(
        CHANGES_RECEIVED,
        application.draft,
        application.contact_email,
        occasion=request.pk,
        attachment=f"application:{application.pk}",
        name=application.contact_name,
        sections=request.sections_in_words(),
        **coded(application.draft),
        **placed(application),
    )
    to_staff(
        CHANGES_SENT,
        request.application,
        occasion=request.pk,
        sections=request.sections_in_words(),
    )


def application_withdrawn(application: Application) -> None:
    to_all_sides(WITHDRAWN, application, occasion=application.changes.last().pk)


@outbox.attaches("application")
def application_pdf(key: str) -> Attachment | None:
    """The PDF of everything that was sent; None if the application has been erased since."""
    application = Application.objects.filter(pk=key).first()
    if application is None:
        return None
    return Attachment(
        f"application-{application.code}.pdf", sent.pdf(application), "application/pdf"
    )
