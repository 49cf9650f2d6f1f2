"""Making what is owed for a workshop, and bringing it in line with records that have changed.

What is to be approved is written anew; once approved or paid it never changes: a difference becomes
a correction, to be approved by itself. Whoever completes, reopens or cancels a workshop, or sets
right who was present at it, calls these in the same transaction.
"""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from applications.models import Partner
from facilitators.models import Contract
from facilitators.registry import contract_changed
from plp.core.codes import new_codes
from workshops.actions.owed_corrections import correct
from workshops.actions.owed_lines import empty, has_by_hand, propose, row_of
from workshops.models import Assignment, Payable, PayableLine, Workshop
from workshops.models.payables import SETTLED
from workshops.money.owing import Payee, day_over, owed_for

Kind, Status = Payable.Kind, Payable.Status

BACK = "The workshop was reopened."


def lock_payer(workshop: Workshop) -> None:
    """Lock the partner that pays; call it before anything else is locked."""
    payer = Partner.objects.filter(years__workshops=workshop.pk)
    payer.select_for_update(of=["self"]).get()


@transaction.atomic
def renew_payables(workshop: Workshop, *, now: datetime) -> None:
    """Make what is owed for a workshop, or renew it; the caller has locked payer and workshop.

    As long as the workshop is not over, what is to be approved is taken back.
    """
    known = _known(workshop)
    if workshop.is_going_on:
        for chain in known.values():
            _take_back_all(chain)
        return
    prefetch_related_objects([workshop], "sessions")
    over, today = day_over(workshop), now.astimezone(workshop.tz).date()
    owed = owed_for(workshop, over)
    for payee, chain in known.items():
        _renew(chain, owed.get(payee), over, today)
    _make(workshop, over, {payee: owing for payee, owing in owed.items() if payee not in known})


@contract_changed
def renew_by_contract(contract: Contract) -> None:
    """Renew what a facilitator is owed for completed workshops on which a contract may bear, also
    one that it replaces."""
    since = min(each.first_day for each in [contract, contract.replaces] if each)
    led = Workshop.objects.of(contract.partner_id).filter(
        status=Workshop.Status.COMPLETED,
        assignments__facilitator=contract.facilitator_id,
        assignments__status=Assignment.Status.CONFIRMED,
        sessions__day__gte=since,
    )
    for key in led.order_by("pk").distinct().values_list("pk", flat=True):
        workshop = Workshop.objects.locked(key)
        if workshop.status == Workshop.Status.COMPLETED:
            renew_payables(workshop, now=timezone.now())


def _known(workshop):
    """Return {payee: their payables of a workshop}, the first one first, each locked; those of
    travel stand for themselves."""
    rows = Payable.objects.select_for_update(of=["self"]).filter(workshop=workshop)
    lines = Prefetch("lines", PayableLine.objects.prefetch_related("objections"))
    found = defaultdict(list)
    for row in rows.exclude(kind=Kind.TRAVEL).order_by("pk").prefetch_related(lines):
        row.workshop = workshop
        found[Payee.of(row)].append(row)
    return found


def _take_back_all(chain):
    """Take back what follows from the records; what was set right by hand stays to be approved."""
    for payable in chain:
        if payable.kind == Kind.CORRECTION:
            empty(payable, BACK)
        elif payable.status == Status.PROPOSED:
            payable.move(Status.VOID, by=None, note=BACK)


def _renew(chain, owing, over, today):
    first, *corrections = chain
    if first.status in SETTLED:
        correct(first, corrections, owing, today)
    elif owing:
        propose(first, owing.lines, kind=owing.kind, due_on=owing.due_after(over))
    elif has_by_hand(first):  # also where reopening the workshop took it back
        propose(first, [])
    else:
        empty(first)
    if first.status not in SETTLED:
        for correction in corrections:
            empty(correction)


def _make(workshop, over, owed):
    """Write what is owed to people who had nothing for this workshop yet."""
    if not owed:
        return
    partner = workshop.partner_year.partner_id
    codes = new_codes(len(owed), Payable.objects)
    made = [
        Payable(
            code=code,
            partner_id=partner,
            workshop=workshop,
            kind=owing.kind,
            due_on=owing.due_after(over),
            **payee._asdict(),
        )
        for code, (payee, owing) in zip(codes, owed.items(), strict=True)
    ]
    Payable.objects.bulk_create(made)
    PayableLine.objects.bulk_create(
        row_of(payable, line)
        for payable, owing in zip(made, owed.values(), strict=True)
        for line in owing.lines
    )
