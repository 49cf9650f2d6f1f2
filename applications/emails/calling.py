"""Mails of progress calls: each goes to the side that did not take the step."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.emails.addressing import LINK, PLACE, people_with
from applications.models import ProgressCall
from applications.models.partner import Right
from plp.core import outbox
from plp.core.outbox import MailKind, register

CALL = (
    PLACE
    | LINK
    | {
        "who": "Dana Whitlock of Larkspur County Office of Education",
        "when": "Friday, 22 April 2016, 2:30 p.m. Pacific time (PDT)",
        "how": "Call 415 555 0100",
        "minutes": "30",
        "contact": "partner@example.org",
    }
)

CALL_PROPOSED = register(
    MailKind(
        what="call-proposed",
        name="Progress call, proposed time",
        sent_when="When staff or a partner propose a time for a progress call, to the other side.",
        placeholders=CALL,
        subject="Progress call on {when}?",
        body="""\
{who} proposes a time for the progress call with {organization} ({city}).

When: {when}
Length: {minutes} minutes
How to take part: {how}

Agree, or propose another time: {link}

The agenda is there, too; add to it what you want to talk about. Questions: write to {contact}.""",
    )
)

CALL_AGREED = register(
    MailKind(
        what="call-agreed",
        name="Progress call, agreed time",
        sent_when="When a proposed time for a progress call is agreed to, to who proposed it.",
        placeholders=CALL,
        subject="Progress call: {when}",
        body="""\
{who} agrees to the time of the progress call with {organization} ({city}).

When: {when}
Length: {minutes} minutes
How to take part: {how}

Read and edit the agenda: {link}

Questions: write to {contact}.""",
    )
)

CALL_OFF = register(
    MailKind(
        what="call-off",
        name="Progress call called off",
        sent_when="When staff or a partner call a progress call off, to the other side.",
        placeholders=CALL | {"why": "One of us is ill."},
        subject="The progress call on {when} is off",
        body="""\
{who} has called off the progress call with {organization} ({city}).

It was to be: {when}, {minutes} minutes, {how}
Why: {why}

Propose another time: {link}

Questions: write to {contact}.""",
    )
)


def call_proposed(call: ProgressCall, *, by, is_staff: bool) -> None:
    _to_other_side(CALL_PROPOSED, call, by, is_staff)


def call_agreed(call: ProgressCall, *, by, is_staff: bool) -> None:
    _to_other_side(CALL_AGREED, call, by, is_staff)


def call_called_off(call: ProgressCall, *, by, is_staff: bool, why: str) -> None:
    _to_other_side(CALL_OFF, call, by, is_staff, why=why)


def _to_other_side(kind, call, by, is_staff, **more):
    partner = call.partner_year.partner
    contact = call.partner_year.program_year.program.contact_email
    portal = reverse("applications:call", args=[partner.pk, call.pk])
    ours = reverse("admin:applications_progresscall_change", args=[call.pk])
    theirs = [user.email for user in people_with(partner, Right.MANAGE)]
    for address in theirs if is_staff else [contact]:
        outbox.write(
            kind,
            occasion=f"{call.pk} {timezone.now():%Y-%m-%d %H:%M:%S.%f}",
            to=address,
            reply_to=contact if is_staff or not by else by.email,
            who="Code.org" if is_staff or not by else f"{by} of {partner}",
            organization=str(partner),
            city=str(partner.region),
            when=call.when,
            how=call.how,
            minutes=call.minutes,
            contact=contact,
            link=settings.SITE_URL + (portal if is_staff else ours),
            **more,
        )
