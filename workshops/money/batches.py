"""The files by which a payment batch is paid: made once, kept byte for byte, checked when read."""

import hashlib
import logging
from io import BytesIO

from django.core.files.base import ContentFile

from plp.core import files
from plp.core.exporting import CSV, XLSX, Column, csv_lines, write_xlsx
from plp.core.workflow import TransitionError
from workshops.models import PaymentBatch, PaymentBatchFile, Reimbursement
from workshops.money import finance

logger = logging.getLogger(__name__)

COLUMNS = [Column(*pair) for pair in finance.COLUMNS]


def keep_files(batch: PaymentBatch) -> None:
    """Keep what a batch pays as CSV and as XLSX, each with its SHA-256.

    Raises TransitionError where one cannot be stored just now.
    """
    rows = list(finance.with_days(Reimbursement.objects.filter(batch=batch)).order_by("pk"))
    _keep(batch, CSV, "".join(csv_lines(COLUMNS, rows)).encode())
    book = BytesIO()
    write_xlsx(book, COLUMNS, rows)
    _keep(batch, XLSX, book.getvalue())


def _keep(batch, kind, content):
    file = ContentFile(content, files.random_name(kind))
    with files.storing():
        batch.files.create(
            name=f"payment-{batch.code}.{kind}",
            kind=kind,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            file=file,
        )


def is_as_kept(file: PaymentBatchFile) -> bool:
    """Whether the bytes of a file are those that were kept; logs it where they are not."""
    try:
        with file.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        content = b""
    is_kept = hashlib.sha256(content).hexdigest() == file.sha256
    if not is_kept:
        logger.error("File %s of a payment batch is not as it was kept.", file.pk)
    return is_kept


def check_files(batch: PaymentBatch) -> None:
    """Raise TransitionError where a file of a batch is not as it was kept."""
    for file in batch.files.all():
        if not is_as_kept(file):
            raise TransitionError(
                f"{file} is not as it was kept. Take the batch apart, and make another."
            )
