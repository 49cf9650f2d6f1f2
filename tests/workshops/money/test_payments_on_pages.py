"""What the portal home says of payments that wait."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from applications.models import Partner
from applications.next_steps import steps_of
from applications.registry import Look
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_payable
from workshops.models import Objection

pytestmark = pytest.mark.django_db

ON = date(2016, 10, 20)
DUE = date(2016, 11, 7)


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel("2016-10-20T18:00:00Z", tick=False):
        yield


@pytest.fixture
def owe(year):
    def owe(**fields):
        return make_payable(500, workshop=make_workshop(partner_year=year), **fields)

    return owe


def steps():
    found = steps_of(Look(Partner.objects.all(), ON))
    return [step for step in found if step.is_of_money]


def test_one_payment_is_approved_and_then_paid_by_its_day(partner, owe):
    row = owe()

    [step] = steps()
    assert (step.what, step.last_day) == (f"Approve what you owe {row.payee}", DUE)
    assert step.url == reverse("workshops:payment", args=[partner.pk, row.pk])

    row.move("approved", by=None)
    [step] = steps()
    assert (step.what, step.last_day) == (f"Pay what you owe {row.payee}", DUE)

    row.move("paid", by=None, paid_on=ON, reference="Check 204")
    assert steps() == []


def test_those_of_one_day_stand_together(partner, owe):
    for _ in range(3):
        owe()
    owe(due_on=date(2016, 11, 8))

    first, second = steps()

    assert (first.what, first.last_day) == ("Approve 3 payments", DUE)
    assert first.more == "They are to be paid by this day."
    assert first.url == reverse("workshops:payments", args=[partner.pk])
    assert second.last_day == date(2016, 11, 8)


def test_what_is_not_right_is_to_be_answered(partner, owe):
    row = owe()
    Objection.objects.create(line=row.lines.get(), text="Two days.")

    said = [step.what for step in steps()]

    assert f"Answer {row.payee}: a line of a payment is not right" in said


def test_a_member_without_a_right_is_not_told(browse, partner, owe):
    row = owe()
    home = reverse("applications:portal-home", args=[partner.pk])

    assert str(row.payee) in browse(may_handle_money=True).get(home).text
    assert str(row.payee) not in browse().get(home).text
