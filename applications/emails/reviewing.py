"""Mails of what staff decide while they read, short of an offer."""

from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    NAMED,
    PLACE,
    coded,
    placed,
    to_applicant,
)
from applications.models import Application
from plp.core import days
from plp.core.outbox import MailKind, register

CHANGES_REQUESTED = register(
    MailKind(
        what="changes-requested",
        name="Changes requested",
        sent_when="When staff have asked an applicant to change some sections.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | {"name": "Dana Whitlock", "sections": "Funding and Community", "message": "Who pays…"},
        subject="We need something from you: {organization} for {city}",
        body="""\
Dear {name},

Before we can go on with your application for {city}, please look at this once more: {sections}.

{message}

Change it and send it back: {link}

Everything else stays as you sent it. Questions: write to {contact} and mention {code}.""",
    )
)

WAITLISTED = register(
    MailKind(
        what="application-waitlisted",
        name="Put on the waiting list",
        sent_when="When staff have put an applicant on the waiting list, or keep them longer.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | NAMED
        | {"until": "Friday, 22 April 2016", "message": "We would like to come back to you."},
        subject="You are on the waiting list: {organization} for {city}",
        body="""\
Dear {name},

We cannot offer {organization} the partnership for {city} now. We would like to keep you on the \
waiting list, and come back to you if the region becomes free.

City: {city}
On the waiting list until: {until}

{message}

You need not do anything. See where it is, or withdraw: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

DECLINED = register(
    MailKind(
        what="application-declined",
        name="Not selected",
        sent_when="When staff have declined an application.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | NAMED
        | {"message": "Your plan for the community was strong."},
        subject="Our decision: {organization} for {city}",
        body="""\
Dear {name},

We are sorry: we have not selected {organization} as our partner for {city}.

{message}

Thank you for the work you put into it. You can apply again in the next application period, \
beginning from what you wrote: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

REOPENED = register(
    MailKind(
        what="application-reopened",
        name="Application reopened",
        sent_when="When staff have taken up an application again that was decided.",
        placeholders=CODE | LINK | PLACE | CONTACT | NAMED,
        subject="We have taken up your application again: {organization} for {city}",
        body="""\
Dear {name},

We have taken up the application of {organization} for {city} again. It is under review, as \
before, and you need not do anything.

See where it is: {link}

Questions: write to {contact} and mention {code}.""",
    )
)


def changes_requested(request) -> None:
    application = request.application
    to_applicant(
        CHANGES_REQUESTED,
        application.draft,
        application.contact_email,
        occasion=request.pk,
        name=application.contact_name,
        sections=request.sections_in_words(),
        message=request.message,
        **coded(application.draft),
        **placed(application),
    )


def waitlisted(application: Application, *, message: str) -> None:
    _decided(
        WAITLISTED,
        application,
        until=days.in_words(application.waiting_until),
        message=message,
    )


def declined(application: Application, *, message: str) -> None:
    _decided(DECLINED, application, message=message)


def reopened(application: Application) -> None:
    _decided(REOPENED, application)


def _decided(kind, application, **values):
    """Write to the contact of a move that has just been made."""
    to_applicant(
        kind,
        application.draft,
        application.contact_email,
        occasion=application.changes.last().pk,
        name=application.contact_name,
        **coded(application.draft),
        **placed(application),
        **values,
    )
