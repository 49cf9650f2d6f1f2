"""What staff read of what partners owe."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from plp.core.exporting import CSV
from tests.make import PDF, make_user
from tests.workshops.make_money import make_payable
from workshops.models import Objection

pytestmark = pytest.mark.django_db

LIST = reverse("admin:workshops_payable_changelist")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2016-11-20T18:00:00Z", tick=False):
        yield


def of_group(client, name):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client.force_login(user)
    return client


@pytest.fixture
def finance(client):
    return of_group(client, "Finance")


def test_the_list_says_who_owes_whom_how_much_and_by_when(finance):
    row = make_payable(500, 250)

    page = finance.get(LIST).text

    for said in [row.code, str(row.payee), str(row.partner), "$750", "7 November 2016"]:
        assert said in page


def test_what_waits_can_be_picked_out(finance):
    late = make_payable(500)
    make_payable(500, due_on=date(2016, 12, 1))
    asked = make_payable(500, status="paid")
    Objection.objects.create(line=asked.lines.get(), text="Two days.")

    def listed(waits):
        return list(finance.get(LIST, {"waits": waits}).context["cl"].queryset)

    assert listed("overdue") == [late]
    assert listed("unanswered") == [asked]
    assert len(listed("other")) == 3


def test_a_record_shows_lines_receipts_and_what_is_not_right(finance):
    row = make_payable(500)
    line = row.lines.create(kind="travel", text="Train from Peoria", amount=60)
    line.files.create(name="train.pdf", kind="pdf", size=len(PDF))
    Objection.objects.create(line=line, text="It was 71 dollars.")

    page = finance.get(reverse("admin:workshops_payable_change", args=[row.pk])).text

    for said in ["Train from Peoria", "$560", "train.pdf", "It was 71 dollars.", "Not answered"]:
        assert said in page


def test_the_list_can_be_downloaded_with_exact_amounts(finance):
    row = make_payable(Decimal("500.10"), Decimal("0.20"))

    answer = finance.get(reverse(f"admin:workshops_payable_export_{CSV}"))

    said = b"".join(answer.streaming_content).decode()
    assert f"{row.code},{row.partner},{row.payee.name}" in said
    assert ",500.30," in said


def test_reviewers_read_none_of_it(client):
    make_payable(500)

    assert of_group(client, "Reviewer").get(LIST).status_code == 403
