"""Travel that a facilitator enters with receipts, at most what their contract pays a workshop.

It stands on what they are owed for the workshop while that is still to be approved; later on a
payment of its own, which the partner approves as any other. What was approved is never touched.
Whoever writes lines of a payment anew leaves those of the kind `travel` alone.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from plp.core import files
from plp.core.codes import new_code
from plp.core.models import User
from plp.core.money import dollars
from plp.core.workflow import TransitionError
from workshops.actions.owing import lock_payer
from workshops.actions.paying import DOUBLE_CLICK
from workshops.models import Payable, PayableFile, PayableLine
from workshops.money.travel import TRAVEL, lines_of, travel_of

Kind, Status = Payable.Kind, Payable.Status
MOST_RECEIPTS = 5  # of one line
NOT_YOURS = "This payment is not yours."
TAKEN_BACK = "This payment was taken back, so no travel is added to it."
NO_TRAVEL = "Your contract pays no travel for this workshop."
TOO_MUCH = "Your contract pays {cap} for travel to this workshop at most; {left} of it is left."
NOTHING_LEFT = "You have entered the {cap} that your contract pays for travel to this workshop."


APPROVED = "It was approved meanwhile, so it stays as it is."
GONE = "It was taken back meanwhile."
OBJECTED = "Somebody has said that this line is not right, so it stays to be read."


class TooMuch(TransitionError):
    """Raised for an amount beyond what the contract still pays."""

    field = "amount"


def enter(
    payable: Payable, *, text: str, amount: Decimal, upload, on: date, by: User
) -> PayableLine:
    """Enter travel with its receipt; entered twice, as by pressing twice, it is there once.
    Payments that add to another stand for that.

    Raises files.NotTaken for what is no PDF, DOCX, PNG or JPEG, and TransitionError for more than
    the contract pays; nothing is kept then.
    """
    kind = files.kind_of(upload.name, upload)  # takes its time, so before anything is locked
    with transaction.atomic():
        lock_payer(payable.workshop)
        first = _locked(payable.corrects_id or payable.pk, by)
        if same := _just_entered(first, text, amount):
            return same
        travel = travel_of(first.assignment)
        _refuse_beyond(travel, first, amount)
        open_one = _open(first) or _add_to(first, on + timedelta(travel.contract.days_until_paid))
        line = open_one.lines.create(
            kind=TRAVEL, contract=travel.contract, text=text, amount=amount, by=by
        )
        files.keep(line.files, upload, kind)
    return line


def add_receipt(line: PayableLine, upload, *, by: User) -> PayableFile:
    """Keep one more receipt of travel that is still to be approved. Raises as `enter` does."""
    kind = files.kind_of(upload.name, upload)
    with transaction.atomic():
        _unapproved(line, by)
        if line.files.count() >= MOST_RECEIPTS:
            raise TransitionError(f"There are {MOST_RECEIPTS} receipts already.")
        return files.keep(line.files, upload, kind)


@transaction.atomic
def take_back(line: PayableLine, *, by: User) -> None:
    """Take travel back that is still to be approved, with its receipts; what adds to a payment and
    is empty then is taken back, too."""
    payable = _unapproved(line, by)
    if line.objections.exists():
        raise TransitionError(OBJECTED)
    for receipt in line.files.all():
        receipt.delete()
    line.delete()
    if payable.kind == Kind.TRAVEL and not payable.lines.exists():
        payable.move(Status.VOID, by=by)


def _locked(key, by):
    """Lock the payment that somebody's travel adds to, and read it again."""
    rows = Payable.objects.select_for_update(of=["self"]).select_related(
        "partner",
        "assignment__facilitator",
        "assignment__workshop__course",
        "assignment__workshop__partner_year__partner",
    )
    found = rows.get(pk=key)
    if not found.assignment_id or found.assignment.facilitator.user_id != by.pk:
        raise TransitionError(NOT_YOURS)
    return found


def _just_entered(first, text, amount):
    """Return the very same travel, where it was entered a moment ago and can still be changed."""
    entered = lines_of(first.assignment).filter(text=text, amount=amount)
    just_now = entered.filter(at__gt=timezone.now() - DOUBLE_CLICK)
    return just_now.filter(payable__status=Status.PROPOSED).first()


def _refuse_beyond(travel, first, amount):
    if first.status == Status.VOID:
        raise TransitionError(TAKEN_BACK)
    if not travel.cap:
        raise TransitionError(NO_TRAVEL)
    if not travel.left:
        raise TransitionError(NOTHING_LEFT.format(cap=dollars(travel.cap)))
    if amount > travel.left:
        cap, left = dollars(travel.cap), dollars(travel.left)
        raise TooMuch(TOO_MUCH.format(cap=cap, left=left))


def _open(first):
    """Return the payment to which lines can still be added, locked, or None."""
    if first.status == Status.PROPOSED:
        return first
    later = first.corrections.select_for_update(of=["self"]).filter(kind=Kind.TRAVEL)
    return later.filter(status=Status.PROPOSED).first()


def _add_to(first, due_on):
    return Payable.objects.create(
        code=new_code(),
        partner=first.partner,
        workshop=first.assignment.workshop,
        kind=Kind.TRAVEL,
        assignment=first.assignment,
        corrects=first,
        due_on=due_on,
    )


def _unapproved(line, by):
    """Lock the payment of a line of travel that can still be changed."""
    payable = _locked(line.payable_id, by)
    if line.kind != TRAVEL or payable.status != Status.PROPOSED:
        raise TransitionError(APPROVED)
    if not payable.lines.filter(pk=line.pk).exists():
        raise TransitionError(GONE)
    return payable
