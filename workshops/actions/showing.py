"""What a partner types and uploads for a request: amounts, and the papers that show them."""

from decimal import Decimal

from django.db import transaction

from plp.core import files
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops.actions.claiming import refuse_over
from workshops.models import Reimbursement, ReimbursementFile, ReimbursementLine

MOST_LINES = 40
MOST_PAPERS = 20


@transaction.atomic
def add_line(
    request: Reimbursement, *, text: str, amount: Decimal, after: int | None = None
) -> ReimbursementLine:
    """Add an amount that was paid for an event, or by an invoice, `after` so many that were seen.
    Added twice, as by pressing twice, it is there once.

    Raises TransitionError where the request is not with its partner any more, or has enough.
    """
    _check_expenses(request)
    lines = list(request.lines.order_by("position"))
    last = lines[-1] if lines else None
    is_same = last and (last.text, last.amount) == (text, amount)
    if is_same and after is not None and len(lines) > after:
        return last
    if len(lines) >= MOST_LINES:
        raise TransitionError(f"There are {MOST_LINES} amounts. Begin another request for more.")
    kind = ReimbursementLine.Kind.EXPENSE
    position = last.position + 1 if last else 1
    return request.lines.create(position=position, kind=kind, text=text, amount=amount)


@transaction.atomic
def remove_line(request: Reimbursement, key: int) -> None:
    """Take an amount off; one that is gone already is gone."""
    _check_expenses(request)
    request.lines.filter(pk=key).delete()


def add_paper(request: Reimbursement, upload, *, role: str, by) -> ReimbursementFile:
    """Keep an uploaded file with a request.

    Raises files.NotTaken for what is no PDF, DOCX, PNG or JPEG, and TransitionError where the
    request is not with its partner any more, or has enough; nothing is kept then.
    """
    kind = files.kind_of(upload.name, upload)  # takes its time, so before anything is locked
    with transaction.atomic():
        _check(request)
        if request.files.count() >= MOST_PAPERS:
            papers = counted(MOST_PAPERS, "file")
            raise TransitionError(f"There are {papers}. Delete one, then upload this one.")
        paper = files.keep(request.files, upload, kind)
        paper.role, paper.by = role, by
        paper.save(update_fields=["role", "by"])
    return paper


@transaction.atomic
def remove_paper(request: Reimbursement, key: int) -> None:
    """Delete a file with its bytes; one that is gone already is gone."""
    _check(request)
    for paper in request.files.filter(pk=key):
        paper.delete()


def _check_expenses(request):
    _check(request)
    if request.is_of_cohort:
        raise TransitionError("The amounts of a teacher group are worked out from its records.")


def _check(request):
    """Lock a request, and refuse where it is not with its partner."""
    locked = Reimbursement.objects.select_for_update(of=["self"])
    request.refresh_from_db(fields=["status"], from_queryset=locked)
    refuse_over(request)
