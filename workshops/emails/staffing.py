"""Mails on who leads a workshop: to facilitators who are asked, noted or taken off, and to the
program managers who wait for an answer. Neither side reads the other's address in them."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from facilitators.models import Contract
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register
from workshops.emails.about import WHEN, WHERE, in_charge, managers_of, write
from workshops.models import Assignment

ABOUT = {
    "name": "Jonas Tinderbox",
    "organization": "Larkspur County Office of Education",
    "workshop": "CS Principles workshop 1",
    "role": "lead",
    "days": WHEN,
    "place": WHERE,
    "link": "https://partners.example.org/facilitator/workshops/1/",
}
OF_PARTNER = ABOUT | {
    "facilitator": "Jonas Tinderbox",
    "link": "https://partners.example.org/partner/1/workshops/1/who-leads/",
}
NO_ACCOUNT = "You have no account yet: another mail from us has the link to make one."
WHAT = """\
Workshop: {workshop}
When: {days}
Where: {place}"""

ASKED = register(
    MailKind(
        what="leader-asked",
        name="Asked to lead a workshop, to the facilitator",
        sent_when="When a partner asks a facilitator to lead a workshop.",
        placeholders=ABOUT | {"account": NO_ACCOUNT, "by": "Dana Whitlock"},
        subject="{organization} asks you to lead a workshop",
        body=f"""\
Dear {{name}},

{{by}} of {{organization}} asks whether you come as {{role}}:

{WHAT}

Please answer yes or no here: {{link}}

{{account}}

Questions: answer this mail.""",
    )
)

NOTED = register(
    MailKind(
        what="leader-noted",
        name="A yes noted by a partner, to the facilitator",
        sent_when="When a program manager notes that a facilitator has agreed to lead a workshop.",
        placeholders=ABOUT | {"by": "Dana Whitlock"},
        subject="You lead a workshop of {organization}",
        body=f"""\
Dear {{name}},

{{by}} of {{organization}} has noted that you come as {{role}}, as you agreed:

{WHAT}

If that is wrong, or you cannot come after all, say so here: {{link}}

Questions: answer this mail.""",
    )
)

TAKEN_OFF = register(
    MailKind(
        what="leader-taken-off",
        name="Taken off a workshop, to the facilitator",
        sent_when="When a partner takes a facilitator off a workshop, or puts somebody else in "
        "their place.",
        placeholders=ABOUT | {"reason": "Two of you would have come for eight teachers."},
        subject="You do not lead a workshop of {organization} any more",
        body=f"""\
Dear {{name}},

{{organization}} has taken you off this workshop, so you are free at its hours:

{WHAT}

Why: {{reason}}

Your workshops: {{link}}

Questions: answer this mail.""",
    )
)

SAID_YES = register(
    MailKind(
        what="leader-said-yes",
        name="A facilitator's yes, to the partner",
        sent_when="When a facilitator agrees to lead a workshop, to the program managers.",
        placeholders=OF_PARTNER,
        subject="{facilitator} comes: {workshop}",
        body=f"""\
Dear {{name}},

{{facilitator}} has said yes, and is confirmed as {{role}}:

{WHAT}

Who leads it: {{link}}""",
    )
)

SAID_NO = register(
    MailKind(
        what="leader-said-no",
        name="A facilitator's no, to the partner",
        sent_when="When a facilitator declines to lead a workshop, also after saying yes, to the "
        "program managers.",
        placeholders=OF_PARTNER | {"reason": "I teach that day.", "after": "had been asked"},
        subject="{facilitator} cannot come: {workshop}",
        body=f"""\
Dear {{name}},

{{facilitator}}, who {{after}}, cannot come as {{role}}:

{WHAT}

Why: {{reason}}

Choose somebody else: {{link}}""",
    )
)

REPLACED = register(
    MailKind(
        what="leader-replaced",
        name="Somebody leads in another's place, to the partner",
        sent_when="When one facilitator is replaced by another, to the program managers.",
        placeholders=OF_PARTNER
        | {
            "before": "Ines Paperboat",
            "by": "Dana Whitlock",
            "reason": "She is ill.",
            "how": "is asked",
        },
        subject="{facilitator} in place of {before}: {workshop}",
        body=f"""\
Dear {{name}},

{{by}} has put {{facilitator}} in the place of {{before}} as {{role}}. {{facilitator}} {{how}}.

{WHAT}

Why: {{reason}}

Who leads it: {{link}}""",
    )
)
AFTER = {True: "had said yes", False: "had been asked"}
HOW = {
    Assignment.Status.ASKED: "is asked, and has not answered yet",
    Assignment.Status.CONFIRMED: "is confirmed",
}


def asked(assignment: Assignment, *, by: User | None) -> Message | None:
    account = "" if assignment.facilitator.user_id else NO_ACCOUNT
    return _to_facilitator(ASKED, assignment, by, account=account, by=_named(assignment, by))


def noted_yes(assignment: Assignment, *, by: User) -> Message | None:
    return _to_facilitator(NOTED, assignment, by, by=_named(assignment, by))


def taken_off(assignment: Assignment, *, by: User | None, reason: str) -> Message | None:
    return _to_facilitator(TAKEN_OFF, assignment, by, reason=reason)


def said_yes(assignment: Assignment, *, by: User) -> None:
    _to_managers(SAID_YES, assignment)


def said_no(assignment: Assignment, *, reason: str, had_said_yes: bool) -> None:
    _to_managers(SAID_NO, assignment, reason=reason, after=AFTER[had_said_yes])


def replaced(before: Assignment, now: Assignment, *, by: User, reason: str) -> None:
    """Tell every program manager, also who did it."""
    _to_managers(
        REPLACED,
        now,
        before=before.facilitator.name,
        by=_named(now, by),
        reason=reason,
        how=HOW[now.status],
    )


def _to_facilitator(kind, assignment, sender, **said):
    person = assignment.facilitator
    return _write(
        kind,
        assignment,
        person,
        reverse("workshops:own-workshop", args=[assignment.pk]),
        reply_to=in_charge(assignment.workshop, sender),
        **said,
    )


def _to_managers(kind, assignment, **said):
    workshop, person = assignment.workshop, assignment.facilitator
    for manager in managers_of(workshop):
        _write(
            kind,
            assignment,
            manager,
            reverse("workshops:who-leads", args=[workshop.partner.pk, workshop.pk]),
            reply_to=_address_of(assignment),
            facilitator=person.name,
            **said,
        )


def _address_of(assignment):
    """Return who answers a partner: the facilitator whose contract it has, else the program."""
    person, partner = assignment.facilitator, assignment.workshop.partner
    has_contract = Contract.objects.made().filter(partner=partner, facilitator=person).exists()
    return person.email if has_contract else contact_of(partner)


def _named(assignment, by):
    return (by and by.name) or str(assignment.workshop.partner)


def _write(kind, assignment, person, path, **said):
    """Write about an assignment as it is after its last move."""
    workshop = assignment.workshop
    return write(
        kind,
        workshop,
        occasion=f"{assignment.pk} {assignment.changes.latest('pk').pk}",
        to=person.email,
        name=person.name or person.email,
        organization=str(workshop.partner),
        role=assignment.get_role_display().lower(),
        days="\n".join(map(str, workshop.sessions.all())) or "not said yet",
        place=workshop.where,
        link=settings.SITE_URL + path,
        **said,
    )
