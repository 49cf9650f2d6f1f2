"""Mails on what somebody is owed, to facilitators and teachers: approved, taken back, paid."""

from django.conf import settings
from django.urls import reverse

from plp.core import days
from plp.core.models import Message, User
from plp.core.money import dollars
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.emails.about import in_charge, write
from workshops.models import Payable

ABOUT = {
    "name": "Jonas Tinderbox",
    "organization": "Larkspur County Office of Education",
    "workshop": "CS Principles workshop 1",
    "amount": "$500",
    "lines": "Leading on Saturday, 8 October 2016: $500",
    "code": "K7M4-PXQ",
    "link": "https://partners.example.org/facilitator/money/1/",
}
WHAT = """\
Workshop: {workshop}
Payment: {code}
{lines}
Together: {amount}"""
END = """\
Look at each line, and say where one is not right: {link}

Questions: answer this mail."""

APPROVED = register(
    MailKind(
        what="payment-approved",
        name="A payment is approved, to the payee",
        sent_when="When a partner approves what a facilitator or teacher is owed for a workshop.",
        placeholders=ABOUT | {"due": "It is to be paid by Monday, 7 November 2016."},
        subject="{organization} has approved a payment: {amount}",
        body=f"""\
Dear {{name}},

{{organization}} has approved what you are owed:

{WHAT}

{{due}}

{END}""",
    )
)

SENT_BACK = register(
    MailKind(
        what="payment-sent-back",
        name="The approval of a payment is taken back, to the payee",
        sent_when="When a partner takes the approval of a payment back, before it is paid.",
        placeholders=ABOUT | {"reason": "The hours of the second day are looked at again."},
        subject="{organization} looks at a payment again: {workshop}",
        body=f"""\
Dear {{name}},

{{organization}} looks again at a payment that was approved, so it is not paid yet:

{WHAT}

Why: {{reason}}

{END}""",
    )
)

PAID = register(
    MailKind(
        what="payment-paid",
        name="A payment is made, to the payee",
        sent_when="When a partner says that it has paid a facilitator or teacher.",
        placeholders=ABOUT | {"day": "Tuesday, 1 November 2016", "reference": "Check 204"},
        subject="{organization} has paid you: {amount}",
        body=f"""\
Dear {{name}},

{{organization}} says that it has paid you on {{day}}, reference {{reference}}:

{WHAT}

{END}""",
    )
)


def approved(payable: Payable, *, by: User) -> Message | None:
    on = days.in_words(payable.due_on)
    lines = list(payable.lines.all())
    due = f"It is to be paid by {on}."
    if _total(lines) < 0:
        due = f"You were paid more than this, so it is to be settled with you by {on}."
    return _write(APPROVED, payable, by, lines, due=due)


def sent_back(payable: Payable, *, by: User, reason: str) -> Message | None:
    return _write(SENT_BACK, payable, by, list(payable.lines.all()), reason=reason)


def paid(payable: Payable, *, by: User) -> Message | None:
    day = days.in_words(payable.paid_on)
    lines = list(payable.lines.all())
    return _write(PAID, payable, by, lines, day=day, reference=payable.reference)


def _write(kind, payable, by, lines, **said):
    payee = payable.payee
    return write(
        kind,
        payable.workshop,
        occasion=str(payable.changes.last().pk),
        to=payee.email,
        reply_to=in_charge(payable.workshop, by),
        name=payee.name or payee.email,
        organization=str(payable.partner),
        amount=dollars(_total(lines)),
        lines="\n".join(f"{line.text}: {dollars(line.amount)}" for line in lines),
        code=payable.code,
        **page_of_payee(payable),
        **said,
    )


def _total(lines):
    return sum(line.amount for line in lines)


def page_of_payee(payable: Payable) -> dict[str, str]:
    """Return the link to where the payee reads it, a teacher's with the secret that opens it."""
    if payable.enrollment_id:
        link = own_links.of_teacher(payable.payee)
        return {"link": link.address("workshops:mine-money-open"), "secret": link.secret}
    return {"link": settings.SITE_URL + reverse("workshops:own-payment", args=[payable.pk])}
