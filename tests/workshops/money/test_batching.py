"""Payment batches: what goes in, what each partner gets, and that one is paid once."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_partner_year, make_user
from tests.workshops.make_money import make_reimbursement
from tests.workshops.money.desk import make_reader, make_sent, step, take
from workshops.actions import batching
from workshops.models import PaymentBatch, Reimbursement

pytestmark = pytest.mark.django_db

MAKE = "/admin/workshops/paymentbatch/make/"
PAID = {"paid_on": date(2016, 11, 18), "reference": "ACH 1001"}
Status = PaymentBatch.Status


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2016-11-18T18:00:00Z", tick=False):
        yield


@pytest.fixture
def approved(year):
    """A request of the partner in Chicago for $1,400 that is approved."""
    return make_sent(1400, partner_year=year, status="approved")


def batch_of(*requests):
    return batching.make_batch([request.pk for request in requests], by=make_user())


def page_of(batch):
    return reverse("admin:workshops_paymentbatch_change", args=[batch.pk])


# What goes in


def test_a_batch_is_chosen_seen_and_then_made(finance, approved, year):
    other = make_sent("-160.50", partner_year=year, status="approved")
    waiting = make_sent(90, partner_year=year, status="approved")
    make_sent(50, partner_year=year)

    choose = finance.get(MAKE)
    assert [(row.pk, ticked) for row, ticked, _ in choose.context["rows"]] == [
        (approved.pk, True),
        (other.pk, True),
        (waiting.pk, True),
    ]
    said = {"requests": [approved.pk, other.pk]}
    seen = finance.post(MAKE, said | {"look": "1"})
    [(partner, requests, amount)] = seen.context["partners"]
    assert (str(partner), len(requests), amount) == ("Lakeside Learning", 2, Decimal("1239.50"))
    assert "$1,239.50" in seen.content.decode()
    assert not PaymentBatch.objects.exists()
    back = finance.post(MAKE, said | {"back": "1"})
    assert [ticked for _, ticked, _ in back.context["rows"]] == [True, True, False]
    made = finance.post(MAKE, said | {"do": "1"})

    batch = PaymentBatch.objects.get()
    assert made.url == page_of(batch)
    assert list(batch.reimbursements.order_by("pk")) == [approved, other]
    assert approved.history.first().batch == batch
    assert not Message.objects.exists()


def test_the_list_of_requests_leads_there_with_what_is_ticked(finance, approved, year):
    make_sent(90, partner_year=year, status="approved")
    undecided = make_sent(50, partner_year=year)

    page = finance.post(
        "/admin/workshops/reimbursement/",
        {"action": "to_batch", "_selected_action": [approved.pk, undecided.pk]},
        follow=True,
    )

    assert [ticked for _, ticked, _ in page.context["rows"]] == [True, False]


def test_says_what_to_do_where_nothing_is_chosen_or_there(finance, approved):
    page = finance.post(MAKE, {"look": "1"})
    assert "Tick at least one request." in page.content.decode()
    assert [ticked for _, ticked, _ in page.context["rows"]] == [False]

    assert finance.post(MAKE, {"requests": "x", "do": "1"}).status_code == 200
    batch_of(approved)

    assert "No approved request waits" in finance.get(MAKE).content.decode()


def test_a_request_is_in_one_batch_at_most(finance, approved, year):
    other = make_sent(90, partner_year=year, status="approved")
    first = batch_of(approved)

    with pytest.raises(TransitionError, match="another batch"):
        batch_of(approved, other)
    page = finance.post(MAKE, {"requests": [approved.pk, other.pk], "do": "1"})

    assert "cannot be paid any more" in page.content.decode()
    other.refresh_from_db()
    assert other.batch is None
    assert PaymentBatch.objects.get() == first


@pytest.mark.parametrize("status", ["draft", "sent", "returned", "declined", "withdrawn"])
def test_only_what_is_approved_is_paid(year, status):
    request = make_reimbursement(100, partner_year=year, status=status)

    with pytest.raises(TransitionError):
        batch_of(request)

    assert not PaymentBatch.objects.exists()


def test_a_partner_never_gets_less_than_nothing(finance, approved, year):
    other = make_sent(-160, partner_year=make_partner_year(), status="approved")
    with pytest.raises(TransitionError, match="less than nothing"):
        batch_of(approved, other)
    assert not PaymentBatch.objects.exists()

    page = finance.post(MAKE, {"requests": [approved.pk, other.pk], "do": "1"})
    assert "(−$160)" in page.content.decode()
    assert [ticked for _, ticked, _ in page.context["rows"]] == [True, True]
    nothing = make_sent(160, partner_year=other.partner_year, status="approved")
    batch_of(other, nothing)

    assert other.__class__.objects.get(pk=other.pk).batch


def test_none_and_too_many_are_refused(monkeypatch, approved, year):
    with pytest.raises(TransitionError, match="from 1 to"):
        batch_of()
    monkeypatch.setattr(batching, "MOST", 1)
    with pytest.raises(TransitionError, match="from 1 to 1"):
        batch_of(approved, make_sent(1, partner_year=year, status="approved"))


def test_only_finance_make_batches(staff, approved):
    assert staff.get(MAKE).status_code == 403
    assert staff.post(MAKE, {"requests": [approved.pk], "do": "1"}).status_code == 403


# Its files


def test_its_files_say_the_same_to_the_cent_and_are_kept_byte_for_byte(finance, approved, year):
    cents = make_sent("0.10", "0.20", partner_year=year, status="approved")

    batch = batch_of(approved, cents)

    sheet, text = batch.files.order_by("-kind")
    for file in (sheet, text):
        url = reverse("admin:workshops_paymentbatchfile_download", args=[file.pk])
        answer = finance.get(url)
        content = answer.getvalue()
        assert hashlib.sha256(content).hexdigest() == file.sha256
        assert f"payment-{batch.code}" in answer["Content-Disposition"]
        if file.kind == "csv":
            lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
            amounts = [line["Amount in US dollars"] for line in lines]
            assert amounts == ["1400.00", "0.30"]
            assert {line["Batch"] for line in lines} == {batch.code}
        else:
            rows = list(load_workbook(BytesIO(content)).active.values)
            assert [row[-1] for row in rows] == ["Amount in US dollars", 1400, 0.3]


def test_a_file_that_is_not_as_it_was_kept_is_not_given_and_nothing_is_paid_by_it(
    finance, approved
):
    batch = batch_of(approved)
    file = batch.files.get(kind="csv")
    file.file.storage.delete(file.file.name)
    file.file.storage.save(file.file.name, ContentFile(b"Request\nother\n"))

    answer = finance.get(reverse("admin:workshops_paymentbatchfile_download", args=[file.pk]))

    assert answer.status_code == 500
    assert "is not as it was kept" in answer.content.decode()
    with pytest.raises(TransitionError, match="not as it was kept"):
        batching.pay_batch(batch, by=make_user(), **PAID)
    assert PaymentBatch.objects.get().status == Status.MADE


# Paying


def test_marking_it_paid_shows_each_mail_and_pays_each_request_once(finance, approved, partner):
    make_reader(partner, "dana@lakeside.example")
    batch = batch_of(approved)
    said = {"paid_on": "2016-11-18", "reference": "ACH 1001"}

    shown = finance.post(step("pay", batch), said)
    [(mail, _)] = shown.context["mails"]
    for words in ["$1,400", "Paid to: Lakeside Learning", "Friday, 18 November 2016", "ACH 1001"]:
        assert words in mail.text
    assert PaymentBatch.objects.get().status == Status.MADE
    take(finance, step("pay", batch), **said)
    take(finance, step("pay", batch), **said | {"reference": "ACH 1002"})

    batch.refresh_from_db()
    approved.refresh_from_db()
    assert (batch.status, batch.paid_on, batch.reference) == ("paid", PAID["paid_on"], "ACH 1001")
    assert approved.status == Reimbursement.Status.PAID
    assert approved.changes.filter(new="paid").count() == 1
    assert Message.objects.get().what == "reimbursement-paid"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2016-11-19", "still to come"),
        ("0016-11-18", "between 2000 and 2099"),
        ("soon", "Enter a valid date"),
    ],
)
def test_says_beside_the_day_what_is_wrong_with_it(finance, approved, day, why):
    batch = batch_of(approved)

    page = finance.post(step("pay", batch), {"paid_on": day, "reference": "ACH 1"})

    assert why in " ".join(page.context["form"].errors["paid_on"])
    assert page.context["form"]["reference"].value() == "ACH 1"


def test_it_was_not_paid_before_it_was_made(finance, approved):
    batch = batch_of(approved)

    page = finance.post(step("pay", batch), {"paid_on": "2016-11-17", "reference": "ACH 1"})

    assert "so it was not paid before" in page.content.decode()


# Taking apart


def test_taken_apart_its_requests_can_go_into_another(finance, approved):
    batch = batch_of(approved)

    take(finance, step("take-apart", batch), word="One is missing.")
    again = batch_of(approved)

    batch.refresh_from_db()
    approved.refresh_from_db()
    assert (batch.status, approved.batch) == (Status.DISSOLVED, again)
    assert batch.files.count() == 2
    listed = finance.get(reverse("admin:workshops_paymentbatch_changelist"))
    assert "$0" in listed.content.decode()
    page = finance.get(page_of(batch)).content.decode()
    assert "What it was to pay stands in its files." in page
    assert "One is missing." in page
    with pytest.raises(TransitionError, match="cannot become Paid"):
        batching.pay_batch(batch, by=make_user(), **PAID)


def test_what_is_paid_is_not_taken_apart(approved):
    batch = batch_of(approved)
    batching.pay_batch(batch, by=make_user(), **PAID)

    with pytest.raises(TransitionError, match="cannot become"):
        batching.take_apart(batch, by=make_user(), word="Wrong.")
    approved.refresh_from_db()
    with pytest.raises(TransitionError):
        approved.move(Reimbursement.Status.RETURNED, by=make_user())

    assert Reimbursement.objects.get().batch == batch


def test_a_second_person_who_marks_it_paid_is_told(approved):
    mine = batch_of(approved)
    theirs = PaymentBatch.objects.get(pk=mine.pk)
    batching.pay_batch(theirs, by=make_user(), **PAID)

    with pytest.raises(TransitionError, match="Someone else"):
        batching.pay_batch(mine, by=make_user(), **PAID | {"reference": "ACH 1002"})

    assert PaymentBatch.objects.get().reference == "ACH 1001"


def test_pages_of_batches_take_the_same_queries_with_more_requests(finance, year, count_queries):
    one = batch_of(make_sent(1, partner_year=year, status="approved"))
    three = batch_of(*(make_sent(1, partner_year=year, status="approved") for _ in range(3)))
    make_sent(1, partner_year=year, status="approved")
    to_choose = count_queries(finance, MAKE)
    for _ in range(2):
        make_sent(1, partner_year=make_partner_year(), status="approved")

    assert count_queries(finance, MAKE) == to_choose <= 12
    finance.get(page_of(one))  # the first request of all also looks up content types
    assert count_queries(finance, page_of(one)) == count_queries(finance, page_of(three)) <= 20
