"""Mails on requests for money: what staff have decided, and that they are paid."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from plp.core import days, outbox
from plp.core.money import dollars
from plp.core.outbox import MailKind, register
from workshops.emails.about import readers_of_money
from workshops.models import Reimbursement
from workshops.money.amounts import total_of

SAMPLE = {
    "name": "Dana Whitlock",
    "organization": "Larkspur County Office of Education",
    "code": "K7M4-PXQ",
    "about": "Computer Science Principles, 2016-17",
    "amount": "$1,400",
    "link": "https://partners.example.org/partner/1/money/requests/2/",
    "contact": "partner@example.org",
}
WORD = {"word": "Thank you for the receipts."}
QUESTIONS = "Questions: write to {contact}."

APPROVED = register(
    MailKind(
        what="reimbursement-approved",
        name="Request approved, to managers and finance of the partner",
        sent_when="When staff approve a reimbursement request.",
        placeholders=SAMPLE | WORD,
        subject="Approved: request {code}, {amount}",
        body=f"""\
Dear {{name}},

We have approved request {{code}} of {{organization}} for {{about}}: {{amount}}

{{word}}

It is paid next. We write again when it is. The request with all its lines: {{link}}

{QUESTIONS}""",
    )
)

RETURNED = register(
    MailKind(
        what="reimbursement-returned",
        name="Request returned, to managers and finance of the partner",
        sent_when="When staff return a reimbursement request, with a word on what to change.",
        placeholders=SAMPLE | WORD | {"word": "Please add the receipt for the room."},
        subject="Please look again at request {code}",
        body=f"""\
Dear {{name}},

We return request {{code}} of {{organization}} for {{about}} to you:

{{word}}

Change what is needed and send it again; its figures are worked out anew then: {{link}}

{QUESTIONS}""",
    )
)

DECLINED = register(
    MailKind(
        what="reimbursement-declined",
        name="Request declined, to managers and finance of the partner",
        sent_when="When staff decline a reimbursement request, with the reason.",
        placeholders=SAMPLE | WORD | {"word": "The event was not for teachers."},
        subject="Declined: request {code}",
        body=f"""\
Dear {{name}},

We cannot reimburse request {{code}} of {{organization}} for {{about}}, {{amount}}:

{{word}}

The request stays on your pages: {{link}}

{QUESTIONS}""",
    )
)

PAID = register(
    MailKind(
        what="reimbursement-paid",
        name="Request paid, to managers and finance of the partner",
        sent_when="When finance mark the payment batch of a request paid.",
        placeholders=SAMPLE
        | {"payee": "Larkspur County Office of Education"}
        | {"paid_on": "Friday, 18 November 2016", "reference": "ACH 1001"},
        subject="Paid: request {code}, {amount}",
        body=f"""\
Dear {{name}},

Request {{code}} of {{organization}} for {{about}} is paid.

Amount: {{amount}}
Paid to: {{payee}}
Paid on: {{paid_on}}
Reference: {{reference}}

The request with all its lines: {{link}}

{QUESTIONS}""",
    )
)


DRAWN_UP = register(
    MailKind(
        what="reimbursement-drawn-up",
        name="Adjustment drawn up, to managers and finance of the partner",
        sent_when="When staff draw up a request that sets right what was asked for before.",
        placeholders={name: SAMPLE[name] for name in SAMPLE if name != "amount"}
        | {"word": "Two teachers were marked present after all."},
        subject="To look at and send: request {code}",
        body=f"""\
Dear {{name}},

Records have changed of what {{organization}} asked for: {{about}}. Request {{code}} mends that:

{{word}}

It is yours: look at its figures, and send it if you agree: {{link}}

{QUESTIONS}""",
    )
)


def approved(request: Reimbursement, *, word: str) -> None:
    _write(APPROVED, request, word=word)


def returned(request: Reimbursement, *, word: str) -> None:
    _write(RETURNED, request, word=word)


def declined(request: Reimbursement, *, word: str) -> None:
    _write(DECLINED, request, word=word)


def paid(request: Reimbursement) -> None:
    batch = request.batch
    _write(
        PAID,
        request,
        payee=request.partner.payee_name,
        paid_on=days.in_words(batch.paid_on),
        reference=batch.reference,
    )


def drawn_up(request: Reimbursement, *, word: str) -> None:
    _write(DRAWN_UP, request, word=word)


def _write(kind, request, **said):
    """Write to each who handles the money of a partner; the move just made is the occasion."""
    partner = request.partner
    contact = contact_of(partner)
    said |= {
        "organization": str(partner),
        "code": request.code,
        "about": request.about,
        "amount": dollars(total_of(request)),
        "link": _page(request),
    }
    for person in readers_of_money(partner):
        outbox.write(
            kind,
            occasion=str(request.changes.last().pk),
            to=person.email,
            reply_to=contact,
            contact=contact,
            name=person.name or person.email,
            **_of(kind, said),
        )


def _of(kind, said):
    return {name: value for name, value in said.items() if name in kind.placeholders}


def _page(request):
    path = reverse("workshops:request", args=[request.partner.pk, request.pk])
    return settings.SITE_URL + path
