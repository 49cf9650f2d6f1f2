"""Mails to the people of a partner, and to who waits for its region."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    NAMED,
    PLACE,
    coded,
    in_a_line,
    placed,
    to_applicant,
)
from applications.models import Application, Interest, Partner, Region
from plp.core import days, outbox
from plp.core.models import Message
from plp.core.outbox import MailKind, register

MEMBER_INVITED = register(
    MailKind(
        what="member-invited",
        name="Invitation to a partner's pages",
        sent_when="When an organization has become a partner, to the people who act for it; and "
        "when somebody is invited later.",
        placeholders=CONTACT
        | NAMED
        | LINK
        | {
            "inviting": "program manager of Larkspur County Office of Education",
            "expires_on": "Friday, 22 April 2016",
        },
        subject="Your invitation: {inviting}",
        body="""\
Dear {name},

You are invited as {inviting}. On the partner's pages you see what is promised, by when, and who \
takes part.

Accept the invitation: {link}

Last day to accept: {expires_on}. The link is yours alone. Questions: write to {contact}.""",
    )
)

PARTNERSHIP_ENDS = register(
    MailKind(
        what="partnership-ends",
        name="Partnership ends",
        sent_when="When staff have set the last day of a partnership, to its people.",
        placeholders=PLACE
        | CONTACT
        | {"last_day": "Friday, 30 June 2017", "reason": "You asked us to."},
        subject="The partnership for {city} ends on {last_day}",
        body="""\
The partnership with {organization} for {city} ends.

Last day: {last_day}
Reason: {reason}

You keep seeing the partner's pages. Questions: write to {contact}.""",
    )
)

PARTNERSHIP_KEPT = register(
    MailKind(
        what="partnership-kept",
        name="Partnership goes on",
        sent_when="When staff have called off the planned end of a partnership, to its people.",
        placeholders=PLACE | CONTACT | {"last_day": "Friday, 30 June 2017"},
        subject="The partnership for {city} goes on",
        body="""\
The partnership with {organization} for {city} does not end on {last_day}, as we wrote you before. \
It goes on without a last day.

What you promised holds as before. Questions: write to {contact}.""",
    )
)

REGION_FREE = register(
    MailKind(
        what="region-free",
        name="A region is free and awaited, to staff",
        sent_when="When a partnership has ended, and someone waits for its region.",
        placeholders={
            "organization": "Larkspur County Office of Education",
            "city": "Sacramento, CA",
            "waiting": "3",
            "line": "1. Second Breakfast Academy Trust, waitlisted",
            "link": "https://partners.example.org/admin/",
        },
        subject="{city} is free again",
        body="""\
The partnership with {organization} for {city} has ended, and the region takes applications again.

Waiting for it: {waiting}
They hear of it: when you say so

{line}

Look at the region, and tell who waits: {link}""",
    )
)

REGION_OPEN = register(
    MailKind(
        what="region-open",
        name="A region is open, to the interest list",
        sent_when="When staff tell those who asked to hear of it that a region takes applications.",
        placeholders=CONTACT | {"organization": "Pebble College", "city": "Oakland, CA"} | LINK,
        subject="We seek a partner for {city}",
        body="""\
You asked us to write when your area opens. We seek a partner for {city} now, and {organization} \
can apply.

Read about the region and apply: {link}

Questions: write to {contact}.""",
    )
)

WAITING_OPEN = register(
    MailKind(
        what="waiting-open",
        name="A region is free, to the waiting list",
        sent_when="When staff tell waitlisted applicants that their region has become free.",
        placeholders=CODE | LINK | PLACE | CONTACT | NAMED,
        subject="{city} is free again, and you are on the waiting list",
        body="""\
Dear {name},

The region around {city} has no partner any more. {organization} is on our waiting list, so we \
look at your application next, and write to you whatever we decide. You need not do anything.

See your application, or withdraw it: {link}

Questions: write to {contact} and mention {code}.""",
    )
)


def partnership_ends(partner: Partner, *, occasion: datetime, contact: str) -> None:
    """Tell its people when a partnership ends, and why."""
    _tell_people(
        PARTNERSHIP_ENDS,
        partner,
        occasion=occasion,
        contact=contact,
        last_day=days.in_words(partner.ends_on),
        reason=partner.end_reason,
    )


def partnership_kept(partner: Partner, last_day: date, *, occasion: datetime, contact: str) -> None:
    """Tell its people that a partnership does not end on the day that they were told."""
    day = days.in_words(last_day)
    _tell_people(PARTNERSHIP_KEPT, partner, occasion=occasion, contact=contact, last_day=day)


def _tell_people(kind, partner, *, occasion, contact, **values):
    """Write to the members, and where an application led to it, to its contact and signatory.

    The occasion is the moment at which staff said so: a day that is changed back is told again.
    """
    application = partner.application
    people = {m.user.email for m in partner.memberships.select_related("user")}
    if application:
        people |= {application.contact_email, application.signatory_email} - {""}
    for address in sorted({address.lower() for address in people}):
        outbox.write(
            kind,
            occasion=f"{partner.pk} {occasion.isoformat()}",
            to=address,
            reply_to=contact,
            contact=contact,
            organization=str(partner),
            city=str(partner.region),
            **values,
        )


def region_free(partner: Partner, *, waiting: int, line: list[Application], contact: str) -> None:
    """Tell staff how many wait for the region of a partnership that has ended, and who of them
    could be offered it, the best first."""
    path = reverse("admin:applications_region_change", args=[partner.region_id])
    outbox.write(
        REGION_FREE,
        occasion=f"{partner.pk} {partner.ended_on}",
        to=contact,
        organization=str(partner),
        city=str(partner.region),
        waiting=waiting,
        line=in_a_line(line),
        link=settings.SITE_URL + path,
    )


def region_open(
    interest: Interest, region: Region, *, occasion: str, contact: str
) -> Message | None:
    return outbox.write(
        REGION_OPEN,
        occasion=occasion,
        to=interest.email,
        reply_to=contact,
        contact=contact,
        organization=interest.organization,
        city=str(region),
        link=settings.SITE_URL + reverse("applications:region", args=[region.slug]),
    )


def waiting_open(application: Application, *, occasion: str) -> Message | None:
    return to_applicant(
        WAITING_OPEN,
        application.draft,
        application.contact_email,
        occasion=occasion,
        name=application.contact_name,
        **coded(application.draft),
        **placed(application),
    )
