"""What a partner does with what it owes: approves, pays, takes an approval back, adds what is
missing. Once it is approved, no line of it changes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from plp.core import days
from plp.core.models import User
from plp.core.money import dollars
from plp.core.workflow import TransitionError
from workshops.actions.owed_corrections import open_correction
from workshops.actions.owing import lock_payer, renew_payables
from workshops.emails import paying as emails
from workshops.models import Objection, Payable, PayableLine, Workshop
from workshops.models.payables import SETTLED

Kind, Status = Payable.Kind, Payable.Status
RELATED = [
    "partner",
    "assignment__facilitator",
    "enrollment__teacher",
    "workshop__course",
    "workshop__partner_year__partner",
    "workshop__partner_year__program_year__program",
]

DOUBLE_CLICK = timedelta(minutes=1)  # the very same within it was pressed twice

CHANGED = "It has changed since you looked: it is {now} now, not {seen}. Look at it again."
OBJECTED = "{payee} says that a line is not right. Answer first, then approve it."
NOT_TO_APPROVE = "It is {status} already, so there is nothing to approve."
NOT_TO_PAY = "It is to be approved first."
PAID = "It is paid already, on {day}."
TAKEN_BACK = "It was taken back, so nothing is owed."
IN_FUTURE = "Write the day on which you paid: today or earlier."
NOT_APPROVED = "Only what is approved and not paid yet can be looked at again."
CORRECTED = "A correction of it is {status} already, so it stays as it is."
ANOTHER = "Something else of the same kind waits to be approved: approve that first."
NOTHING = "Write more or less than 0."
ITS_LINES_STAY = (
    "It is not to be approved any more, so its lines stay. Add another that sets it right."
)
NOT_BY_HAND = "It follows from the records, so nobody takes it away by hand."


@transaction.atomic
def approve(payable: Payable, *, by: User, seen: Decimal) -> None:
    """Approve what was `seen`, in dollars; the payee hears of it.

    Raises TransitionError if it has changed meanwhile or is not to be approved, and as long as the
    payee finds a line not right and nobody has answered; nothing is changed then.
    """
    found = _locked(payable.pk)
    if found.status != Status.PROPOSED:
        status = found.get_status_display().lower()
        raise TransitionError(NOT_TO_APPROVE.format(status=status))
    _refuse_changed(found, seen)
    if Objection.objects.unanswered().filter(line__payable=found).exists():
        raise TransitionError(OBJECTED.format(payee=found.payee))
    found.move(Status.APPROVED, by=by)
    emails.approved(found, by=by)


@transaction.atomic
def mark_paid(
    payable: Payable, *, by: User, paid_on: date, reference: str, seen: Decimal, on: date
) -> None:
    """Note that it is paid, on which day and under which reference; the payee hears of it.

    Raises TransitionError if it is not approved, was paid by somebody else meanwhile or has
    changed, and for a day to come; nothing is changed then.
    """
    found = _locked(payable.pk)
    if found.status != Status.APPROVED:
        raise TransitionError(_why_not_paid(found))
    if paid_on > on:
        raise TransitionError(IN_FUTURE)
    _refuse_changed(found, seen)
    found.move(Status.PAID, by=by, paid_on=paid_on, reference=reference)
    emails.paid(found, by=by)


def _why_not_paid(found):
    match found.status:
        case Status.PAID:
            return PAID.format(day=days.in_words(found.paid_on))
        case Status.VOID:
            return TAKEN_BACK
    return NOT_TO_PAY


@transaction.atomic
def send_back(payable: Payable, *, by: User, reason: str, now: datetime) -> None:
    """Take an approval back before it is paid, and bring it in line with the records; the payee
    hears of it.

    Raises TransitionError where it is not approved, or a correction of it is settled.
    """
    workshop = _lock_all(payable)
    found = _locked(payable.pk)
    if found.status != Status.APPROVED:
        raise TransitionError(NOT_APPROVED)
    _refuse_corrected(found)
    found.move(Status.PROPOSED, by=by, note=reason)
    emails.sent_back(found, by=by, reason=reason)
    if found.kind != Kind.TRAVEL:
        renew_payables(workshop, now=now)


def _refuse_corrected(found):
    settled = found.corrections.filter(kind=Kind.CORRECTION, status__in=SETTLED).first()
    if settled:
        status = settled.get_status_display().lower()
        raise TransitionError(CORRECTED.format(status=status))
    beside = Payable.objects.filter(corrects=found.corrects_id, kind=found.kind)
    if found.corrects_id and beside.filter(status=Status.PROPOSED).exists():
        raise TransitionError(ANOTHER)


@transaction.atomic
def add_correction(
    payable: Payable, *, text: str, amount: Decimal, by: User, now: datetime
) -> Payable:
    """Add a line to what is owed, or take back by one, with words on why; return the payable that
    has it: this one while it is to be approved, else a correction of it. Added twice, as by
    pressing twice, it is there once.

    Raises TransitionError for nothing, and where it was taken back.
    """
    if not amount:
        raise TransitionError(NOTHING)
    workshop = _lock_all(payable)
    found = _locked(payable.pk)
    if found.status == Status.VOID:
        raise TransitionError(TAKEN_BACK)
    if found.status != Status.PROPOSED:
        today = now.astimezone(workshop.tz).date()
        found = open_correction(found.corrects or found, today)
    line = {"kind": PayableLine.Kind.CORRECTION, "text": text, "amount": amount, "by": by}
    if not found.lines.filter(session=None, at__gt=now - DOUBLE_CLICK, **line).exists():
        found.lines.create(**line)
    return found


@transaction.atomic
def take_correction_away(line: PayableLine, *, by: User) -> None:
    """Delete a line that somebody added by hand, while it is to be approved; a correction of which
    nothing is left is taken back.

    Raises TransitionError for other lines, and where its payee has said something of it.
    """
    found = _locked(line.payable_id)
    if found.status != Status.PROPOSED:
        raise TransitionError(ITS_LINES_STAY)
    if line.kind != PayableLine.Kind.CORRECTION or line.session_id:
        raise TransitionError(NOT_BY_HAND)
    if line.objections.exists():
        raise TransitionError("Its payee has said something of it, so it stays.")
    line.delete()
    if found.kind == Kind.CORRECTION and not PayableLine.objects.filter(payable=found).exists():
        found.move(Status.VOID, by=by)


def _lock_all(payable):
    """Lock who pays and the workshop, in the order of everybody."""
    lock_payer(payable.workshop)
    return Workshop.objects.locked(payable.workshop_id)


def _locked(key):
    """Lock what is owed, and read it with whom it concerns."""
    Payable.objects.select_for_update(of=["self"]).get(pk=key)
    return Payable.objects.select_related(*RELATED).prefetch_related("lines").get(pk=key)


def _refuse_changed(found, seen):
    now = sum((line.amount for line in found.lines.all()), Decimal(0))
    if now != seen:
        raise TransitionError(CHANGED.format(now=dollars(now), seen=dollars(seen)))
