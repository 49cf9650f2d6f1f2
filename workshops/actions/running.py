"""Starting and ending a workshop; what staff take back of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from plp.core import pages, zones
from plp.core.codes import new_code
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops import emails
from workshops.actions.finishing import finish
from workshops.actions.owing import lock_payer, renew_payables
from workshops.models import Session, WalkIn, Workshop
from workshops.models.schedule import TO_COME

Status = Workshop.Status

AHEAD = timedelta(hours=24)  # so long before it begins, a workshop can be started


def starts_from(workshop: Workshop) -> datetime | None:
    """Return from when a workshop can be started; None where it has no day yet."""
    first = workshop.first_session
    return first and first.begins_at - AHEAD


def can_be_started(workshop: Workshop, now: datetime) -> bool:
    """Whether it is neither started nor over, and its first day is near enough."""
    opens = starts_from(workshop)
    return workshop.is_to_come and opens is not None and now >= opens


@transaction.atomic
def start(workshop: Workshop, *, by, now: datetime) -> None:
    """Begin a workshop, and give each of its days a code to check in with.

    Started twice, it keeps the first moment, and its codes. Raises TransitionError too early, and
    for one that is over or cancelled; nothing is changed then.
    """
    workshop.lock()
    if workshop.status != Status.IN_PROGRESS:
        _refuse_to_start(workshop, now)
        workshop.move(Status.IN_PROGRESS, by=by)
        pages.changed()
    give_codes(workshop)


def _refuse_to_start(workshop, now):
    opens = starts_from(workshop)
    if not workshop.is_to_come:
        raise TransitionError(f"It is {workshop.get_status_display().lower()} already.")
    if opens is None:
        raise TransitionError("It has no day yet. Give it one, then start it.")
    if now < opens:
        raise TransitionError(f"It can be started from {zones.in_words(opens, workshop.tz)} on.")


def give_codes(workshop: Workshop) -> None:
    """Give each day that has none a code; whoever adds a day to a workshop in progress calls it."""
    for session in workshop.sessions.filter(check_in_code__isnull=True):
        unnamed = Session.objects.filter(pk=session.pk, check_in_code__isnull=True)
        unnamed.update(check_in_code=new_code())


@transaction.atomic
def end(workshop: Workshop, *, by, now: datetime) -> None:
    """Complete a workshop: who was present is final now.

    Ended twice, it keeps the first moment. Raises TransitionError before its last day begins, where
    it is not in progress, and as long as somebody waits to be let in; nothing is changed then.
    """
    lock_payer(workshop)
    workshop.lock()
    if workshop.status == Status.COMPLETED:
        return
    if reason := not_to_end(workshop, now):
        raise TransitionError(reason)
    workshop.move(Status.COMPLETED, by=by)
    finish(workshop)
    renew_payables(workshop, now=now)
    pages.changed()


def not_to_end(workshop: Workshop, now: datetime) -> str:
    """Say why a workshop cannot be ended yet, or nothing."""
    last = workshop.last_session
    if last and now < last.begins_at:
        begins = zones.in_words(last.begins_at, workshop.tz)
        return f"Its last day begins on {begins}. End it then, or later."
    waiting = WalkIn.objects.waiting().filter(session__workshop=workshop).count()
    if waiting:
        who = counted(waiting, "walk-in")
        return f"{who} to answer. Let them in, or say that they are not here; then end it."
    return ""


@transaction.atomic
def undo_start(workshop: Workshop, *, by, reason: str) -> None:
    """Take a start back: the workshop is as it was before; codes and marks stay for the next one.

    Raises TransitionError where it is not in progress.
    """
    workshop.lock()
    if workshop.status != Status.IN_PROGRESS:
        raise TransitionError("It is not in progress, so there is no start to undo.")
    workshop.move(_before_the_start(workshop), by=by, note=reason)
    pages.changed()
    emails.set_back(workshop, reason=reason, by=by)


def _before_the_start(workshop):
    started = workshop.changes.filter(new=Status.IN_PROGRESS, old__in=TO_COME).last()
    return started.old if started else Status.PLANNED


@transaction.atomic
def reopen(workshop: Workshop, *, by, reason: str) -> None:
    """Set a completed workshop back to being in progress, so that its partner can put right who
    was present; what is owed for it and not approved yet is taken back.

    Raises TransitionError where it is not completed.
    """
    lock_payer(workshop)
    workshop.lock()
    if workshop.status != Status.COMPLETED:
        raise TransitionError("It is not completed, so there is nothing to reopen.")
    workshop.move(Status.IN_PROGRESS, by=by, note=reason)
    renew_payables(workshop, now=timezone.now())
    pages.changed()
    emails.set_back(workshop, reason=reason, by=by)
