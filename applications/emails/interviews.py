"""Mails of an interview: proposed times, the one agreed on, and its end without one."""

from django.utils import timezone

from applications import links
from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    NAMED,
    PLACE,
    coded,
    placed,
    to_applicant,
    to_staff,
)
from applications.models import Interview
from plp.core import outbox, zones
from plp.core.outbox import MailKind, register
from plp.core.texts import in_a_row

WHEN = {"when": "Friday, 22 April 2016, 2:30 p.m. Pacific time (PDT)"}
TALK = {"how": "Call 415 555 0100", "minutes": "45", "people": "Sam Okafor and Lee Tran"}
TIMES = {"times": "1. Friday, 22 April 2016, 2:30 p.m. Pacific time (PDT)"}
STAFF = {"code": "K7M4-PXQ", "link": "https://partners.example.org/admin/"} | PLACE

INTERVIEW_PROPOSED = register(
    MailKind(
        what="interview-proposed",
        name="Interview, proposed times",
        sent_when="When staff propose times for an interview, to the contact.",
        placeholders=CODE
        | LINK
        | PLACE
        | CONTACT
        | NAMED
        | TIMES
        | TALK
        | {"message": "We would like to hear of your funding.", "instead": ""},
        subject="Let us talk: {organization} for {city}",
        body="""\
Dear {name},

We would like to talk with you about the application of {organization} for {city}. These times \
would suit us:

{times}

{instead}

Length: {minutes} minutes
How to take part: {how}
With: {people}

{message}

Choose a time, or say that none suits: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

INTERVIEW_PLANNED = register(
    MailKind(
        what="interview-planned",
        name="Interview, proposed times, to interviewers",
        sent_when="When staff propose times for an interview, to each interviewer.",
        placeholders=STAFF | TIMES | TALK,
        subject="Please keep free: interview with {organization}",
        body="""\
We have proposed these times to {organization}, who applied for {city}:

{times}

Length: {minutes} minutes
How to take part: {how}
With: {people}

You hear once they have chosen one. Their application, {code}: {link}""",
    )
)

INTERVIEW_AGREED = register(
    MailKind(
        what="interview-agreed",
        name="Interview, agreed time",
        sent_when="When a time for an interview is agreed on, to the contact.",
        placeholders=CODE | LINK | PLACE | CONTACT | NAMED | WHEN | TALK,
        subject="Our interview: {when}",
        body="""\
Dear {name},

Thank you. We talk about the application of {organization} for {city} then.

When: {when}
Length: {minutes} minutes
How to take part: {how}
With: {people}

See it on your application's page: {link}

If you cannot make it, write to {contact} and mention {code}.""",
    )
)

INTERVIEW_TO_HOLD = register(
    MailKind(
        what="interview-to-hold",
        name="Interview, agreed time, to interviewers",
        sent_when="When a time for an interview is agreed on, to each interviewer.",
        placeholders=STAFF | WHEN | TALK,
        subject="Interview with {organization}: {when}",
        body="""\
The time of the interview with {organization}, who applied for {city}, is agreed on.

When: {when}
Length: {minutes} minutes
How to take part: {how}
With: {people}

Read their application, {code}, and note there how it went: {link}""",
    )
)

INTERVIEW_DECLINED = register(
    MailKind(
        what="interview-declined",
        name="Interview, no time suits",
        sent_when="When an applicant says that no proposed time suits, to the program.",
        placeholders=STAFF | {"words": "We are at a conference that week."},
        subject="No time suits {organization}",
        body="""\
None of the times that we proposed for an interview suits {organization}, who applied for {city}. \
They write:

{words}

Propose others on the page of application {code}: {link}""",
    )
)

INTERVIEW_CALLED_OFF = register(
    MailKind(
        what="interview-called-off",
        name="Interview called off",
        sent_when="When staff call an interview off, to the contact.",
        placeholders=CODE | LINK | PLACE | CONTACT | NAMED | {"message": "One of us is ill."},
        subject="Our interview is off: {organization} for {city}",
        body="""\
Dear {name},

We have called off our interview about the application of {organization} for {city}.

{message}

See your application: {link}

Questions: write to {contact} and mention {code}.""",
    )
)

INTERVIEW_OFF = register(
    MailKind(
        what="interview-off",
        name="Interview called off, to interviewers",
        sent_when="When an interview is called off, also by a decision, to each interviewer.",
        placeholders=STAFF | {"why": "The application was withdrawn.", "when": "No time was set."},
        subject="The interview with {organization} is off",
        body="""\
The interview with {organization}, who applied for {city}, does not take place.

Why: {why}
Time: {when}

Their application, {code}: {link}""",
    )
)


def interview_proposed(interview: Interview, *, instead_of: Interview | None = None) -> None:
    times = _times(interview)
    instead = "These times take the place of those before." if instead_of else ""
    if instead_of and instead_of.at:
        instead = f"They take the place of {_when(instead_of)}."
    _to_contact(
        INTERVIEW_PROPOSED,
        interview,
        interview.pk,
        times=times,
        instead=instead,
        message=interview.message,
        **_talk(interview),
    )
    _to_interviewers(INTERVIEW_PLANNED, interview, interview.pk, times=times, **_talk(interview))


def interview_agreed(interview: Interview) -> None:
    said = {"when": _when(interview)} | _talk(interview)
    occasion = _now(interview)
    _to_contact(INTERVIEW_AGREED, interview, occasion, **said)
    _to_interviewers(INTERVIEW_TO_HOLD, interview, occasion, **said)


def interview_declined(interview: Interview) -> None:
    to_staff(
        INTERVIEW_DECLINED,
        interview.application,
        occasion=_now(interview),
        words=interview.declined_words,
    )


def interview_off(interview: Interview, *, why: str) -> None:
    _to_contact(INTERVIEW_CALLED_OFF, interview, interview.pk, message=why)
    interview_off_to_interviewers(interview, why=why)


def interview_off_to_interviewers(interview: Interview, *, why: str) -> None:
    when = _when(interview) if interview.at else "None was agreed on yet."
    _to_interviewers(INTERVIEW_OFF, interview, interview.pk, why=why, when=when)


def _to_contact(kind, interview, occasion, **values):
    application = interview.application
    to_applicant(
        kind,
        application.draft,
        application.contact_email,
        occasion=occasion,
        name=application.contact_name,
        **coded(application.draft),
        **placed(application),
        **values,
    )


def _to_interviewers(kind, interview, occasion, **values):
    application = interview.application
    for person in interview.people():
        outbox.write(
            kind,
            occasion=str(occasion),
            to=person.email,
            reply_to=application.draft.program.contact_email,
            code=application.code,
            link=links.admin_page(application),
            **placed(application),
            **values,
        )


def _now(interview):
    """Return an occasion of its own: a time may be agreed on, or refused, more than once."""
    return f"{interview.pk} {timezone.now():%Y-%m-%d %H:%M:%S.%f}"


def _times(interview):
    times = interview.times.values_list("at", flat=True)
    return "\n".join(f"{n}. {zones.in_words(at, interview.zone)}" for n, at in enumerate(times, 1))


def _when(interview):
    return zones.in_words(interview.at, interview.zone)


def _talk(interview):
    return {
        "how": interview.how,
        "minutes": str(interview.minutes),
        "people": in_a_row(names_of(interview.people())),
    }


def names_of(people) -> list[str]:
    """Return how the applicant reads who talks with them: never by their address."""
    names = [person.name for person in people if person.name]
    return names or ["our staff"]
