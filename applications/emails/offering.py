"""Mails of an offer, its answer, and its end without one."""

from django.utils import timezone

from applications import links
from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    PLACE,
    coded,
    in_a_line,
    placed,
    to_all_sides,
    to_applicant,
)
from applications.links import Purpose
from applications.models import Application, Offer
from plp.core import days, outbox
from plp.core.outbox import MailKind, register

OFFER_TO_SIGN = register(
    MailKind(
        what="offer-to-sign",
        name="Offer, to the signatory",
        sent_when="When an offer is announced, to the person who may sign.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | {"name": "Ruth Abernathy", "reply_by": "Friday, 22 April 2016"},
        subject="We would like {organization} to be our partner for {city}",
        body="""\
Dear {name},

We would like {organization} to be our partner for {city}. Your organization named you as the \
person who may sign, so only you can answer.

City: {city}
Last day to reply: {reply_by}, until midnight Pacific time

Read the offer and answer: {link}

This link is yours alone: whoever has it can answer for your organization. Questions: write to \
{contact} and mention {code}.""",
    )
)

OFFER_MADE = register(
    MailKind(
        what="offer-made",
        name="Offer, to the contact",
        sent_when="When an offer is announced, to the contact of the application.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | {
            "name": "Dana Whitlock",
            "signatory": "Ruth Abernathy",
            "reply_by": "Friday, 22 April 2016",
        },
        subject="We made an offer: {organization} for {city}",
        body="""\
Dear {name},

We would like {organization} to be our partner for {city}. We have written to {signatory}, who can \
accept the offer until {reply_by}, midnight Pacific time.

See your application: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

OFFER_ANSWERED = register(
    MailKind(
        what="offer-answered",
        name="Offer answered",
        sent_when="When the signatory has answered, to them, the contact and the program.",
        placeholders=PLACE
        | CONTACT
        | {"code": "K7M4-PXQ", "answer": "Accepted", "name": "Ruth Abernathy"},
        subject="{answer}: {organization} for {city}",
        body="""\
{name} has answered our offer to {organization}, application {code}.

City: {city}
Answer: {answer}

If that was a mistake, write to {contact} today.""",
    )
)

OFFER_LAPSED = register(
    MailKind(
        what="offer-lapsed",
        name="Offer lapsed",
        sent_when="When nobody has answered an offer by its last day: to all who knew of it.",
        placeholders=PLACE | CONTACT | {"code": "K7M4-PXQ", "reply_by": "Friday, 22 April 2016"},
        subject="Our offer has lapsed: {organization} for {city}",
        body="""\
The last day to answer our offer to {organization} for {city} was {reply_by}, and we have had no \
answer. The offer has lapsed, and the region may be offered to another applicant.

If you still want it, write to {contact} at once and mention {code}.""",
    )
)

TAKEN_BACK = register(
    MailKind(
        what="offer-taken-back",
        name="Offer taken back",
        sent_when="When staff have taken an unanswered offer back: to all who knew of it.",
        placeholders=PLACE | CONTACT | {"code": "K7M4-PXQ", "message": "The last day was wrong."},
        subject="We have taken our offer back: {organization} for {city}",
        body="""\
We have taken back our offer to {organization} for {city}, application {code}. The application is \
under review again.

{message}

Questions: write to {contact}.""",
    )
)

NEXT_IN_LINE = register(
    MailKind(
        what="next-in-line",
        name="A region is free again, to staff",
        sent_when="When an offer was refused, withdrawn or lapsed, and others have applied.",
        placeholders=PLACE
        | {
            "what": "lapsed",
            "line": "1. Second Breakfast Academy Trust, waitlisted",
            "link": "https://partners.example.org/admin/",
        },
        subject="{city} is free again",
        body="""\
Our offer to {organization} for {city} is {what}. These could be offered the region next:

{line}

Look at them: {link}""",
    )
)


def offer_made(offer: Offer) -> None:
    application = offer.application
    _offer_to_sign(offer, offer.pk)
    to_applicant(
        OFFER_MADE,
        application.draft,
        application.contact_email,
        occasion=offer.pk,
        name=application.contact_name,
        signatory=application.signatory_name,
        reply_by=days.in_words(offer.reply_by),
        **coded(application.draft),
        **placed(application),
    )


def sign_again(offer: Offer) -> None:
    """Mail the signatory their link once more, once a minute at most for the same link."""
    version = offer.application.draft.link_version
    _offer_to_sign(offer, f"{offer.pk} link {version} {timezone.now():%Y-%m-%d %H:%M}")


def offer_answered(offer: Offer) -> None:
    application = offer.application
    to_all_sides(
        OFFER_ANSWERED,
        application,
        application.signatory_email,
        occasion=offer.pk,
        answer=offer.get_answer_display(),
        name=offer.signed_name,
    )


def _offer_to_sign(offer, occasion):
    application = offer.application
    to_applicant(
        OFFER_TO_SIGN,
        application.draft,
        application.signatory_email,
        purpose=Purpose.SIGN,
        occasion=occasion,
        name=application.signatory_name,
        reply_by=days.in_words(offer.reply_by),
        **coded(application.draft),
        **placed(application),
    )


def offer_lapsed(offer: Offer) -> None:
    application = offer.application
    to_all_sides(
        OFFER_LAPSED,
        application,
        application.signatory_email,
        occasion=offer.pk,
        reply_by=days.in_words(offer.reply_by),
    )


def offer_taken_back(offer: Offer, *, message: str) -> None:
    application = offer.application
    to_all_sides(
        TAKEN_BACK,
        application,
        application.signatory_email,
        occasion=offer.pk,
        message=message,
    )


def next_in_line(offer: Offer, line: list[Application]) -> None:
    """Tell staff who could be offered the region of an offer that came to nothing."""
    application = offer.application
    outbox.write(
        NEXT_IN_LINE,
        occasion=str(offer.pk),
        to=application.draft.program.contact_email,
        what=NOTHING_CAME[offer.answer],
        line=in_a_line(line),
        link=links.admin_line(offer.region),
        **placed(application),
    )


# How an offer that came to nothing did so.
NOTHING_CAME = {
    Offer.Answer.NO: "refused or withdrawn",
    Offer.Answer.NONE: "lapsed",
    Offer.Answer.TAKEN_BACK: "taken back",
}
