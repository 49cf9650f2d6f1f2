"""What mails on a workshop share: what they name, and who answers them. The one place that knows
that staff may want none about a workshop."""

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from applications.models import Partner
from applications.models.partner import HANDLING_MONEY
from applications.registry import Right, people_with
from plp.core import outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind
from workshops.models import Workshop

WHEN = "Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)"
WHERE = "Lake Street Library, 1 Lake Street, Chicago, IL"
# What mails to those who come or lead name, with an example.
ABOUT = {
    "name": "Ines Paperboat",
    "workshop": "CS Principles workshop 2",
    "organization": "Larkspur County Office of Education",
    "when": WHEN,
    "where": WHERE,
    "contact": "dana@larkspur.example",
}
FACTS = """\
{workshop}, by {organization}

{when}

{where}"""
ASK = "Questions: write to {contact}."


def write(kind: MailKind, workshop: Workshop, **said) -> Message | None:
    """Write a mail about a workshop, unless staff want none about it."""
    if workshop.mails_off:
        return None
    return outbox.write(kind, workshop=str(workshop), **said)


def write_facts(
    kind: MailKind, workshop: Workshop, *, has_seat: bool = False, **said
) -> Message | None:
    """Write a mail that says what a workshop is, when and where; who is in charge answers it. Who
    has a seat, or leads, reads the meeting link of a virtual one, too."""
    contact = in_charge(workshop)
    return write(
        kind,
        workshop,
        reply_to=contact,
        contact=contact,
        organization=str(workshop.partner),
        when="\n".join(map(str, workshop.sessions.all())) or "The day is to be announced",
        where=workshop.where_to_come if has_seat else workshop.where,
        **said,
    )


def write_managers(kind: MailKind, workshop: Workshop, *, page: str, **said) -> None:
    """Write to each program manager, with the link to a page of theirs; the program answers."""
    partner = workshop.partner
    contact = contact_of(partner)
    link = settings.SITE_URL + reverse(f"workshops:{page}", args=[partner.pk, workshop.pk])
    for user in managers_of(workshop):
        write(kind, workshop, to=user.email, reply_to=contact, contact=contact, link=link, **said)


def managers_of(workshop: Workshop) -> list[User]:
    """Return the program managers of its partner; asked once for all the mails of a step."""
    if not hasattr(workshop, "_managers"):
        workshop._managers = people_with(workshop.partner, Right.MANAGE)
    return workshop._managers


def readers_of_money(partner: Partner) -> list[User]:
    """Return who manages or handles money for a partner and can sign in; where nobody does, who
    signs for it. Never who may read no amount."""
    members = [m for m in partner.memberships.select_related("user") if m.user.is_active]
    handling = [m for m in members if set(HANDLING_MONEY) & set(m.rights)]
    return [member.user for member in handling or members if member.rights]


def in_charge(workshop: Workshop, sender: User | None = None) -> str:
    """Return the address of whom people ask: who does it, if they manage; else a program manager,
    else the program."""
    managers = managers_of(workshop)
    if managers:
        return (sender if sender in managers else managers[0]).email
    program = workshop.partner_year.program_year.program
    return program.contact_email or settings.DEFAULT_FROM_EMAIL
