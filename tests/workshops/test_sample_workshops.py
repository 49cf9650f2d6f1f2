"""Workshops of the large sample."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import TestCase

from facilitators.models import Contract
from plp.core.models import Message
from workshops.models import (
    Assignment,
    Attendance,
    Booking,
    Certificate,
    Enrollment,
    Feedback,
    Payable,
    PayableLine,
    PaymentBatch,
    Reimbursement,
    ReimbursementLine,
    Session,
    Workshop,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


def statuses(model):
    return model.objects.values_list("status", flat=True)


class SampleTest(TestCase):
    """Loading it takes long, so that all of these read one and the same."""

    @classmethod
    def setUpTestData(cls):
        sizes = {"applications": 1, "partners": 3, "workshops": 8}
        call_command("load_sample", **sizes, on=ON, verbosity=0)

    def test_has_workshops_with_all_that_hangs_on_them(self):
        assert (
            Workshop.objects.count() == Session.objects.count() == Assignment.objects.count() == 24
        )
        assert {*Workshop.objects.values_list("status", flat=True)} > {"open", "completed"}
        assert {*Enrollment.objects.values_list("status", flat=True)} > {"enrolled", "cancelled"}
        assert all(model.objects.exists() for model in (Attendance, Booking, Contract, Feedback))
        assert Feedback.objects.count() == Certificate.objects.count()

    def test_fills_no_workshop_beyond_its_seats(self):
        for workshop in Workshop.objects.all():
            assert workshop.enrollments.taking_seats().count() <= workshop.capacity

    def test_writes_to_nobody_about_workshops(self):
        assert not Message.objects.exists()

    def test_has_ten_years_of_requests_and_payments(self):
        first_day = ON - timedelta(days=9 * 365 + 180)
        assert Reimbursement.objects.count() == 3 * 120
        assert Reimbursement.objects.filter(batch__paid_on__lt=first_day).exists()
        assert {"paid", "sent", "approved"} <= {*statuses(Reimbursement)}
        assert Payable.objects.filter(paid_on__lt=first_day).exists()
        assert {*statuses(Payable)} <= {"paid", "approved", "proposed"}
        assert not Reimbursement.objects.filter(closed_on__gt=ON).exists()

    def test_every_record_of_workshops_and_money_is_valid(self):
        of_money = (Reimbursement, ReimbursementLine, PaymentBatch, Payable, PayableLine)
        of_workshops = (Workshop, Session, Assignment, Booking, Enrollment, Attendance, Contract)
        for model in of_workshops + of_money:
            for record in model.objects.all()[:50]:
                record.full_clean()
