"""What the database refuses of money, whoever asks."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from plp.core.codes import new_code
from tests.facilitators.make import make_facilitator
from tests.make import (
    make_cohort,
    make_community_event,
    make_partner,
    make_partner_year,
    make_teacher,
    the_program,
)
from tests.workshops.make import make_enrollment, make_leading
from tests.workshops.make_money import make_batch, make_payable, make_reimbursement
from workshops.models import (
    FundedTeacher,
    FundingNeed,
    FundingTarget,
    Objection,
    OtherFunding,
    Payable,
    PaymentBatch,
    PaymentBatchFile,
    ProgramBudget,
    Reimbursement,
    TaxForm,
    TaxThreshold,
)

pytestmark = pytest.mark.django_db

DAY = date(2016, 11, 20)
BELOW = Decimal(-1)
FAMILIES = {"funding", "payables", "payments", "reimbursements"}


def change(record, **fields):
    """Change a row past its model, as a slip in a query would."""
    type(record).objects.filter(pk=record.pk).update(**fields)


def twice(make, **fields):
    return [make(**fields) for _ in range(2)]


def needs(*amounts):
    """What a partner reckons that one year costs, told so many times."""
    year = make_partner_year()
    fields = {"partner": year.partner, "school_year": year.program_year.school_year}
    return [FundingNeed.objects.create(amount=amount, **fields) for amount in amounts]


def target(**fields):
    defaults = {"program": the_program(), "percent": 50, "of_year": 3, "by_end_of_year": 1}
    return FundingTarget.objects.create(**(defaults | fields))


def tax_form(**fields):
    return TaxForm.objects.create(**({"partner": make_partner(), "since": DAY} | fields))


def two_for_an_event():
    year = make_partner_year()
    event = make_community_event(partner=year.partner)
    return twice(make_reimbursement, partner_year=year, kind="event", event=event)


def two_for_a_group():
    year = make_partner_year()
    group = make_cohort(partner=year.partner, school_year=year.program_year.school_year)
    return twice(make_reimbursement, partner_year=year, cohort=group)


def two_corrections():
    first = make_payable(500, status="approved")
    fields = {"kind": "correction", "corrects": first, "assignment": first.assignment}
    return twice(make_payable, **fields)


def same_funded():
    request, session = make_reimbursement(status="sent"), make_leading().workshop.sessions.get()
    fields = {"reimbursement": request, "teacher": make_teacher(), "session": session}
    return twice(FundedTeacher.objects.create, **fields)


def same_file():
    fields = {"batch": make_batch(), "name": "a.csv", "kind": "csv", "size": 1, "file": "a.csv"}
    return twice(PaymentBatchFile.objects.create, **fields)


BROKEN = {
    "reimbursement_of_something": lambda: make_reimbursement(cohort=None),
    "reimbursement_one_unsent_a_cohort": two_for_a_group,
    "reimbursement_one_an_event": two_for_an_event,
    "reimbursement_figures_once_sent": lambda: change(make_reimbursement(), status="sent"),
    "reimbursement_paid_in_a_batch": lambda: make_reimbursement(status="paid", batch=None),
    "reimbursement_batched_once_approved": lambda: make_reimbursement(
        status="sent", batch=make_batch()
    ),
    "reimbursementline_in_order": lambda: make_reimbursement(5).lines.create(
        position=1, kind="expense", text="Text.", amount=1
    ),
    "reimbursementline_part_of_a_day": lambda: make_reimbursement().lines.create(
        position=1, kind="part", part=1, text="Text.", amount=1
    ),
    "fundedteacher_once_a_request": same_funded,
    "paymentbatch_paid_on_a_day": lambda: make_batch(status="paid", reference=""),
    "paymentbatchfile_one_a_kind_and_batch": same_file,
    "taxthreshold_not_negative": lambda: TaxThreshold.objects.update(amount=BELOW),
    "taxform_of_one_payee": tax_form,
    "taxform_once_a_facilitator": lambda: twice(
        tax_form, partner=make_partner(), facilitator=make_facilitator()
    ),
    "taxform_once_a_teacher": lambda: twice(
        tax_form, partner=make_partner(), teacher=make_teacher()
    ),
    "payable_to_one_payee": lambda: make_payable(
        assignment=make_leading(), enrollment=make_enrollment()
    ),
    "payable_corrects_another": lambda: make_payable(kind="correction"),
    "payable_once_an_assignment": lambda: twice(make_payable, assignment=make_leading()),
    "payable_once_an_enrollment": lambda: twice(
        make_payable, enrollment=make_enrollment(), kind="attended"
    ),
    "payable_one_correction_at_a_time": two_corrections,
    "payable_paid_on_a_day": lambda: change(make_payable(), status="paid", paid_on=DAY),
    "payableline_only_corrections_take_back": lambda: make_payable().lines.create(
        kind="day", text="Text.", amount=BELOW
    ),
    "objection_one_unanswered": lambda: twice(
        Objection.objects.create, line=make_payable(500).lines.get(), text="Text."
    ),
    "programbudget_not_negative": lambda: ProgramBudget.objects.create(
        program_year=make_partner_year().program_year, amount=BELOW
    ),
    "fundingtarget_one_a_year": lambda: twice(target),
    "fundingtarget_a_percentage": lambda: target(percent=101),
    "fundingtarget_looks_ahead": lambda: target(of_year=1, by_end_of_year=2),
    "fundingneed_one_a_year": lambda: needs(9000, 8000),
    "fundingneed_not_negative": lambda: needs(BELOW),
    "otherfunding_not_negative": lambda: OtherFunding.objects.create(
        partner=make_partner(),
        school_year=make_partner_year().program_year.school_year,
        source="A company",
        amount=BELOW,
        since=DAY,
    ),
}


@pytest.mark.parametrize(("rule", "break_it"), BROKEN.items(), ids=BROKEN)
def test_the_database_refuses(rule, break_it):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        break_it()

    # SQLite says of what should be unique only which columns it is about.
    is_unnamed = connection.vendor == "sqlite" and "UNIQUE" in str(refused.value)
    assert is_unnamed or rule in str(refused.value)


def test_every_rule_of_the_database_about_money_is_broken_once():
    models = [
        model
        for model in apps.get_app_config("workshops").get_models()
        if model.__module__.rpartition(".")[2] in FAMILIES
    ]

    rules = {rule.name for model in models for rule in model._meta.constraints}

    assert rules == BROKEN.keys()


@pytest.mark.parametrize("make", [make_batch, make_payable, make_reimbursement])
def test_a_number_is_given_once(make):
    code = new_code()

    with pytest.raises(IntegrityError), transaction.atomic():
        twice(make, code=code)


# What the database lets through


def test_a_group_can_be_claimed_for_again_once_the_first_request_is_sent():
    year = make_partner_year()
    group = make_cohort(partner=year.partner, school_year=year.program_year.school_year)
    make_reimbursement(partner_year=year, cohort=group, status="sent")

    again = make_reimbursement(partner_year=year, cohort=group)

    assert Reimbursement.objects.with_partner().get() == again


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_an_event_can_be_claimed_for_again_once_it_came_to_nothing(status):
    year = make_partner_year()
    event = make_community_event(partner=year.partner)
    make_reimbursement(partner_year=year, kind="event", event=event, status=status)

    assert make_reimbursement(partner_year=year, kind="event", event=event)


def test_a_second_correction_can_follow_once_the_first_is_approved():
    first = make_payable(500, status="approved")
    fields = {"kind": "correction", "corrects": first, "assignment": first.assignment}
    make_payable(-20, status="approved", **fields)

    again = make_payable(5, **fields)

    assert Payable.objects.owed().filter(corrects=first).count() == 2
    assert again.payee == first.assignment.facilitator


def test_a_line_can_be_objected_to_again_once_it_was_answered():
    line = make_payable(500).lines.get()
    line.objections.create(text="Text.", answer="Text.", answered_at="2016-11-01T12:00Z")

    line.objections.create(text="Text.")

    assert line.objections.count() == 2


def test_a_batch_taken_apart_needs_no_day():
    make_batch().move(PaymentBatch.Status.DISSOLVED, by=None)

    assert PaymentBatch.objects.get().paid_on is None


def test_sums_are_exact_on_both_databases():
    request = make_reimbursement("0.10", "0.20", "-0.01")

    assert Reimbursement.objects.with_total().get(pk=request.pk).total == Decimal("0.29")
