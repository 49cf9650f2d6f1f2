"""Mails to those who suggest a facilitator, or themselves."""

from facilitators.emails.people import contact_of_program
from facilitators.models import Suggestion
from plp.core import outbox
from plp.core.models import User
from plp.core.outbox import MailKind, register

JOINING = register(
    MailKind(
        what="facilitator-suggestion-received",
        name="Suggestion of oneself received",
        sent_when="When somebody has suggested themselves as a facilitator.",
        placeholders={
            "name": "Jonas Tinderbox",
            "courses": "Computer Science Principles",
            "contact": "partner@example.org",
        },
        subject="We have your suggestion",
        body="""\
Dear {name},

Thank you for offering to lead workshops for {courses}. Code.org staff read what you wrote, and \
answer you by mail. You need not do anything until then.

If you did not write to us, or want us to forget it, tell {contact}.""",
    )
)

TAKEN_UP = register(
    MailKind(
        what="facilitator-suggestion-taken-up",
        name="Suggestion taken up",
        sent_when="When staff take up a suggestion; to whoever made it.",
        placeholders={
            "dear": "Dana Whitlock",
            "whom": "Jonas Tinderbox",
            "contact": "dana@example.org",
        },
        subject="We take up your suggestion",
        body="""\
Dear {dear},

We have put {whom} into our directory of facilitators. Next comes accreditation: only who is \
accredited for a course leads workshops in it.

Questions: write to {contact}.""",
    )
)

DECLINED = register(
    MailKind(
        what="facilitator-suggestion-declined",
        name="Suggestion declined",
        sent_when="When staff decline a suggestion; to whoever made it, with a word of theirs.",
        placeholders={
            "dear": "Dana Whitlock",
            "whom": "Jonas Tinderbox",
            "word": "We have enough facilitators near you this year.",
            "contact": "dana@example.org",
        },
        subject="About your suggestion",
        body="""\
Dear {dear},

Thank you for suggesting {whom} as a facilitator. We do not take it up now:

{word}

Questions: write to {contact}.""",
    )
)


def received(suggestion: Suggestion) -> None:
    """Tell somebody who suggested themselves that it has come."""
    contact = contact_of_program()
    outbox.write(
        JOINING,
        occasion=str(suggestion.pk),
        to=suggestion.email,
        reply_to=contact,
        name=suggestion.name,
        courses=", ".join(course.full_name or course.name for course in suggestion.courses.all()),
        contact=contact,
    )


def taken_up(suggestion: Suggestion, *, by: User) -> None:
    _answer(TAKEN_UP, suggestion, by, themselves="you")


def declined(suggestion: Suggestion, *, by: User, word: str) -> None:
    _answer(DECLINED, suggestion, by, themselves="yourself", word=word)


def _answer(kind, suggestion, by, *, themselves, **more):
    """Write to whoever suggested; to nobody, if that person at a partner is gone."""
    is_own = suggestion.partner_id is None and suggestion.by_id is None
    to, dear = (suggestion.email, suggestion.name) if is_own else _who(suggestion.by)
    if not to:
        return
    move = suggestion.changes.order_by("-pk").values_list("pk", flat=True).first()
    outbox.write(
        kind,
        occasion=f"{suggestion.pk} {move}",
        to=to,
        reply_to=by.email,
        dear=dear,
        whom=themselves if is_own else suggestion.name,
        contact=by.email,
        **more,
    )


def _who(user):
    return (user.email, str(user)) if user and user.is_active else ("", "")
