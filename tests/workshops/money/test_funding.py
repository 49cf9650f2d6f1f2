"""What a partner's years cost it and what it has found elsewhere, against our targets."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import SchoolYear
from applications.registry import Look
from tests.browsing import said
from tests.make import make_member, make_partner, make_partner_year, make_program_year
from workshops.models import FundingNeed, FundingTarget, OtherFunding
from workshops.on_pages.funding import find_other_funding

pytestmark = pytest.mark.django_db

ON = date(2017, 3, 1)
TYPED = {"source": "Larkspur  Fund", "amount": "900.50", "since": "2017-02-01", "note": ""}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2017-03-01 12:00-08:00", tick=False):
        yield


@pytest.fixture
def first():
    return SchoolYear.objects.get(name="2016-17")


@pytest.fixture
def second():
    return SchoolYear.objects.get(name="2017-18")


@pytest.fixture
def partner(first):
    """A partner in its first year, by whose end half of the second should be found."""
    year = make_partner_year(program_year=make_program_year(school_year=first))
    year.move("confirmed", by=None)
    FundingTarget.objects.create(
        program=year.program_year.program, percent=50, of_year=2, by_end_of_year=1
    )
    return year.partner


@pytest.fixture
def finance(client, partner):
    client.force_login(make_member(partner, may_manage=False, may_handle_money=True).user)
    return client


def page(partner, name="funding", *keys):
    return reverse(f"workshops:{name}", args=[partner.pk, *keys])


def found(partner, year, amount=900, **fields):
    defaults = {"source": "A fund", "since": ON} | fields
    return OtherFunding.objects.create(partner=partner, school_year=year, amount=amount, **defaults)


def steps(partner, on=ON):
    return [step.what for step in find_other_funding(Look([partner], on))]


def test_says_what_is_asked_and_how_far_it_is(finance, partner, second):
    assert "You have not said yet what that year costs you." in said(finance.get(page(partner)))

    FundingNeed.objects.create(partner=partner, school_year=second, amount="20001.01")
    found(partner, second, 4000)
    found(partner, second, "5000.50")
    text = said(finance.get(page(partner)))
    assert "50% of what 2017–18 costs you" in text
    assert "<strong>By 30 June 2017</strong>121 days" in text
    assert "$9,000.50 found of $10,000.51; $1,000.01 to find." in text
    assert "It costs you $20,001.01. $9,000.50 found, $11,000.51 to find." in text

    found(partner, second, "1000.01")
    assert "Met: $10,000.51 found of $20,001.01." in said(finance.get(page(partner)))


def test_is_a_next_step_until_it_is_met(partner, second):
    assert steps(partner) == ["Say what 2017–18 will cost you"]
    assert steps(partner, date(2016, 9, 1)) == []

    FundingNeed.objects.create(partner=partner, school_year=second, amount=2000)
    assert steps(partner) == ["Find other funding for 2017–18"]

    found(partner, second, 1000)
    assert steps(partner) == []


def test_says_what_a_year_costs_and_says_it_anew(finance, partner, second):
    address = page(partner, "funding-need", second.pk)

    assert finance.post(address, {"amount": "12,5"}).status_code == 200
    assert not FundingNeed.objects.exists()
    for amount in ["12500.50", "13000"]:
        assert finance.post(address, {"amount": amount, "note": "Rooms"}).url == page(partner)
    need = FundingNeed.objects.get()
    assert (need.amount, need.note, need.history.count()) == (13000, "Rooms", 2)


def test_adds_what_was_found_once_however_often_it_is_sent(finance, partner, second):
    for _ in range(2):
        finance.post(page(partner, "other-funding-add"), TYPED | {"school_year": second.pk})

    row = OtherFunding.objects.get()
    assert (row.source, row.amount, row.by.email) == (
        "Larkspur Fund",
        row.amount,
        partner.memberships.get().user.email,
    )
    assert "$900.50" in said(finance.get(page(partner)))


def test_what_was_typed_stays_beside_what_is_wrong(finance, partner):
    answer = finance.post(page(partner, "other-funding-add"), TYPED | {"amount": "-1"})

    text = said(answer)
    assert "Write 0 or more." in text
    assert "Choose the school year that it is for." in text
    assert 'value="-1"' in text
    assert not OtherFunding.objects.exists()


def test_changes_and_deletes_it(finance, partner, second):
    row = found(partner, second)
    typed = TYPED | {"school_year": second.pk, "source": "Another fund"}

    assert finance.post(page(partner, "other-funding", row.pk), typed).url == page(partner)
    row.refresh_from_db()
    assert row.source == "Another fund"

    address = page(partner, "other-funding-delete", row.pk)
    assert "Delete Another fund?</h1>" in said(finance.get(address))
    assert OtherFunding.objects.exists()
    finance.post(address)
    assert not OtherFunding.objects.exists()


def test_a_signatory_reads_it_and_changes_nothing(client, partner, second):
    row = found(partner, second)
    client.force_login(make_member(partner, may_manage=False, may_sign=True).user)

    assert "other-funding/add/" not in said(client.get(page(partner)))
    assert client.get(page(partner, "other-funding-add")).url == page(partner)
    assert client.post(page(partner, "other-funding-delete", row.pk)).status_code == 403
    assert OtherFunding.objects.exists()


def test_nothing_changes_once_the_partnership_has_ended(finance, partner, second):
    partner.ended_on = ON
    partner.save()

    finance.post(page(partner, "other-funding-add"), TYPED | {"school_year": second.pk})

    assert not OtherFunding.objects.exists()
    assert finance.get(page(partner)).status_code == 200


def test_what_is_of_another_partner_is_not_there(finance, partner, second):
    other = found(make_partner(), second)

    for name in ["other-funding", "other-funding-delete"]:
        assert finance.get(page(partner, name, other.pk)).status_code == 404
        assert finance.post(page(other.partner, name, other.pk)).status_code == 404
    assert OtherFunding.objects.exists()


def test_members_without_a_right_read_no_amount(client, partner):
    client.force_login(make_member(partner, may_manage=False).user)

    assert client.get(page(partner)).status_code == 403
    home = said(client.get(reverse("applications:portal-home", args=[partner.pk])))
    assert "will cost you" not in home


def test_asks_as_often_for_one_row_as_for_three(finance, partner, second):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            finance.get(page(partner))
        return len(queries)

    found(partner, second)
    before = asked()
    found(partner, second, 3)
    found(partner, second, 4)
    assert asked() == before <= 15


def test_leads_to_saying_what_the_year_costs(finance, partner, second):
    assert page(partner, "funding-need", second.pk) in finance.get(page(partner)).text


def test_says_so_where_we_have_not_opened_the_year(finance, partner):
    FundingTarget.objects.update(of_year=12)

    text = said(finance.get(page(partner)))

    assert "Once we have opened that school year, you say here what it costs you." in text
    assert steps(partner) == []


def test_says_in_plain_words_which_day_is_missing(finance, partner):
    text = said(finance.post(page(partner, "other-funding-add"), TYPED | {"since": ""}))

    assert "Choose the day on which it was promised." in text
