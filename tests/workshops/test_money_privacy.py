"""What is held of who was paid and who asked for money: found, blanked, and not kept for ever."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile

from facilitators.models import Facilitator
from plp.core import history
from plp.core.days import pacific_today
from plp.core.privacy.person import Person, _to_read, erase
from plp.core.privacy.retaining import enforce_retention
from tests.facilitators.make import make_facilitator
from tests.make import make_cohort, make_partner, make_partner_year, make_teacher, make_user
from tests.workshops.make import make_attendance, make_enrollment, make_leading, make_workshop
from tests.workshops.make_money import make_batch, make_payable, make_reimbursement
from workshops.actions.teachers import forget_unless_known
from workshops.models import (
    FundedTeacher,
    Objection,
    OtherFunding,
    Payable,
    PayableFile,
    PaymentBatch,
    Reimbursement,
    TaxForm,
    Teacher,
)

pytestmark = pytest.mark.django_db

EMAIL, NAME = "ines@mill.example", "Ines Paperboat"
LATER = "2026-12-05 12:00-08:00"  # ten years after all of it


@pytest.fixture
def ines():
    return make_teacher(name=NAME, email=EMAIL)


@pytest.fixture
def jonas():
    return make_facilitator(name=NAME, email=EMAIL)


def sections(email=EMAIL):
    return {section.title: section.rows for section in Person(email).sections}


def fates(email=EMAIL):
    return {title: {str(row.fate) for row in rows} for title, rows in sections(email).items()}


def gone(by, commit):
    with commit():
        return erase(Person(EMAIL), by=by, names=[NAME])


def led_by(facilitator, *amounts, **fields):
    workshop = make_workshop(status="completed")
    leading = make_leading(workshop, facilitator=facilitator, status="confirmed")
    return make_payable(*amounts, assignment=leading, **fields)


def attended_by(teacher, *amounts, **fields):
    enrollment = make_enrollment(make_workshop(status="completed"), teacher)
    make_attendance(enrollment)
    return make_payable(*amounts, enrollment=enrollment, kind="attended", **fields)


def receipt(line):
    made = PayableFile(line=line, name="train.pdf", kind="pdf", size=4)
    made.file.save("train.pdf", ContentFile(b"%PDF"))
    return made


# Who was paid


def test_who_led_is_found_with_each_payment_its_lines_and_its_receipts(jonas):
    paid = led_by(jonas, 500, 250, status="paid")
    receipt(paid.lines.first())

    [row] = sections()["Payments"]

    assert row.says["Line 1"] == "A day led, $500"
    assert row.says["Paid"] == "Tuesday, 1 November 2016"
    assert [name for name, _ in row.files] == ["train.pdf"]
    assert "A day led, $250" in _to_read(Person(EMAIL))
    assert "Payments" not in sections("bo@example.org")


def test_a_payment_stays_and_what_was_said_of_it_goes(jonas, administrator, commit):
    paid = led_by(jonas, 500, status="paid")
    paid.changes.create(old="approved", new="proposed", note="My father paid the train.")
    objection = paid.lines.get().objections.create(
        text="I came by train.", answer="We pay it.", answered_at="2016-11-02T12:00Z"
    )
    file = Path(receipt(paid.lines.get()).file.path)
    found = fates()
    assert found["Payments"] == {"stays"}
    assert found["What was not right with a payment"] == {"blanked"}

    gone(administrator, commit)

    objection.refresh_from_db()
    assert (objection.text, objection.answer) == ("[erased]", "[erased]")
    assert paid.changes.get().note == "[erased]"
    assert Payable.objects.with_total().get().total == 500
    assert Facilitator.objects.get().name == "[erased]"
    assert file.exists()


def test_of_who_answered_only_their_own_words_go(jonas, administrator, commit):
    person = make_user("bo@example.org", name="Bo Harbor")
    objection = (
        led_by(jonas, 500)
        .lines.get()
        .objections.create(
            text="I came by train.",
            answer="Ask me at home.",
            answered_at="2016-11-02T12:00Z",
            answered_by=person,
        )
    )

    with commit():
        erase(Person(person.email), by=administrator, names=[])

    objection.refresh_from_db()
    assert (objection.text, objection.answer) == ("I came by train.", "[erased]")


def test_a_teacher_who_was_paid_stays_as_a_stand_in(ines, administrator, commit):
    attended_by(ines, 100, status="paid")
    TaxForm.objects.create(partner=make_partner(), teacher=ines, since=date(2016, 9, 1))
    assert {title: fates()[title] for title in ["Payments", "W-9s on file"]} == {
        "Payments": {"stays"},
        "W-9s on file": {"stays"},
    }

    gone(administrator, commit)

    assert Payable.objects.get().payee.name == "[erased]"
    assert str(TaxForm.objects.get()).startswith("W-9 of [erased]")


def test_a_seat_that_was_paid_stays_whoever_was_there(ines, administrator, commit):
    enrollment = make_enrollment(make_workshop(status="cancelled"), ines)
    make_payable(100, enrollment=enrollment, kind="attended", status="paid")

    gone(administrator, commit)

    assert Payable.objects.get().enrollment.name == "[erased]"


def test_who_leads_a_workshop_to_come_and_was_paid_for_it_stays(jonas, administrator, commit):
    leading = make_leading(make_workshop(status="open"), facilitator=jonas, status="confirmed")
    make_payable(500, assignment=leading, status="paid")
    assert fates()["Workshops they lead"] == {"stays"}

    gone(administrator, commit)

    assert Payable.objects.get().payee.name == "[erased]"


# Who asked


def test_a_teacher_for_whom_money_was_asked_is_not_forgotten(ines):
    request = make_reimbursement(4800, status="sent")
    session = make_workshop().sessions.get()
    FundedTeacher.objects.create(reimbursement=request, teacher=ines, session=session)

    forget_unless_known(ines)

    assert Teacher.objects.get() == ines
    [row] = sections()["Requests that ask for them"]
    assert row.says == {"Came first": "Saturday, 8 October 2016"}


def test_what_somebody_uploaded_and_found_stays_with_the_partner(administrator, commit):
    person = make_user(EMAIL, name=NAME)
    year = make_partner_year()
    file = make_reimbursement(partner_year=year).files.create(
        name="a.pdf", kind="pdf", size=1, file="reimbursements/a.pdf", by=person
    )
    funding = OtherFunding.objects.create(
        partner=year.partner,
        school_year=year.program_year.school_year,
        source=f"A friend of {NAME}",
        amount=5000,
        since=date(2016, 9, 1),
        by=person,
    )
    assert fates()["Files of requests"] == fates()["Other funding"] == {"stays"}

    gone(administrator, commit)

    file.refresh_from_db()
    funding.refresh_from_db()
    assert (str(file.by), funding.source) == ("A person who was erased", "A friend of [erased]")


# How long


def test_payments_go_with_their_receipts_ten_years_after_they_were_paid(jonas, commit):
    paid = led_by(jonas, 500, status="paid")
    paid.lines.get().objections.create(text="Text.")
    file = Path(receipt(paid.lines.get()).file.path)
    correction = make_payable(
        -20, kind="correction", corrects=paid, assignment=paid.assignment, status="paid"
    )
    unpaid = led_by(jonas, 300, status="approved")

    with time_machine.travel("2026-10-29 12:00-07:00"), commit():
        enforce_retention(pacific_today())
    assert Payable.objects.count() == 3

    with time_machine.travel(LATER), commit():
        enforce_retention(pacific_today())
        enforce_retention(pacific_today())

    assert Payable.objects.get() == unpaid
    assert not Objection.objects.exists()
    assert not file.exists()
    assert not Payable.objects.filter(pk=correction.pk).exists()


def test_what_was_taken_back_goes_too(jonas):
    with time_machine.travel("2016-11-01 12:00-07:00"):
        led_by(jonas, 500).move("void", by=None)

    with time_machine.travel(LATER):
        enforce_retention(pacific_today())

    assert not Payable.objects.exists()


def test_a_w9_is_known_as_long_as_a_payment_to_them(jonas):
    paid = led_by(jonas, 500, status="approved")
    form = TaxForm(partner=paid.partner, facilitator=jonas, since=date(2016, 9, 1))
    form.save()

    with time_machine.travel(LATER):
        enforce_retention(pacific_today())
        assert TaxForm.objects.exists()
        paid.lines.all().delete()
        paid.delete()
        enforce_retention(pacific_today())

    assert not TaxForm.objects.exists()
    assert not history.of(TaxForm).filter(id=form.pk).exists()


def test_requests_go_with_their_files_and_batches_ten_years_after_they_were_paid(commit):
    year = make_partner_year()
    request = make_reimbursement(4800, partner_year=year, status="paid")
    batch = request.batch
    PaymentBatch.objects.update(made_at="2016-11-19T12:00Z")
    batch.files.create(name="a.csv", kind="csv", size=1, file="payments/a.csv", sha256="x")
    request.files.create(name="a.pdf", kind="pdf", size=1, file="reimbursements/a.pdf")
    group = make_cohort(partner=year.partner, school_year=year.program_year.school_year)
    sent = make_reimbursement(100, partner_year=year, cohort=group, status="sent")

    with time_machine.travel("2026-11-15 12:00-08:00"), commit():
        enforce_retention(pacific_today())
    assert Reimbursement.objects.count() == 2

    with time_machine.travel(LATER), commit():
        enforce_retention(pacific_today())
        enforce_retention(pacific_today())

    assert Reimbursement.objects.get() == sent
    assert not PaymentBatch.objects.exists()
    assert not history.of(Reimbursement).filter(id=request.pk).exists()


def test_requests_that_came_to_nothing_go_after_two_years(administrator):
    with time_machine.travel("2016-11-01 12:00-07:00"):
        make_reimbursement(4800).move("withdrawn", by=administrator)
        kept = make_batch()

    with time_machine.travel("2018-10-31 12:00-07:00"):
        enforce_retention(pacific_today())
        assert Reimbursement.objects.exists()

    with time_machine.travel("2018-11-02 12:00-07:00"):
        enforce_retention(pacific_today())

    assert not Reimbursement.objects.exists()
    assert PaymentBatch.objects.get() == kept
