"""Setting right what is owed once it was approved: by a payable of its own."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from facilitators.models import Contract
from plp.core import days
from plp.core.codes import new_codes
from plp.core.money import dollars
from workshops.actions.owed_lines import empty, is_by_hand, propose
from workshops.models import Payable, PayableLine
from workshops.models.payables import SETTLED
from workshops.money.owing import DAYS_UNTIL_PAID, Line, Owing, Payee

Kind, Status, LineKind = Payable.Kind, Payable.Status, PayableLine.Kind


def correct(first, corrections, owing, today):
    """Propose the difference between what is owed and what is settled, if there is any."""
    lines = _differences(_settled_lines([first, *corrections]), owing, first.workshop)
    open_ones = [row for row in corrections if row.status not in SETTLED]
    # The one to be approved, else one that was taken back
    found = min(open_ones, key=lambda row: row.status == Status.VOID, default=None)
    if not lines:
        if found:
            empty(found)
    elif found and found.status == Status.PROPOSED:
        propose(found, lines)
    else:
        due_on = (owing or Owing(Kind.CORRECTION, [])).due_after(today)
        propose(found or _correction_of(first, due_on), lines, due_on=due_on)


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
    [code] = new_codes(1, Payable.objects)
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
    return [line for row in settled for line in row.lines.all() if not is_by_hand(line)]
