"""Writing what is owed anew, line by line, as long as it is to be approved; what people entered by
hand stays."""

from decimal import Decimal

from workshops.models import Payable, PayableLine

Status = Payable.Status
NOTHING = "Nothing is owed any more."


def propose(payable, lines, **fields):
    """Let a payable that is not settled have exactly these lines, beside those of people."""
    if payable.status == Status.VOID:
        payable.move(Status.PROPOSED, by=None, note="", **fields)
    elif any(getattr(payable, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(payable, name, value)
        payable.save()
    _write(payable, lines)


def empty(payable, note=NOTHING):
    """Take a payable back, of which nothing is left but what people entered themselves."""
    if payable.status != Status.PROPOSED:
        return
    if has_by_hand(payable):
        _write(payable, [])
    else:
        payable.move(Status.VOID, by=None, note=note)


def _write(payable, lines):
    old = {_key(row): row for row in payable.lines.all() if not is_by_hand(row)}
    for line in lines:
        row = old.pop((line.kind, line.session), None)
        new = row_of(payable, line)
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


def has_by_hand(payable):
    return any(is_by_hand(line) for line in payable.lines.all())


def is_by_hand(line):
    """Whether somebody entered it: travel with receipts, or a correction in words."""
    return line.kind == PayableLine.Kind.TRAVEL or line.session_id is None


def _key(row):
    return row.kind, row.session_id


def _is_same(old, new):
    names = ["text", "number", "rate", "amount", "contract_id"]
    return all(getattr(old, name) == getattr(new, name) for name in names)


def row_of(payable, line):
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
