"""The mails of applying: one function a message, named for what happened."""

from django.utils import timezone

from applications import links, sent
from applications.links import Purpose
from applications.models import Application, Draft, Offer
from plp.core import days, outbox
from plp.core.outbox import Attachment, MailKind, register

CODE = {"code": "K7M4-PXQ", "program": "Professional Learning Partner Program"}
LINK = {"link": "https://partners.example.org/secret"}
PLACE = {"organization": "Larkspur County Office of Education", "city": "Sacramento, CA"}
CONTACT = {"contact": "partner@example.org"}

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


def draft_started(draft: Draft) -> None:
    _to_applicant(STARTED, draft, draft.email, occasion=draft.code, **_coded(draft))


def link_again(draft: Draft, to: str) -> None:
    """Mail the link once a minute at most; of one decided long ago, the link to apply again."""
    lapsed = links.is_lapsed(draft)
    _to_applicant(
        APPLY_AGAIN if lapsed else LINK_AGAIN,
        draft,
        to,
        purpose=Purpose.AGAIN if lapsed else Purpose.EDIT,
        occasion=f"{draft.code} {timezone.now():%Y-%m-%d %H:%M}",
        **_coded(draft),
    )


def link_renewed(draft: Draft) -> None:
    """Mail the link that takes the place of all earlier ones."""
    occasion = f"{draft.code} link {draft.link_version}"
    _to_applicant(LINK_AGAIN, draft, draft.email, occasion=occasion, **_coded(draft))


def sign_again(offer: Offer) -> None:
    """Mail the signatory their link once more, once a minute at most for the same link."""
    version = offer.application.draft.link_version
    _offer_to_sign(offer, f"{offer.pk} link {version} {timezone.now():%Y-%m-%d %H:%M}")


def draft_idle(draft: Draft, *, erased_on) -> None:
    _to_applicant(
        IDLE,
        draft,
        draft.email,
        occasion=f"{draft.code} {draft.touched_at:%Y-%m-%d %H:%M:%S}",
        erased_on=days.in_words(erased_on),
        **_coded(draft),
    )


def application_received(application: Application) -> None:
    """Write to the contact and to whoever started the draft, with the PDF, and to staff."""
    draft = application.draft
    for address in {draft.email.lower(), application.contact_email.lower()}:
        _to_applicant(
            RECEIVED,
            draft,
            address,
            occasion=application.pk,
            attachment=f"application:{application.pk}",
            name=application.contact_name,
            sent=days.moment_in_words(application.submitted_at),
            **_coded(draft),
            **_placed(application),
        )
    _to_staff(ARRIVED, application, occasion=application.pk)


def changes_requested(request) -> None:
    application = request.application
    _to_applicant(
        CHANGES_REQUESTED,
        application.draft,
        application.contact_email,
        occasion=request.pk,
        name=application.contact_name,
        sections=request.sections_in_words(),
        message=request.message,
        **_coded(application.draft),
        **_placed(application),
    )


def changes_sent(request) -> None:
    """Tell staff, and the applicant with the PDF as it is now."""
    application = request.application
    _to_applicant(
        CHANGES_RECEIVED,
        application.draft,
        application.contact_email,
        occasion=request.pk,
        attachment=f"application:{application.pk}",
        name=application.contact_name,
        sections=request.sections_in_words(),
        **_coded(application.draft),
        **_placed(application),
    )
    _to_staff(
        CHANGES_SENT,
        request.application,
        occasion=request.pk,
        sections=request.sections_in_words(),
    )


def application_withdrawn(application: Application) -> None:
    _to_all_sides(WITHDRAWN, application, occasion=application.pk)


def offer_made(offer: Offer) -> None:
    application = offer.application
    _offer_to_sign(offer, offer.pk)
    _to_applicant(
        OFFER_MADE,
        application.draft,
        application.contact_email,
        occasion=offer.pk,
        name=application.contact_name,
        signatory=application.signatory_name,
        reply_by=days.in_words(offer.reply_by),
        **_coded(application.draft),
        **_placed(application),
    )


def offer_answered(offer: Offer) -> None:
    application = offer.application
    _to_all_sides(
        OFFER_ANSWERED,
        application,
        application.signatory_email,
        occasion=offer.pk,
        answer=offer.get_answer_display(),
        name=offer.signed_name,
    )


@outbox.attaches("application")
def application_pdf(key: str) -> Attachment | None:
    """The PDF of everything that was sent; None if the application has been erased since."""
    application = Application.objects.filter(pk=key).first()
    if application is None:
        return None
    return Attachment(
        f"application-{application.code}.pdf", sent.pdf(application), "application/pdf"
    )


def _offer_to_sign(offer, occasion):
    application = offer.application
    _to_applicant(
        OFFER_TO_SIGN,
        application.draft,
        application.signatory_email,
        purpose=Purpose.SIGN,
        occasion=occasion,
        name=application.signatory_name,
        reply_by=days.in_words(offer.reply_by),
        **_coded(application.draft),
        **_placed(application),
    )


def _to_applicant(kind, draft, to, *, occasion, purpose=Purpose.EDIT, **values):
    contact = draft.program.contact_email
    outbox.write(
        kind,
        occasion=str(occasion),
        to=to,
        reply_to=contact,
        secret=links.secret(draft, purpose),
        link=links.address(draft, purpose),
        contact=contact,
        **values,
    )


def _to_staff(kind, application, *, occasion, **values):
    outbox.write(
        kind,
        occasion=str(occasion),
        to=application.draft.program.contact_email,
        reply_to=application.contact_email,
        link=links.admin_page(application),
        code=application.code,
        **_placed(application),
        **values,
    )


def _to_all_sides(kind, application, *others, occasion, **values):
    """Write the same to the contact, the program, and others who are named."""
    contact = application.draft.program.contact_email
    for address in {application.contact_email, contact, *others}:
        outbox.write(
            kind,
            occasion=str(occasion),
            to=address,
            reply_to=contact,
            contact=contact,
            code=application.code,
            **_placed(application),
            **values,
        )


def _coded(draft):
    return {"code": draft.code, "program": draft.program.name}


def _placed(application):
    return {"organization": application.organization, "city": str(application.pin)}
