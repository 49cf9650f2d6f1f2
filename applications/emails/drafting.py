"""Mails about a draft and its link."""

from django.utils import timezone

from applications import links
from applications.emails.addressing import CODE, CONTACT, LINK, coded, to_applicant
from applications.links import Purpose
from applications.models import Draft
from plp.core import days
from plp.core.outbox import MailKind, register

STARTED = register(
    MailKind(
        what="draft-started",
        name="Draft started",
        sent_when="When someone has started an application.",
        placeholders=CODE | LINK | CONTACT,
        subject="Your application {code}: the link to come back",
        body="""\
Your application to the {program} is started. It is kept as you type it, section by section.

Go on with your application: {link}

This link is yours alone. Anyone who has it can read and change the application, so pass it on \
only to people who write it with you. It works on any computer.

Code: {code}
Questions: {contact}

If you did not start this, you need not do anything: a draft that nobody touches is erased.""",
    )
)

LINK_AGAIN = register(
    MailKind(
        what="link-again",
        name="Link again",
        sent_when="When someone has asked for the link of a draft or an application.",
        placeholders=CODE | LINK | CONTACT,
        subject="The link to your application {code}",
        body="""\
Here is the link that you asked for.

Open your application: {link}

Anyone who has it can read and change the application. If it may have fallen into the wrong hands, \
write to {contact}, and we make a new one.""",
    )
)

APPLY_AGAIN = register(
    MailKind(
        what="apply-again",
        name="Link to apply again",
        sent_when="When someone has asked for a link, and their application is decided long ago.",
        placeholders=CODE | LINK | CONTACT,
        subject="Apply again, from what you wrote in {code}",
        body="""\
Your application {code} is decided, and its page is closed. You can begin a new one that is filled \
with what you wrote then.

Begin a new application: {link}

Questions: write to {contact}.""",
    )
)

IDLE = register(
    MailKind(
        what="draft-idle",
        name="Draft idle",
        sent_when="When nobody has touched a draft for a long time, before it is erased.",
        placeholders=CODE | LINK | CONTACT | {"erased_on": "Friday, 22 April 2016"},
        subject="Your draft {code} will be erased on {erased_on}",
        body="""\
Nobody has worked on your application for some time. We keep no drafts that are not needed, so \
this one is erased on {erased_on}, with its files.

Keep it by opening it and saving a section: {link}

If you no longer want it, you need not do anything. Questions: write to {contact}.""",
    )
)


def draft_started(draft: Draft) -> None:
    to_applicant(STARTED, draft, draft.email, occasion=draft.code, **coded(draft))


def link_again(draft: Draft, to: str) -> None:
    """Mail the link once a minute at most; of one decided long ago, the link to apply again."""
    lapsed = links.is_lapsed(draft)
    to_applicant(
        APPLY_AGAIN if lapsed else LINK_AGAIN,
        draft,
        to,
        purpose=Purpose.AGAIN if lapsed else Purpose.EDIT,
        occasion=f"{draft.code} {timezone.now():%Y-%m-%d %H:%M}",
        **coded(draft),
    )


def link_renewed(draft: Draft) -> None:
    """Mail the link that takes the place of all earlier ones."""
    occasion = f"{draft.code} link {draft.link_version}"
    to_applicant(LINK_AGAIN, draft, draft.email, occasion=occasion, **coded(draft))


def draft_idle(draft: Draft, *, erased_on) -> None:
    to_applicant(
        IDLE,
        draft,
        draft.email,
        occasion=f"{draft.code} {draft.touched_at:%Y-%m-%d %H:%M:%S}",
        erased_on=days.in_words(erased_on),
        **coded(draft),
    )
