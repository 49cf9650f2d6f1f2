"""Pages with money in them ask the database as often for three of each as for one."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.make import PDF, make_community_event
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from tests.workshops.money.group import DAYS, make_group
from workshops.models import Objection

ON = date(2016, 12, 20)
AT_MOST = 15
RECORD_AT_MOST = 20


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel("2016-12-20T18:00:00Z", tick=False):
        yield


@pytest.fixture
def year(partner):
    """In which its teacher group has two days to ask for."""
    return make_group(5, DAYS[:2], partner=partner).year


def more_of_all(year):
    """Something more of each kind that waits, and that came to an end."""
    workshop = {"workshop": make_workshop(partner_year=year)}
    asked = make_payable(500, **workshop)
    Objection.objects.create(line=asked.lines.get(), text="Two days.")
    make_payable(100, status="approved", assignment=asked.assignment, kind="travel", corrects=asked)
    make_payable(70, status="paid", assignment=asked.assignment, kind="correction", corrects=asked)
    make_community_event(partner=year.partner, status="completed", last_day=ON)
    for status in ["draft", "returned", "sent", "paid"]:
        make_reimbursement(
            9, partner_year=year, kind="invoice", title="Food", of_day=ON, status=status
        )
    return asked


@pytest.mark.parametrize("name", ["applications:portal-home", "workshops:money-csv"])
def test_pages_of_a_partner(name, year, manager, partner, count_queries):
    page = reverse(name, args=[partner.pk])
    more_of_all(year)
    one = count_queries(manager, page)
    for _ in range(2):
        more_of_all(year)

    assert count_queries(manager, page) == one <= AT_MOST


def test_what_is_owed_as_staff_read_it(year, admin_client, count_queries):
    asked = more_of_all(year)
    page = reverse("admin:workshops_payable_change", args=[asked.pk])
    count_queries(admin_client, page)
    one = count_queries(admin_client, page)
    for n in range(2):
        line = asked.lines.create(kind="travel", text=f"Train {n}", amount=60)
        line.files.create(name="train.pdf", kind="pdf", size=len(PDF))
        Objection.objects.create(line=line, text="It was 71 dollars.")

    assert count_queries(admin_client, page) == one <= RECORD_AT_MOST
