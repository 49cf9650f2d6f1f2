"""Mails to reviewers: what is assigned, taken back, due soon, and late."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from applications.models import AssignmentBatch, ReviewAssignment
from plp.core import days, outbox
from plp.core.models import Message, User
from plp.core.outbox import MailKind, register
from plp.core.texts import counted

LINK = {"link": "https://partners.example.org/admin/"}
LIST = {
    "name": "Rosa Reviewer",
    "number": "2 applications",
    "list": "- Foundry Learning for Oakland, CA\n- Second Breakfast for Fresno, CA",
}
MOST = 40  # that a mail names

ASSIGNED = register(
    MailKind(
        what="reviews-assigned",
        name="Reviews assigned, to the reviewer",
        sent_when="When staff have assigned applications: one mail for each step and reviewer.",
        placeholders=LIST | LINK | {"until": "until Friday, 22 April 2016"},
        subject="Please review {number}",
        body="""\
Dear {name},

Please review {number} {until}:

{list}

See what is yours to review: {link}

If you cannot be fair about one of them, say so on its page and step aside.""",
    )
)

TAKEN_BACK = register(
    MailKind(
        what="reviews-taken-back",
        name="Reviews taken back, to the reviewer",
        sent_when="When staff have undone a step that assigned applications.",
        placeholders=LIST | LINK,
        subject="You need not review {number} after all",
        body="""\
Dear {name},

You need not review these any more, {number}:

{list}

See what still is yours to review: {link}""",
    )
)

DUE = register(
    MailKind(
        what="reviews-due",
        name="Reviews due soon, to the reviewer",
        sent_when="Three days before the last day, once for each reviewer and day.",
        placeholders=LIST | LINK | {"day": "Friday, 22 April 2016"},
        subject="Due on {day}: {number} to review",
        body="""\
Dear {name},

{day} is the last day for {number} that you have yet to review:

{list}

Go on: {link}""",
    )
)

LATE = register(
    MailKind(
        what="reviews-late",
        name="Reviews late, to the reviewer",
        sent_when="On the day after the last day, once; and when staff remind who is late.",
        placeholders=LIST | LINK,
        subject="Late: {number} to review",
        body="""\
Dear {name},

The last day has passed for {number} that you have yet to review:

{list}

Go on: {link}

If you cannot, tell us by answering this mail, so that somebody else can.""",
    )
)


def reviews_assigned(reviewer: User, theirs: list[ReviewAssignment], batch: AssignmentBatch):
    day = theirs[0].due_on
    until = f"until {days.in_words(day)}" if day else "soon"
    return _write(ASSIGNED, reviewer, theirs, occasion=f"{batch.pk}", until=until)


def reviews_taken_back(reviewer: User, theirs: list[ReviewAssignment], batch: AssignmentBatch):
    return _write(TAKEN_BACK, reviewer, theirs, occasion=f"{batch.pk}")


def reviews_due(reviewer: User, theirs: list[ReviewAssignment], day: date) -> Message | None:
    return _write(DUE, reviewer, theirs, occasion=f"{day}", day=days.in_words(day))


def reviews_late(reviewer: User, theirs: list[ReviewAssignment], occasion: str) -> Message | None:
    return _write(LATE, reviewer, theirs, occasion=occasion)


def _write(kind, reviewer, theirs, *, occasion, **values):
    applications = [assignment.application for assignment in theirs]
    lines = [f"- {application}" for application in applications[:MOST]]
    if len(applications) > MOST:
        lines.append(f"- and {len(applications) - MOST} more")
    number = counted(len(applications), "application")
    return outbox.write(
        kind,
        occasion=occasion,
        to=reviewer.email,
        reply_to=applications[0].draft.program.contact_email,
        name=reviewer.name or reviewer.email,
        number=number,
        list="\n".join(lines),
        link=settings.SITE_URL + reverse("admin:applications_reviewassignment_mine"),
        **values,
    )
