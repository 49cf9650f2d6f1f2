"""Making what is owed for a workshop, and bringing it in line with records that have changed.

What is to be approved is written anew; once approved or paid it never changes: a difference becomes
a correction, to be approved by itself. Whoever completes, reopens or cancels a workshop, or sets
right who was present at it, calls these in the same transaction.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from applications.models import Partner
from facilitators.models import Contract
from facilitators.registry import contract_changed
from plp.core import days
from plp.core.codes import new_code
from plp.core.money import dollars
from workshops.models import Assignment, Payable, PayableLine, Workshop
from workshops.money.owing import DAYS_UNTIL_PAID, Line, Owing, Payee, day_over, owed_for

Kind, Status, LineKind = Payable.Kind, Payable.Status, PayableLine.Kind

SETTLED = [Status.APPROVED, Status.PAID]  # never written anew
BACK = "The workshop was reopened."
NOTHING = "Nothing is owed any more."


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
            _empty(payable, BACK)
        elif payable.status == Status.PROPOSED:
            payable.move(Status.VOID, by=None, note=BACK)


def _renew(chain, owing, over, today):
    first, *corrections = chain
    if first.status in SETTLED:
        _correct(first, corrections, owing, today)
    elif owing:
        _propose(first, owing.lines, kind=owing.kind, due_on=owing.due_after(over))
    elif _has_by_hand(first):  # also where reopening the workshop took it back
        _propose(first, [])
    else:
        _empty(first)
    if first.status not in SETTLED:
        for correction in corrections:
            _empty(correction)


def _make(workshop, over, owed):
    """Write what is owed to people who had nothing for this workshop yet."""
    if not owed:
        return
    partner = workshop.partner_year.partner_id
    made = [
        Payable(
            code=code,
            partner_id=partner,
            workshop=workshop,
            kind=owing.kind,
            due_on=owing.due_after(over),
            **payee._asdict(),
        )
        for code, (payee, owing) in zip(_codes(len(owed)), owed.items(), strict=True)
    ]
    Payable.objects.bulk_create(made)
    PayableLine.objects.bulk_create(
        _row(payable, line)
        for payable, owing in zip(made, owed.values(), strict=True)
        for line in owing.lines
    )


def _propose(payable, lines, **fields):
    """Let a payable that is not settled have exactly these lines, beside those of people."""
    if payable.status == Status.VOID:
        payable.move(Status.PROPOSED, by=None, note="", **fields)
    elif any(getattr(payable, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(payable, name, value)
        payable.save()
    _write(payable, lines)


def _empty(payable, note=NOTHING):
    """Take a payable back, of which nothing is left but what people entered themselves."""
    if payable.status != Status.PROPOSED:
        return
    if _has_by_hand(payable):
        _write(payable, [])
    else:
        payable.move(Status.VOID, by=None, note=note)


def _write(payable, lines):
    old = {_key(row): row for row in payable.lines.all() if not _is_by_hand(row)}
    for line in lines:
        row = old.pop((line.kind, line.session), None)
        new = _row(payable, line)
        if row is None:
            new.save()
        elif not _is_same(row, new):
            new.pk, new.at = row.pk, row.at
            new.save(force_update=True)
    for row in old.values():
        _strike(row)


def _strike(row):
    """Delete a line; one of which somebody said that it is not right stays, at nothing."""
    if not row.objections.all():
        row.delete()
    elif row.amount:
        row.number, row.amount = None, Decimal(0)
        row.save()


def _has_by_hand(payable):
    return any(_is_by_hand(line) for line in payable.lines.all())


def _is_by_hand(line):
    """Whether somebody entered it: travel with receipts, or a correction in words."""
    return line.kind == LineKind.TRAVEL or line.session_id is None


def _key(row):
    return row.kind, row.session_id


def _is_same(old, new):
    names = ["text", "number", "rate", "amount", "contract_id"]
    return all(getattr(old, name) == getattr(new, name) for name in names)


def _row(payable, line):
    return PayableLine(
        payable=payable,
        kind=line.kind,
        session_id=line.session,
        contract_id=line.contract,
        text=line.text,
        number=line.number,
        rate=line.rate,
        amount=line.amount,
    )


def _correct(first, corrections, owing, today):
    """Propose the difference between what is owed and what is settled, if there is any."""
    lines = _differences(_settled_lines([first, *corrections]), owing, first.workshop)
    open_ones = [row for row in corrections if row.status not in SETTLED]
    # The one to be approved, else one that was taken back
    found = min(open_ones, key=lambda row: row.status == Status.VOID, default=None)
    if not lines:
        if found:
            _empty(found)
    elif found and found.status == Status.PROPOSED:
        _propose(found, lines)
    else:
        due_on = (owing or Owing(Kind.CORRECTION, [])).due_after(today)
        _propose(found or _correction_of(first, due_on), lines, due_on=due_on)


def open_correction(first: Payable, today: date) -> Payable:
    """Return what sets right a payable that is settled and can still get lines, made if there is
    none; due as the contract of the first says."""
    waiting = first.corrections.filter(kind=Kind.CORRECTION, status=Status.PROPOSED)
    if found := waiting.select_for_update(of=["self"]).first():
        return found
    under = Contract.objects.filter(paid_by__payable=first).order_by("-first_day", "-pk").first()
    within = under.days_until_paid if under else DAYS_UNTIL_PAID
    return _correction_of(first, today + timedelta(days=within))


def _correction_of(first, due_on):
    [code] = _codes(1)
    return Payable.objects.create(
        code=code,
        kind=Kind.CORRECTION,
        corrects=first,
        due_on=due_on,
        partner_id=first.partner_id,
        workshop_id=first.workshop_id,
        **Payee.of(first)._asdict(),
    )


def _differences(settled, owing: Owing | None, workshop) -> list[Line]:
    """Return lines that bring what is settled, day by day, to what is owed."""
    was, now, under = defaultdict(Decimal), defaultdict(Decimal), {}
    for row in settled:
        was[row.session_id] += row.amount
    for line in owing.lines if owing else []:
        now[line.session] += line.amount
        under[line.session] = line.contract
    return [
        Line(
            LineKind.CORRECTION,
            session.pk,
            session.day,
            f"{days.in_words(session.day)}: {dollars(now[session.pk])} instead of "
            f"{dollars(was[session.pk])}",
            now[session.pk] - was[session.pk],
            under.get(session.pk),
        )
        for session in workshop.sessions.all()
        if now[session.pk] != was[session.pk]
    ]


def _settled_lines(chain) -> list[PayableLine]:
    """Return the lines of days in settled payables; those of people stand for themselves."""
    settled = [row for row in chain if row.status in SETTLED]
    return [line for row in settled for line in row.lines.all() if not _is_by_hand(line)]


def _codes(number):
    """Return so many numbers that no payable has."""
    codes = set()
    while len(codes) < number:
        codes |= {new_code() for _ in range(number - len(codes))}
        codes -= {*Payable.objects.filter(code__in=codes).values_list("code", flat=True)}
    return codes
