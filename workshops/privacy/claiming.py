"""What reimbursement requests hold of people, and how long: they stay, with what shows that money
was spent."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from plp.core import days
from plp.core.money import dollars
from plp.core.privacy import Fate, Row, StandIn, holds, one_by_one, retains
from workshops.actions.forgetting import erase_batch, erase_reimbursement
from workshops.models import (
    FundedTeacher,
    OtherFunding,
    PaymentBatch,
    Reimbursement,
    ReimbursementFile,
)
from workshops.models.payments import BatchStatus
from workshops.models.reimbursements import GONE, ReimbursementStatus, ReimbursementStatusChange

STAYS = "It is the partner’s and stays until the end of its retention; "


def nothing(email: str, stand_in: StandIn) -> None:
    """Erase nothing here: the account or the teacher loses its name, and texts are swept."""


def funded(email: str) -> Iterator[Row]:
    found = FundedTeacher.objects.filter(teacher__email__iexact=email)
    related = ["session", "reimbursement__partner_year__partner"]
    for row in found.select_related(*related):
        yield Row(
            row,
            f"Request {row.reimbursement.code} of {row.reimbursement.partner}",
            {"Came first": days.in_words(row.session.day)},
            Fate.STAYS,
            f"{STAYS}for whom it asks is then somebody who was erased.",
        )


holds("Requests that ask for them", find=funded, erase=nothing)


def files(email: str) -> Iterator[Row]:
    found = ReimbursementFile.objects.filter(by__email=email)
    for row in found.select_related("reimbursement__partner_year__partner"):
        yield Row(
            row,
            f"{row.name}, request {row.reimbursement.code} of {row.reimbursement.partner}",
            {
                "What it is": row.get_role_display(),
                "Uploaded": days.moment_in_words(row.uploaded_at),
            },
            Fate.STAYS,
            f"{STAYS}whoever uploaded it is then “a person who was erased”.",
            files=[(row.name, row.file)],
        )


holds("Files of requests", find=files, erase=nothing)


def other_funding(email: str) -> Iterator[Row]:
    found = OtherFunding.objects.filter(by__email=email)
    for row in found.select_related("partner", "school_year"):
        yield Row(
            row,
            f"{row}, {row.partner}",
            {"From whom": row.source, "Amount": dollars(row.amount), "What it is for": row.note},
            Fate.STAYS,
            "It is the partner’s; whoever wrote it down is then “a person who was erased”.",
        )


holds("Other funding", find=other_funding, erase=nothing)


# How long


def _last_moved(rows):
    moves = ReimbursementStatusChange.objects.filter(reimbursement=OuterRef("pk"))
    last = moves.order_by("-at", "-pk").values("at")[:1]
    return rows.annotate(last=Coalesce(Subquery(last), F("made_at")))


def paid(moment):
    done = Reimbursement.objects.filter(status=ReimbursementStatus.PAID)
    return [done.filter(batch__paid_on__lt=days.pacific_day(moment))]


def came_to_nothing(moment):
    """Requests that were declined or withdrawn, counted from then."""
    return [_last_moved(Reimbursement.objects.filter(status__in=GONE)).filter(last__lt=moment)]


def empty_batches(moment):
    """Batches that are paid or taken apart, and whose requests are not kept any more."""
    left = Reimbursement.objects.filter(batch=OuterRef("pk"))
    over = Q(status=BatchStatus.DISSOLVED) | Q(paid_on__lt=days.pacific_day(moment))
    return [PaymentBatch.objects.filter(over, ~Exists(left), made_at__lt=moment)]


retains(
    kind="reimbursement",
    name="Reimbursement requests that were paid, with their files",
    after="after they were paid",
    days=10 * 365,
    fewest=4 * 365,
    why_fewest="what the program has paid is audited for years.",
    due=paid,
    erase=one_by_one(erase_reimbursement),
    batch=1,
)
retains(
    kind="reimbursement-unpaid",
    name="Reimbursement requests that were declined or withdrawn",
    after="after that",
    days=2 * 365,
    fewest=90,
    why_fewest="partners ask why, and ask again.",
    due=came_to_nothing,
    erase=one_by_one(erase_reimbursement),
    batch=1,
)
retains(
    kind="payment-batch",
    name="Payment batches, with the files by which they were paid",
    after="after they were paid or taken apart, once no request of theirs is kept",
    days=10 * 365,
    fewest=4 * 365,
    why_fewest="what the program has paid is audited for years.",
    due=empty_batches,
    erase=one_by_one(erase_batch),
    batch=1,
)
