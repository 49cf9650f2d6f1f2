"""Mails on the place of workshops: what should be prepared by now, and what was sent there."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from applications.actions.partnering import contact_of
from applications.models import Partner
from applications.registry import Right, people_with
from plp.core import days, outbox
from plp.core.outbox import MailKind, register
from workshops.emails.about import managers_of, write
from workshops.models import ChecklistItem, Supply, Workshop
from workshops.venue import due_on

SAMPLE = "Computer Science Principles workshop 2, Saturday, 8 October 2016"
LINK = "https://partners.example.org/partner/1/workshops/2/place/"

CHECKLIST_DUE = register(
    MailKind(
        what="checklist-due",
        name="Workshops to prepare, to program managers",
        sent_when="On the day by which something of the venue checklist should be done and is not: "
        "once for each, all of a day in one mail.",
        placeholders={
            "name": "Dana Whitlock",
            "organization": "Larkspur County Office of Education",
            "workshops": f"{SAMPLE}\n- Book the room: by Tuesday, 9 August 2016\n{LINK}",
            "contact": "partner@example.org",
        },
        subject="To prepare for workshops of {organization}",
        body="""\
Dear {name},

These things should be done by now:

{workshops}

Tick what is done there. We remind you of each only once. Questions: write to {contact}.""",
    )
)

SUPPLY_SENT = register(
    MailKind(
        what="supply-sent",
        name="Supplies were sent, to program managers",
        sent_when="When staff note that they have sent what a partner asked for.",
        placeholders={
            "name": "Dana Whitlock",
            "organization": "Larkspur County Office of Education",
            "what": "30 workbooks",
            "workshop": SAMPLE,
            "sent_on": "Friday, 23 September 2016",
            "note": "In two boxes, by parcel.",
            "link": LINK,
            "contact": "partner@example.org",
        },
        subject="Sent for your workshop: {what}",
        body="""\
Dear {name},

We have sent what {organization} asked for: {what}

For: {workshop}
Sent on: {sent_on}

{note}

Where it was sent, and all else that you asked for: {link}

Questions: write to {contact}.""",
    )
)


def checklist_due(
    partner: Partner, due: Iterable[tuple[Workshop, list[ChecklistItem]]], *, on: date
) -> bool:
    """Remind the program managers of what should be done by now; `due` has workshops `with_days`.

    Returns whether anybody was written to: not twice on one day.
    """
    contact = contact_of(partner)
    said = "\n\n".join(_in_lines(workshop, items) for workshop, items in due)
    written = [
        outbox.write(
            CHECKLIST_DUE,
            occasion=f"{partner.pk} {on}",
            to=person.email,
            reply_to=contact,
            contact=contact,
            name=person.name or person.email,
            organization=str(partner),
            workshops=said,
        )
        for person in people_with(partner, Right.MANAGE)
    ]
    return any(written)


def _in_lines(workshop, items):
    first_day = workshop.first_day
    lines = [f"- {item}: by {days.in_words(due_on(item, first_day))}" for item in items]
    return "\n".join([f"{workshop}, {days.in_words(first_day)}", *lines, _page(workshop)])


def supply_sent(supply: Supply) -> None:
    """Tell the program managers."""
    workshop = supply.workshop
    contact = contact_of(workshop.partner)
    for person in managers_of(workshop):
        write(
            SUPPLY_SENT,
            workshop,
            occasion=f"{supply.pk}",
            to=person.email,
            reply_to=contact,
            contact=contact,
            name=person.name or person.email,
            organization=str(workshop.partner),
            what=supply.what,
            sent_on=days.in_words(supply.sent_on),
            note=supply.note,
            link=_page(workshop),
        )


def _page(workshop):
    path = reverse("workshops:place", args=[workshop.partner.pk, workshop.pk])
    return settings.SITE_URL + path
