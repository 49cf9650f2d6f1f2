"""Decisions that are made ready, and announced together later.

Locks, in this order: the region, the application, its decision.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications.actions.offering import offer, refuse_unless_free
from applications.actions.reviewing import decline, waitlist
from applications.models import Announcement, Application, Decision, Region
from plp.core import days, history, outbox
from plp.core.workflow import TransitionError

Kind = Decision.Kind
BECOMES = {
    Kind.OFFER: Application.Status.OFFERED,
    Kind.WAITLIST: Application.Status.WAITLISTED,
    Kind.DECLINE: Application.Status.DECLINED,
}
# The kinds of mail that announce each; their wording may be changed for one decision.
MAILS = {
    Kind.OFFER: ["offer-to-sign", "offer-made"],
    Kind.WAITLIST: ["application-waitlisted"],
    Kind.DECLINE: ["application-declined"],
}


@transaction.atomic
def make_ready(
    application: Application, *, by, kind: str, last_day: date | None = None, words: str = ""
) -> Decision:
    """Decide on an application without telling anybody yet; it replaces what was ready before.

    `last_day` is the last day to reply to an offer, or to be on the waiting list; `words` are the
    conditions of an offer, else a message. Raises TransitionError if the application cannot be
    decided so now, the same is ready already, or, for an offer, the region is not free; nothing
    is saved then.
    """
    kind = Kind(kind)
    region = Region.objects.locked(pins=application.pin_id)
    locked = _locked(application)
    if not locked.can_move(BECOMES[kind]):
        raise TransitionError(f"{locked.get_status_display()}: it cannot be decided so now.")
    said = {"kind": kind, "last_day": None if kind == Kind.DECLINE else last_day, "words": words}
    if kind == Kind.OFFER:
        refuse_unless_free(region, locked)
    if said["last_day"] is None and kind != Kind.DECLINE:
        raise TransitionError("An offer and the waiting list need a last day.")
    if kind == Kind.WAITLIST and locked.waiting_until == last_day:
        raise TransitionError("It is on the waiting list until that day already.")
    if locked.decisions.ready().filter(**said).exists():
        raise TransitionError("The same is ready already.")
    locked.decisions.discard()
    return locked.decisions.create(region=region, made_by=by, **said)


@transaction.atomic
def discard_decision(decision: Decision, *, by) -> None:
    """Take back a decision that is ready, with the wording of its mails; nobody is told.

    Raises TransitionError if it has been announced or discarded already.
    """
    Region.objects.locked(pk=decision.region_id)
    _locked(decision.application)
    with history.because("Discarded."):
        if not Decision.objects.filter(pk=decision.pk).discard():
            raise TransitionError("It is not ready any more.")


@transaction.atomic
def reword(decision: Decision, mails: dict[str, list[str]], *, by) -> Decision:
    """Word the mails of one decision otherwise; return the decision that now is ready.

    Raises TransitionError if it has been announced or discarded meanwhile; nothing is saved then.
    """
    discard_decision(decision, by=by)
    return decision.application.decisions.create(
        region_id=decision.region_id,
        kind=decision.kind,
        last_day=decision.last_day,
        words=decision.words,
        made_by=by,
        mails=mails,
    )


@transaction.atomic
def announce(decision: Decision, *, by, announcement: Announcement, on: date) -> None:
    """Do what was decided and tell the applicant: once, whoever tries it at the same time.

    Raises TransitionError if it is not ready any more, its last day has passed, or the step it
    stands for cannot be taken; nothing is saved then and nobody is told.
    """
    Region.objects.locked(pk=decision.region_id)
    application = _locked(decision.application)
    if decision.last_day and decision.last_day < on:
        raise TransitionError(f"Its last day was {days.in_words(decision.last_day)}.")
    rows = Decision.objects.filter(pk=decision.pk)
    if not rows.close(announced_at=timezone.now(), announcement=announcement):
        raise TransitionError("It is not ready any more: it was announced, changed or discarded.")
    with outbox.worded(decision.mails), outbox.collected() as mails:
        _take(decision, application, by=by)
    decision.told.set(mails)


def _take(decision, application, *, by):
    match decision.kind:
        case Kind.OFFER:
            offer(application, by=by, reply_by=decision.last_day, conditions=decision.words)
        case Kind.WAITLIST:
            waitlist(application, by=by, until=decision.last_day, message=decision.words)
        case Kind.DECLINE:
            decline(application, by=by, message=decision.words)


def _locked(application):
    """Lock an application and read it again, with what mails of it need."""
    Application.objects.select_for_update(of=["self"]).get(pk=application.pk)
    related = ["pin__region", "draft__program"]
    return Application.objects.select_related(*related).get(pk=application.pk)
