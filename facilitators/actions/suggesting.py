"""Suggesting a facilitator, and how staff answer."""

from django.db import IntegrityError, transaction

from applications.models import Partner
from facilitators.actions.inviting import invite_facilitator
from facilitators.emails import suggesting as emails
from facilitators.models import Facilitator, Suggestion
from plp.core.models import User
from plp.core.workflow import TransitionError

KNOWN = "Somebody has suggested this person already. Staff have yet to answer."

Status = Suggestion.Status


def suggest(suggestion: Suggestion, courses, *, partner: Partner, by: User) -> Suggestion:
    """Keep whom a partner suggests. Raises TransitionError if somebody has done so, unanswered."""
    suggestion.partner, suggestion.by = partner, by
    if not _kept(suggestion, courses):
        raise TransitionError(KNOWN)
    return suggestion


@transaction.atomic
def suggest_oneself(suggestion: Suggestion, courses) -> None:
    """Keep somebody who suggests themselves, and mail them so; a second time changes nothing."""
    if _kept(suggestion, courses):
        emails.received(suggestion)


def _kept(suggestion, courses):
    """Save a suggestion; return whether there was no unanswered one with this address."""
    try:
        with transaction.atomic():
            suggestion.save()
            suggestion.courses.set(courses)
    except IntegrityError:
        if Suggestion.objects.unanswered().filter(email=suggestion.email).exists():
            return False
        raise
    return True


@transaction.atomic
def take_up(
    suggestion: Suggestion, *, by: User, person: Facilitator | None = None, invite: bool = False
) -> Facilitator:
    """Put whom somebody suggested into the directory, and tell whoever did.

    Who is there already, by address or as the `person` that is named, stays as they are, but for
    the courses they would like to lead. With `invite`, whoever has no account is invited to one.
    Raises TransitionError if somebody else has answered it meanwhile.
    """
    _lock(suggestion)
    found = person or _found_or_made(suggestion)
    found.courses.add(*suggestion.courses.all())
    suggestion.move(Status.TAKEN_UP, by=by, facilitator=found)
    emails.taken_up(suggestion, by=by)
    if invite and not found.user_id:
        invite_facilitator(found, by=by)
    return found


@transaction.atomic
def decline_suggestion(suggestion: Suggestion, *, by: User, word: str) -> None:
    """Say no, and tell whoever suggested, with a word on why.

    Raises TransitionError if somebody else has answered it meanwhile.
    """
    _lock(suggestion)
    suggestion.move(Status.DECLINED, by=by, note=word)
    emails.declined(suggestion, by=by, word=word)


def _lock(suggestion):
    """Let one of two people answer, and the other see that somebody has."""
    Suggestion.objects.select_for_update(of=["self"]).get(pk=suggestion.pk)


def _found_or_made(suggestion):
    values = {"name": suggestion.name, "home_zip": suggestion.home_zip}
    return Facilitator.objects.get_or_create(email=suggestion.email, defaults=values)[0]
