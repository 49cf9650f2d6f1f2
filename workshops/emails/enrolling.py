"""Mails to teachers about their seats; where staff want no mail about a workshop, none is written.

Each but the last two carries the calendar of the workshop, or leads to one's own page of it.
"""

from datetime import datetime

from plp.core import zones
from plp.core.models import Message
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.emails.about import ABOUT, ASK, FACTS, write_facts
from workshops.models import Enrollment, Workshop

OWN = ABOUT | {"link": "https://partners.example.org/my-workshops/seat/1/open/secret/"}

ENROLLED = register(
    MailKind(
        what="workshop-enrolled",
        name="Seat at a workshop",
        sent_when="When a teacher has signed up and has a seat, when somebody enrolls them, and "
        "when they take a seat that was offered. The calendar file is attached.",
        placeholders=OWN | {"more": "You were enrolled by Larkspur County Office of Education."},
        subject="You have a seat: {workshop}",
        body=f"""\
Dear {{name}},

You have a seat at this workshop:

{FACTS}

{{more}}

Your own page, where you also give your seat back if you cannot come: {{link}}

The link is yours alone. {ASK}""",
    )
)

WAITING = register(
    MailKind(
        what="workshop-waiting",
        name="Waiting list of a workshop",
        sent_when="When a teacher is on the waiting list, and when they are at its end again since "
        "they have not taken a seat in time.",
        placeholders=OWN | {"more": "You did not take the seat in time."},
        subject="You are on the waiting list: {workshop}",
        body=f"""\
Dear {{name}},

All seats of this workshop are taken, so you are on its waiting list:

{FACTS}

{{more}}

We write to you when a seat is free for you. Until then, please do not travel.

Your own page, where you can also leave the list: {{link}}

The link is yours alone. {ASK}""",
    )
)

SEAT_GIVEN = register(
    MailKind(
        what="seat-given",
        name="Seat for somebody who waited",
        sent_when="When a seat was freed and is given to the first on the waiting list. The "
        "calendar file is attached.",
        placeholders=OWN,
        subject="A seat is free, and it is yours: {workshop}",
        body=f"""\
Dear {{name}},

A seat was freed, and it is yours:

{FACTS}

If you cannot come, give it back on your own page, so that the next one can have it: {{link}}

The link is yours alone. {ASK}""",
    )
)

SEAT_OFFERED = register(
    MailKind(
        what="seat-offered",
        name="Seat offered at short notice",
        sent_when="When a seat was freed later than 72 hours before a workshop: to the first on "
        "the waiting list, who must take it.",
        placeholders=OWN | {"until": "Friday, 7 October 2016, 9:00 p.m. Central time (CDT)"},
        subject="A seat is free: take it until {until}",
        body=f"""\
Dear {{name}},

A seat was freed at short notice, and you are the first on the waiting list:

{FACTS}

Take it on your own page until {{until}}: {{link}}

After that it is offered to the next one, and you are at the end of the list. The link is yours \
alone. {ASK}""",
    )
)

CANCELLED = register(
    MailKind(
        what="seat-cancelled",
        name="Seat given back",
        sent_when="When a teacher gives a seat back or leaves the waiting list, and when their "
        "partner takes them off.",
        placeholders=OWN | {"more": "Larkspur County Office of Education took you off the list."},
        subject="You do not come: {workshop}",
        body=f"""\
Dear {{name}},

You are not expected at this workshop any more:

{FACTS}

{{more}}

Your own page: {{link}}

The link is yours alone. {ASK}""",
    )
)

SIGNED_UP_BEFORE = register(
    MailKind(
        what="workshop-signed-up-before",
        name="Signed up once more",
        sent_when="When somebody signs up who is enrolled or waits already; the page tells nobody.",
        placeholders=OWN | {"state": "Enrolled"},
        subject="You had signed up already: {workshop}",
        body=f"""\
Dear {{name}},

Somebody, we hope you, has signed up for this workshop with your address. You had signed up \
already, and nothing has changed. You are: {{state}}.

{FACTS}

Your own page: {{link}}

The link is yours alone. {ASK}""",
    )
)

BY_INVITATION = register(
    MailKind(
        what="workshop-by-invitation",
        name="Not in the teacher group",
        sent_when="When somebody signs up for a workshop that is for a partner’s teacher group "
        "only, with an address that is not in the group; the page tells nobody.",
        placeholders=ABOUT,
        subject="This workshop is for a teacher group: {workshop}",
        body=f"""\
Dear {{name}},

Somebody, we hope you, has signed up for this workshop with your address. It is for the teacher \
group of {{organization}} only, and this address is not in the group, so you have no seat:

{FACTS}

If you are in the group, sign up with the address by which they know you. {ASK}""",
    )
)


def enrolled(enrollment: Enrollment, *, more: str = "") -> None:
    """Write that they have a seat, or that they wait; with the calendar in the first case."""
    if enrollment.status == Enrollment.Status.ENROLLED:
        _to_own(ENROLLED, enrollment, more=more, attachment=f"enrollment:{enrollment.pk}")
    else:
        _to_own(WAITING, enrollment, more=more)


def seat_given(enrollment: Enrollment) -> None:
    _to_own(SEAT_GIVEN, enrollment, attachment=f"enrollment:{enrollment.pk}")


def seat_offered(enrollment: Enrollment) -> None:
    until = zones.in_words(enrollment.answer_by, enrollment.workshop.tz)
    _to_own(SEAT_OFFERED, enrollment, until=until)


def seat_cancelled(enrollment: Enrollment, *, more: str = "") -> None:
    _to_own(CANCELLED, enrollment, more=more)


def signed_up_before(enrollment: Enrollment, *, now: datetime) -> None:
    """Write how their seat is, once a day at most."""
    state = enrollment.get_status_display()
    _to_own(SIGNED_UP_BEFORE, enrollment, occasion=f"{enrollment.pk} {now:%Y-%m-%d}", state=state)


def by_invitation(workshop: Workshop, *, name: str, email: str, now: datetime) -> Message | None:
    """Write to somebody who is not in the group, once a day at most."""
    occasion = f"{workshop.pk} {now:%Y-%m-%d}"
    return write_facts(BY_INVITATION, workshop, to=email, name=name, occasion=occasion)


def _to_own(kind, enrollment, *, occasion="", **said):
    """Write to a teacher, with the link to their own page; the occasion is the last move."""
    link = own_links.of_enrollment(enrollment)
    return write_facts(
        kind,
        enrollment.workshop,
        has_seat=enrollment.status == Enrollment.Status.ENROLLED,
        to=enrollment.teacher.email,
        name=enrollment.name,
        occasion=occasion or f"{enrollment.pk} {enrollment.since.isoformat()}",
        secret=link.secret,
        link=link.address("workshops:seat-open"),
        **said,
    )
