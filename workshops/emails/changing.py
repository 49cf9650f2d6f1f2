"""Mails on a workshop of which the day or place has changed, or that was cancelled: to teachers
who have a seat or wait, to who leads it, and to the program managers who did not do it."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from plp.core.models import User
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.emails.about import ASK, WHEN, WHERE, in_charge, managers_of, write
from workshops.models import Workshop
from workshops.models.enrollment import NOT_CANCELLED

ABOUT = {
    "name": "Ines Paperboat",
    "organization": "Larkspur County Office of Education",
    "workshop": "CS Principles workshop 2",
    "contact": "dana@example.org",
    "link": "https://partners.example.org/secret",
}
NOW = """\
When it was: Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)
When it is now: Saturday, 15 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)"""
OFF = {
    "when": WHEN,
    "where": WHERE,
    "reason": "The library is closed for repairs.",
}

CHANGED = register(
    MailKind(
        what="workshop-changed",
        name="Workshop changed, to a teacher",
        sent_when="When the day, hours or place of a workshop change, once to each teacher who has "
        "a seat or waits for one.",
        placeholders=ABOUT | {"changes": NOW},
        subject="Changed: {workshop}",
        body=f"""\
Dear {{name}},

{{organization}} has changed this workshop: {{workshop}}

{{changes}}

You need not sign up again. If you cannot come now, give your seat back on your own page: {{link}}

The link is yours alone. {ASK}""",
    )
)

CHANGED_FOR_TEAM = register(
    MailKind(
        what="workshop-changed-team",
        name="Workshop changed, to who runs it",
        sent_when="When the day, hours or place of a workshop change, once to each facilitator who "
        "was asked or is confirmed, and to the program managers who did not change it.",
        placeholders=ABOUT | {"changes": NOW, "by": "Dana Whitlock"},
        subject="Changed: {workshop}",
        body=f"""\
Dear {{name}},

{{by}} has changed this workshop of {{organization}}: {{workshop}}

{{changes}}

Look at it: {{link}}

{ASK}""",
    )
)

CANCELLED = register(
    MailKind(
        what="workshop-cancelled",
        name="Workshop cancelled, to a teacher",
        sent_when="When a workshop is cancelled, once to each teacher who has a seat or waits for "
        "one.",
        placeholders=ABOUT | OFF,
        subject="Cancelled: {workshop}",
        body=f"""\
Dear {{name}},

{{organization}} has cancelled this workshop, so please do not come: {{workshop}}

When it was to be: {{when}}
Where: {{where}}
Why: {{reason}}

What else you have signed up for: {{link}}

The link is yours alone. {ASK}""",
    )
)

CANCELLED_FOR_TEAM = register(
    MailKind(
        what="workshop-cancelled-team",
        name="Workshop cancelled, to who runs it",
        sent_when="When a workshop is cancelled, once to each facilitator who was asked or is "
        "confirmed, and to the program managers who did not cancel it.",
        placeholders=ABOUT | OFF | {"by": "Dana Whitlock"},
        subject="Cancelled: {workshop}",
        body=f"""\
Dear {{name}},

{{by}} has cancelled this workshop of {{organization}}: {{workshop}}

When it was to be: {{when}}
Where: {{where}}
Why: {{reason}}

Who was to lead it is free at these hours. Look at it: {{link}}

{ASK}""",
    )
)


class Told(NamedTuple):
    """When and where a workshop is, as people were told."""

    when: str
    where: str
    link: str  # to a meeting; who waits for a seat is told only that it is another


def as_told(workshop: Workshop) -> Told:
    when = "; ".join(map(str, workshop.sessions.order_by("day")))
    where = f"{workshop.where} {workshop.zip_code}".strip()
    return Told(when or "not said yet", where, workshop.meeting_link)


def changed(workshop: Workshop, *, before: Told, by: User | None) -> None:
    """Write to all concerned what has changed of day and place, if anything has."""
    now = as_told(workshop)
    if now == before:
        return
    lines = [*_moved("When", before.when, now.when), *_moved("Where", before.where, now.where)]
    if now.link != before.link:
        lines.append("The meeting link: it is another one now, and stands on your own page.")
    _to_all((CHANGED, CHANGED_FOR_TEAM), workshop, by, changes="\n".join(lines))


def _moved(what, before, now):
    return [f"{what} it was: {before}", f"{what} it is now: {now}"] if now != before else []


def cancelled(workshop: Workshop, *, by: User | None, reason: str) -> None:
    told = as_told(workshop)
    said = {"when": told.when, "where": told.where, "reason": reason}
    _to_all((CANCELLED, CANCELLED_FOR_TEAM), workshop, by, **said)


def _to_all(kinds, workshop, by, **said):
    """Write once to each teacher, each facilitator who knows of it, and other managers."""
    contact = in_charge(workshop, by)
    shared = {
        "occasion": f"{workshop.pk} {timezone.now().isoformat()}",
        "reply_to": contact,
        "contact": contact,
        "organization": str(workshop.partner),
        **said,
    }
    to_teachers, to_team = kinds
    _to_teachers(to_teachers, workshop, shared)
    who = str(by) if by else "Code.org"
    for address, name, path in [*_leading(workshop), *_managing(workshop, by)]:
        link = settings.SITE_URL + path
        write(to_team, workshop, to=address, name=name, by=who, link=link, **shared)


def _to_teachers(kind, workshop, shared):
    rows = workshop.enrollments.filter(status__in=NOT_CANCELLED).select_related("teacher")
    for enrollment in rows:
        link = own_links.of_enrollment(enrollment)
        write(
            kind,
            workshop,
            to=enrollment.teacher.email,
            name=enrollment.name,
            secret=link.secret,
            link=link.address("workshops:seat-open"),
            **shared,
        )


def _leading(workshop):
    """Yield who was asked or is confirmed; who is only penciled in knows nothing of it."""
    for each in workshop.assignments.told().select_related("facilitator"):
        yield each.facilitator.email, each.facilitator.name, reverse("facilitators:own")


def _managing(workshop, by):
    page = reverse("workshops:workshop", args=[workshop.partner.pk, workshop.pk])
    for manager in managers_of(workshop):
        if manager != by:
            yield manager.email, str(manager), page
