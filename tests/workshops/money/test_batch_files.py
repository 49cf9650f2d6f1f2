"""The files of a batch: whole or not there, with nothing in them that a program runs."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from applications.jobs import sweep_files
from tests.make import make_partner, make_partner_year, make_user
from tests.workshops.money.desk import make_sent
from workshops.actions import batching
from workshops.models import PaymentBatch, PaymentBatchFile, Reimbursement
from workshops.money import batches

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What no code expects."""


def kept():
    """Return the names of all files in the storage, of batches."""
    if not default_storage.exists("payments"):
        return set()
    years = default_storage.listdir("payments")[0]
    return {name for year in years for name in default_storage.listdir(f"payments/{year}")[1]}


def content(file):
    with file.file.open("rb") as opened:
        return opened.read()


def test_a_batch_that_is_killed_half_way_leaves_no_row_and_in_a_day_no_file(year, monkeypatch):
    request = make_sent(100, partner_year=year, status="approved")
    before = kept()

    def killed(*args):
        raise Killed

    monkeypatch.setattr(batches, "write_xlsx", killed)
    with pytest.raises(Killed):
        batching.make_batch([request.pk], by=make_user())

    request.refresh_from_db()
    assert (request.batch_id, PaymentBatch.objects.count()) == (None, 0)
    assert not PaymentBatchFile.objects.exists()
    assert len(kept() - before) == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sweep_files(date(2016, 11, 18))
    assert kept() <= before  # the sweep may take what other tests have left, too


def test_nothing_in_the_files_is_run_or_lost(year):
    names = ['=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "Lake 😀\x0bside", "-2", "a,b\n=c"]
    requests = []
    for name in names:
        partner = make_partner(organization=name)
        own = make_partner_year(partner=partner, program_year=year.program_year)
        fields = {"kind": "invoice", "title": name, "partner_year": own}
        requests.append(make_sent(9_999_999_999, status="approved", **fields))

    batch = batching.make_batch([request.pk for request in requests], by=make_user())

    text, book = (content(file) for file in batch.files.order_by("kind"))
    rows = list(csv.reader(StringIO(text.decode("utf-8-sig"))))[1:]
    assert not [cell for row in rows for cell in row[2:-1] if cell.startswith(("=", "+", "-", "@"))]
    assert {row[-1] for row in rows} == {"9999999999.00"}
    sheet = load_workbook(BytesIO(book)).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert sheet.max_row == len(names) + 1
    assert Reimbursement.objects.to_pay().count() == 0
