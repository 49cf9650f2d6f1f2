"""What is held of who was paid, and how long: payments stay, and what was said of them goes."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from facilitators.models import Facilitator
from facilitators.registry import needs_facilitator, rests_on_contracts
from plp.core import days, history
from plp.core.money import dollars
from plp.core.privacy import Fate, Row, StandIn, holds, one_by_one, retains
from workshops.actions.forgetting import erase_payable
from workshops.models import Objection, Payable, PayableLine, TaxForm
from workshops.models.payables import PayableStatus, PayableStatusChange

STAYS = (
    "It stays until the end of its retention, with its receipts byte for byte: what was paid is "
    "audited, and counted for form 1099."
)


def _payee(email, teacher, facilitator):
    """Return what finds the records of a payee by the way to the teacher and the facilitator."""
    return (
        Q(**{f"{teacher}__email__iexact": email})
        | Q(**{f"{facilitator}__email__iexact": email})
        | Q(**{f"{facilitator}__user__email": email})
    )


# Payments


def _of(email):
    theirs = _payee(email, "enrollment__teacher", "assignment__facilitator")
    return Payable.objects.filter(theirs)


def payments(email: str) -> Iterator[Row]:
    found = _of(email).select_related("workshop__course", "partner")
    for row in found.prefetch_related("lines__files"):
        yield Row(
            row,
            f"{row.get_kind_display()}, {row.workshop}, {row.partner}",
            _said(row),
            Fate.STAYS,
            STAYS,
            files=[(file.name, file.file) for line in row.lines.all() for file in line.files.all()],
        )


def _said(row):
    """Return what a payment says, line by line."""
    said = {
        "Number": row.code,
        "Status": row.get_status_display(),
        "Due": days.in_words(row.due_on),
        "Paid": days.in_words(row.paid_on) if row.paid_on else "–",
        "Reference": row.reference or "–",
    }
    lines = enumerate(row.lines.all(), start=1)
    return said | {f"Line {n}": f"{line.text}, {dollars(line.amount)}" for n, line in lines}


def erase_payments(email: str, stand_in: StandIn) -> None:
    """Blank what was said of a payment that was sent back or taken back; the payment stays."""
    changes = PayableStatusChange.objects.filter(payable__in=_of(email))
    changes.exclude(note="").update(note=stand_in.name)


holds("Payments", find=payments, erase=erase_payments)


# What was not right


def _objections(email):
    """Return what they found not right, and what they answered others."""
    theirs = Objection.objects.filter(line__payable__in=_of(email))
    return theirs, Objection.objects.filter(answered_by__email=email)


def objections(email: str) -> Iterator[Row]:
    theirs, answered = _objections(email)
    found = (theirs | answered).distinct().select_related("line__payable__workshop__course")
    for row in found:
        yield Row(
            row,
            str(row),
            {
                "Workshop": str(row.line.payable.workshop),
                "What is not right": row.text,
                "Said": days.moment_in_words(row.at),
                "Answer": row.answer or "–",
            },
            Fate.BLANKED,
            "What they wrote in their own words is blanked.",
        )


def erase_objections(email: str, stand_in: StandIn) -> None:
    """Blank what they found not right, with its answer; and what they answered others."""
    theirs, answered = _objections(email)
    theirs.update(text=stand_in.name)
    for rows in (theirs, answered):
        rows.exclude(answer="").update(answer=stand_in.name)


holds("What was not right with a payment", find=objections, erase=erase_objections)


# W-9


def tax_forms(email: str) -> Iterator[Row]:
    found = TaxForm.objects.filter(_payee(email, "teacher", "facilitator"))
    for row in found.select_related("partner", "facilitator", "teacher"):
        yield Row(
            row,
            str(row),
            {"On file since": days.in_words(row.since)},
            Fate.STAYS,
            "Only the day is kept. It stays as long as what was paid to them.",
        )


holds("W-9s on file", find=tax_forms, erase=lambda email, stand_in: None)  # it names nobody


@needs_facilitator
def was_owed_something(facilitator: Facilitator) -> bool:
    return Payable.objects.filter(assignment__facilitator=facilitator).exists()


@rests_on_contracts
def paid_by_contract():
    return PayableLine.objects.filter(contract__isnull=False)


# How long


def over(moment):
    """Payments that were paid before a moment, or taken back; one that others correct goes after
    them."""
    corrections = Payable.objects.filter(corrects=OuterRef("pk"))
    done = Payable.objects.filter(~Exists(corrections))
    moves = PayableStatusChange.objects.filter(payable=OuterRef("pk")).order_by("-at", "-pk")
    last = Coalesce(Subquery(moves.values("at")[:1]), F("made_at"))
    taken_back = done.filter(status=PayableStatus.VOID).annotate(last=last).filter(last__lt=moment)
    return [done.filter(paid_on__lt=days.pacific_day(moment)), taken_back]


def forms_without_payments(moment):
    """W-9s of whom a partner has paid nothing that is still kept."""
    paid = Payable.objects.filter(partner=OuterRef("partner"))
    to_them = paid.filter(
        Q(assignment__facilitator=OuterRef("facilitator"))
        | Q(enrollment__teacher=OuterRef("teacher"))
    )
    return [TaxForm.objects.filter(~Exists(to_them), since__lt=days.pacific_day(moment))]


def forget_forms(rows) -> None:
    keys = list(rows.values_list("pk", flat=True))
    TaxForm.objects.filter(pk__in=keys).delete()
    history.forget(history.of(TaxForm).filter(id__in=keys))


retains(
    kind="payment",
    name="Payments to facilitators and teachers, with their receipts",
    after="after they were paid, or taken back",
    days=10 * 365,
    fewest=4 * 365,
    why_fewest="payments are audited, and counted for form 1099, for years.",
    due=over,
    erase=one_by_one(erase_payable),
    batch=1,
)
retains(
    kind="tax-form",
    name="Since when a partner has a payee’s W-9",
    after="after that day, once no payment to them is kept",
    days=4 * 365,
    fewest=4 * 365,
    why_fewest="payers keep them for four years.",
    due=forms_without_payments,
    erase=forget_forms,
)
