"""The demo's money: requests, batches and payments in every status, with figures that follow from
its workshops."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings

from plp.core.days import pacific_day
from workshops.models import (
    Objection,
    OtherFunding,
    Payable,
    PaymentBatch,
    ProgramBudget,
    Reimbursement,
    TaxForm,
)

# `make demo` keeps its records in SQLite, so that is where they are tried.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

ON = date(2026, 11, 23)


def statuses(model):
    return {*model.objects.values_list("status", flat=True)}


class OnOneDayTest(TestCase):
    """Loading it takes long, so that all of these read one and the same."""

    @classmethod
    def setUpTestData(cls):
        with override_settings(DEBUG=True):
            call_command("load_demo", on=ON, verbosity=0)

    def test_has_requests_batches_and_payments_in_every_status(self):
        assert statuses(Reimbursement) == {*Reimbursement.Status.values}
        assert statuses(PaymentBatch) == {*PaymentBatch.Status.values}
        assert statuses(Payable) == {*Payable.Status.values}

    def test_asks_for_what_the_groups_bring_in_four_parts(self):
        first, again, other = Reimbursement.objects.filter(kind="cohort").order_by("pk")

        assert [len(each.funded.all()) for each in (first, again, other)] == [8, 8, 7]
        totals = Reimbursement.objects.filter(kind="cohort").with_total().order_by("pk")
        # (4,000 + 8 × 160) / 4, and a quarter more on (4,000 + 7 × 160)
        assert [each.total for each in totals] == [1320, 1320, 1600]

    def test_dates_each_move_no_later_than_today_and_in_order(self):
        for model in [Reimbursement, PaymentBatch]:
            for each in model.objects.all():
                moments = [change.at for change in each.changes.order_by("pk")]
                assert moments == sorted(moments)

        sent = Reimbursement.objects.exclude(as_of=None)
        assert all(pacific_day(each.made_at) <= each.as_of <= ON for each in sent)

    def test_pays_who_led_under_contract_and_lets_others_wait(self):
        assert Payable.objects.overdue(ON).exists()
        paid = Payable.objects.paid().get()
        assert paid.paid_on <= paid.due_on
        assert TaxForm.objects.get().facilitator == paid.assignment.facilitator
        assert Objection.objects.exclude(answered_at=None).count() == 1
        assert Objection.objects.filter(answered_at=None).count() == 1

    def test_knows_budgets_and_what_was_found_elsewhere(self):
        assert ProgramBudget.objects.exists()
        assert OtherFunding.objects.exists()
