"""Mails on a line of a payment that a payee finds not right: to the partner, and the answer."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from plp.core.models import Message
from plp.core.money import dollars
from plp.core.outbox import MailKind, register
from workshops.emails.about import in_charge, readers_of_money, write
from workshops.emails.paying import page_of_payee
from workshops.models import Objection

ABOUT = {
    "name": "Dana Whitlock",
    "organization": "Larkspur County Office of Education",
    "workshop": "CS Principles workshop 1",
    "line": "A day led, Saturday, 8 October 2016",
    "amount": "$500",
    "text": "I led two days, not one.",
}
LINE = """\
{workshop}
{line}: {amount}"""

OBJECTED = register(
    MailKind(
        what="payment-not-right",
        name="A line of a payment is not right, to the partner",
        sent_when="When a facilitator or teacher says that a line of what they are paid is not "
        "right, to those who handle money at the partner.",
        placeholders=ABOUT
        | {"payee": "Jonas Tinderbox", "link": "https://partners.example.org/partner/1/"},
        subject="{payee} says that a payment is not right",
        body=f"""\
Dear {{name}},

{{payee}} says that this is not right:

{LINE}

What they write: {{text}}

Look at the payment and answer: {{link}}""",
    )
)

ANSWERED = register(
    MailKind(
        what="payment-not-right-answered",
        name="What a partner answers on a payment that is not right, to the payee",
        sent_when="When a partner answers a facilitator or teacher who said that a line of what "
        "they are paid is not right.",
        placeholders=ABOUT
        | {
            "name": "Jonas Tinderbox",
            "answer": "You are right: a correction of $500 follows.",
            "link": "https://partners.example.org/facilitator/money/1/",
        },
        subject="{organization} has answered on your payment",
        body=f"""\
Dear {{name}},

You wrote about this line:

{LINE}

What you wrote: {{text}}

What {{organization}} answers: {{answer}}

The payment: {{link}}

Questions: answer this mail.""",
    )
)


def objected(objection: Objection) -> None:
    """Write to who handles money at the partner."""
    payable = objection.line.payable
    path = reverse("workshops:payment", args=[payable.partner_id, payable.pk])
    for user in readers_of_money(payable.partner):
        _write(
            OBJECTED,
            objection,
            user,
            reply_to=contact_of(payable.partner),
            payee=payable.payee.name,
            link=settings.SITE_URL + path,
        )


def answered(objection: Objection) -> Message | None:
    payable = objection.line.payable
    return _write(
        ANSWERED,
        objection,
        payable.payee,
        reply_to=in_charge(payable.workshop, objection.answered_by),
        answer=objection.answer,
        **page_of_payee(payable),
    )


def _write(kind, objection, person, **said):
    line = objection.line
    return write(
        kind,
        line.payable.workshop,
        occasion=str(objection.pk),
        to=person.email,
        name=person.name or person.email,
        organization=str(line.payable.partner),
        line=line.text,
        amount=dollars(line.amount),
        text=objection.text,
        **said,
    )
