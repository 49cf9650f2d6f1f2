"""Progress calls: proposing a time, agreeing on it, and what became of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from applications import emails
from applications.agenda import agenda_for
from applications.models import CallAction, PartnerYear, ProgressCall
from plp.core import history
from plp.core.workflow import TransitionError

Status = ProgressCall.Status
CHANGED = "Someone else has just changed this call. Look at it again, then decide."
IS_OFF = "This call is called off, so what stands here stays as it is."
PASSED = "This time has passed. Choose a later one."
READ = [
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__school_year",
]


@transaction.atomic
def propose_call(call: ProgressCall, *, by, is_staff: bool, on: date) -> ProgressCall:
    """Propose a call that is not saved yet to the other side; sent twice, it is proposed once.

    Its agenda is filled in from the records. Raises TransitionError where its time has passed or
    the partnership has ended; nothing is saved and no mail is written then.
    """
    related = ["partner__region", "program_year__program", "program_year__school_year"]
    years = PartnerYear.objects.select_related(*related)
    year = years.select_for_update(of=["self"]).get(pk=call.partner_year_id)
    if year.partner.ended_on:
        raise TransitionError("The partnership has ended.")
    _refuse_past(call.at)
    if same := year.calls.open().filter(at=call.at).first():
        return same
    call.partner_year, call.is_staffs_turn = year, not is_staff
    call.agenda = call.agenda or agenda_for(year, on)
    call.save()
    call.changes.create(old="", new=Status.PROPOSED, by=by)
    emails.call_proposed(call, by=by, is_staff=is_staff)
    return call


def _refuse_past(at):
    if at <= timezone.now():
        raise TransitionError(PASSED)


def _unchanged(call):
    """Lock a call and read it again. Raises TransitionError if it is not as it was read before."""
    locked = ProgressCall.objects.select_for_update(of=["self"]).select_related(*READ)
    locked = locked.get(pk=call.pk)
    if locked.version != call.version:
        raise TransitionError(CHANGED)
    return locked


@transaction.atomic
def propose_other(call: ProgressCall, *, by, is_staff: bool, at: datetime) -> None:
    """Propose another time to the other side, also instead of one that is agreed on.

    Raises TransitionError where it has passed, or the call is completed or called off.
    """
    locked = _unchanged(call)
    if not locked.is_open:
        raise TransitionError(f"It is {locked.get_status_display().lower()}.")
    if locked.at == at:
        raise TransitionError("This is the time that stands there already. Choose another.")
    _refuse_past(at)
    note, moved = f"Instead of {locked.when}", {"at": at, "is_staffs_turn": not is_staff}
    if locked.status == Status.AGREED:
        locked.move(Status.PROPOSED, by=by, note=note, **moved)
    else:
        ProgressCall.objects.filter(pk=locked.pk).update(**moved)  # locked above
        locked.changes.create(old=Status.PROPOSED, new=Status.PROPOSED, by=by, note=note)
        locked.at, locked.is_staffs_turn = at, not is_staff
    history.note([locked])
    emails.call_proposed(locked, by=by, is_staff=is_staff)


@transaction.atomic
def agree(call: ProgressCall, *, by, is_staff: bool) -> None:
    """Agree to the time that the other side proposed.

    Raises TransitionError where it was changed meanwhile, has passed, or is one's own proposal.
    """
    locked = _unchanged(call)
    if locked.status == Status.PROPOSED and locked.is_staffs_turn != is_staff:
        raise TransitionError("You proposed this time yourself: the other side answers it.")
    _refuse_past(locked.at)
    locked.move(Status.AGREED, by=by)
    emails.call_agreed(locked, by=by, is_staff=is_staff)


@transaction.atomic
def call_off_call(call: ProgressCall, *, by, is_staff: bool, why: str) -> None:
    """Call a call off, and tell the other side why. Raises TransitionError."""
    locked = _unchanged(call)
    locked.move(Status.CALLED_OFF, by=by, note=why)
    emails.call_called_off(locked, by=by, is_staff=is_staff, why=why)


@transaction.atomic
def complete_call(call: ProgressCall, *, by, now: datetime) -> None:
    """Note that a call took place. Raises TransitionError where it has not begun."""
    locked = _unchanged(call)
    if not locked.has_begun(now):
        raise TransitionError(f"It begins on {locked.when}.")
    locked.move(Status.COMPLETED, by=by)


@transaction.atomic
def undo_complete(call: ProgressCall, *, by) -> None:
    """Take back that a call was completed. Raises TransitionError."""
    _unchanged(call).move(Status.AGREED, by=by)


@transaction.atomic
def add_action(call: ProgressCall, *, what: str, side: str, owner, due_on) -> CallAction:
    """Write what somebody took on; sent twice, it stands there once.

    Raises TransitionError where the call is called off.
    """
    if (
        ProgressCall.objects.select_for_update(of=["self"]).get(pk=call.pk).status
        == Status.CALLED_OFF
    ):
        raise TransitionError(IS_OFF)
    said = {"what": what, "side": side, "owner": owner, "due_on": due_on}
    same = call.actions.filter(done_at__isnull=True, **said).first()
    return same or call.actions.create(**said)


@transaction.atomic
def tick(action: CallAction, *, by, is_done: bool) -> None:
    """Note that an action is done, or not yet after all; said twice, the first moment stays."""
    locked = CallAction.objects.select_for_update(of=["self"]).get(pk=action.pk)
    if bool(locked.done_at) != is_done:
        mark(locked, by=by, is_done=is_done)
        locked.save()


def mark(action: CallAction, *, by, is_done: bool) -> None:
    """Write into an action, without saving it, by whom it was done and when."""
    if bool(action.done_at) != is_done:
        action.done_at = timezone.now() if is_done else None
        action.done_by = by if is_done else None
