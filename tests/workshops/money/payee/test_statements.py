"""The statement of what was paid over some days."""

from datetime import date

import pytest

from tests.workshops.make import make_leading, make_workshop
from tests.workshops.make_money import make_payable
from workshops.money import own, statements

pytestmark = pytest.mark.django_db
ON = date(2016, 11, 10)
FIRST, LAST = date(2016, 1, 1), date(2016, 12, 31)


def parts(jonas, first=FIRST, last=LAST):
    return statements.parts_of(own.of_facilitator(jonas), first, last, on=ON)


def texts(part):
    return {row.label: row.text for row in part.rows}


@pytest.fixture
def owe(jonas):
    def owe(*amounts, year=None, **fields):
        workshop = make_workshop(**{"partner_year": year} if year else {}, status="completed")
        leading = make_leading(workshop, facilitator=jonas, status="confirmed")
        return make_payable(*amounts, assignment=leading, **fields)

    return owe


def test_counts_the_first_and_the_last_day(jonas, owe):
    for day in [date(2015, 12, 31), FIRST, LAST, date(2017, 1, 1)]:
        owe(100, status="paid", paid_on=day)

    in_all = texts(parts(jonas)[0])

    assert in_all["Paid"] == "$200 in 2 payments"


def test_sets_travel_apart_and_takes_corrections_off(jonas, owe):
    payable = owe(500, -50, status="paid")
    payable.lines.create(kind="travel", text="Train", amount="84.50")

    in_all, of_partner = parts(jonas)[:2]

    assert texts(in_all) == {
        "Paid": "$534.50 in 1 payment",
        "Pay": "$450",
        "Travel with receipts": "$84.50",
    }
    row = texts(of_partner)["1 November 2016"]
    assert "Train: $84.50" in row
    assert "A day led: −$50" in row
    assert "Together $534.50, reference Check 204" in row


def test_has_a_part_for_each_partner(jonas, owe, year):
    owe(500, status="paid", year=year)
    owe(300, status="paid", year=year)
    owe(100, status="paid")

    found = {part.title: texts(part)["Together"] for part in parts(jonas)[1:]}

    assert found.pop("Paid by Lakeside Learning") == "$800"
    assert [*found.values()] == ["$100"]


def test_names_what_is_owed_where_today_is_among_the_days(jonas, owe):
    owe(500, status="approved")
    owe(70, status="void")

    assert [part.title for part in parts(jonas)] == ["In all", "Not paid yet"]
    assert texts(parts(jonas)[1])["Together"] == "$500"
    assert [part.title for part in parts(jonas, last=date(2016, 11, 9))] == ["In all"]


def test_says_so_where_nothing_was_paid(jonas):
    [part] = parts(jonas)

    assert texts(part) == {"Paid": statements.NOTHING}


def test_is_the_same_file_for_the_same_payments(jonas, owe):
    owe(500, status="paid")
    rows = own.of_facilitator(jonas)

    one, two = (statements.pdf(jonas, rows, FIRST, LAST, on=ON) for _ in range(2))

    assert one == two
