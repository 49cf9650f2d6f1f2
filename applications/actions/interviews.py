"""Interviews: proposing times, agreeing on one, and what became of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from applications import emails
from applications.models import Application, Interview
from applications.models.reviews import REVIEW
from plp.core import history
from plp.core.models import User
from plp.core.powers import who_may
from plp.core.workflow import TransitionError

MOST_TIMES = 5
ANOTHER = "An interview is being arranged already. Propose other times, or call it off."
CHANGED = "Someone else has just changed this interview; reload it."


def may_interview(application: Application) -> QuerySet[User]:
    """Return staff who review or decide, but for those who stepped aside, by name."""
    people = who_may(REVIEW) | who_may("applications.decide_application")
    return people.exclude(recusals__application=application)


@transaction.atomic
def propose_interview(
    application: Application,
    *,
    by,
    times: Iterable[datetime],
    interviewers: Iterable[int],
    instead: bool = False,
    message: str = "",
    **about,
) -> Interview:
    """Ask the applicant to choose one of some times; with `instead`, of others than before.

    Interviewers are named by their keys; `about` says `how` to take part and for how many
    `minutes`. Raises TransitionError where it is decided, an interview is being arranged already
    (or, with `instead`, none is), a time has passed, or an interviewer stepped aside; nothing is
    saved and no mail is written then.
    """
    Application.objects.select_for_update().get(pk=application.pk)
    application = Application.objects.select_related("pin__region").get(pk=application.pk)
    if not application.is_being_decided():
        raise TransitionError("It is decided: there is nothing to talk about any more.")
    times, interviewers = _checked(times), _allowed(application, interviewers)
    before = _take_place_of(application) if instead else None
    try:
        with transaction.atomic():
            made = application.interviews.create(proposed_by=by, message=message, **about)
    except IntegrityError:
        raise TransitionError(ANOTHER) from None
    for at in times:
        made.times.create(at=at)
    made.interviewers.set(interviewers)
    emails.interview_proposed(made, instead_of=before)
    return made


def _checked(times):
    times = sorted(set(times))
    if not 1 <= len(times) <= MOST_TIMES:
        raise TransitionError(f"Propose 1 to {MOST_TIMES} times.")
    for at in times:
        _refuse_past(at)
    return times


def _refuse_past(at):
    if at <= timezone.now():
        raise TransitionError("A time has passed. Choose a later one.")


def _allowed(application, keys):
    keys = set(map(int, keys))
    allowed = list(may_interview(application).filter(pk__in=keys))
    if not keys or len(allowed) != len(keys):
        raise TransitionError("Choose interviewers who review or decide and did not step aside.")
    return allowed


def _take_place_of(application):
    """End the open interview without a word: other times are proposed with the next."""
    before = open_interview(application)
    _change(before, called_off_at=timezone.now())
    return before


def open_interview(application: Application) -> Interview:
    """Return the open interview. Raises TransitionError where there is none."""
    about = ["application__pin__region", "application__draft__program"]
    found = application.interviews.open().select_related(*about).first()
    if found is None:
        raise TransitionError("No interview is being arranged.")
    return found


def _change(interview, **fields):
    """Change an open interview, unless somebody else has meanwhile: then raise TransitionError."""
    unchanged = Interview.objects.open().filter(pk=interview.pk, at=interview.at)
    if interview.at is None:
        unchanged = Interview.objects.open().filter(pk=interview.pk, at__isnull=True)
    if not unchanged.update(**fields):
        raise TransitionError(CHANGED)
    for name, value in fields.items():
        setattr(interview, name, value)
    history.note([interview])


@transaction.atomic
def choose_time(interview: Interview, *, at: datetime) -> None:
    """Take the time that the applicant chose; chosen twice, it counts once.

    Raises TransitionError where it was not proposed, has passed, or another was chosen or the
    interview called off meanwhile; nothing is saved and no mail is written then.
    """
    if not interview.times.filter(at=at).exists():
        raise TransitionError("This time is not proposed any more. Choose another.")
    if interview.at == at and interview.is_open:
        return
    if interview.at is not None:
        raise TransitionError("Another time is agreed on already.")
    _refuse_past(at)
    _change(interview, at=at, declined_words="")
    emails.interview_agreed(interview)


@transaction.atomic
def decline_times(interview: Interview, *, words: str) -> None:
    """Take the applicant's word that no time suits, and tell staff why.

    Raises TransitionError where a time is agreed on, or it was called off meanwhile.
    """
    if interview.at is not None:
        raise TransitionError("A time is agreed on already.")
    _change(interview, declined_words=words)
    emails.interview_declined(interview)


@transaction.atomic
def set_time(application: Application, *, by, at: datetime) -> None:
    """Agree on a time that the applicant named, on the phone say; also another than before.

    Raises TransitionError where none is being arranged, or the time has passed.
    """
    interview = open_interview(application)
    if interview.at == at:
        raise TransitionError("This time is agreed on already.")
    _refuse_past(at)
    _change(interview, at=at, declined_words="")
    emails.interview_agreed(interview)


@transaction.atomic
def call_off(application: Application, *, by, message: str) -> None:
    """Call the open interview off, and tell the applicant why.

    Raises TransitionError where there is none; nothing is saved and no mail is written then.
    """
    interview = open_interview(application)
    _change(interview, called_off_at=timezone.now())
    emails.interview_off(interview, why=message)


def end_interview(application: Application, *, why: str) -> None:
    """Call an open interview off because of what became of the application: it says so itself, so
    only the interviewers are told."""
    if application.interviews.open().exists():
        interview = open_interview(application)
        _change(interview, called_off_at=timezone.now())
        emails.interview_off_to_interviewers(interview, why=why)


@transaction.atomic
def hold_interview(
    application: Application, *, by, held_at: datetime, outcome: str, notes: str
) -> None:
    """Note when the open interview was held, and how it went.

    Raises TransitionError where there is none, or the moment is still to come.
    """
    interview = open_interview(application)
    if held_at > timezone.now():
        raise TransitionError("That is still to come: note it once it was held.")
    _change(interview, held_at=held_at, outcome=outcome, notes=notes)
