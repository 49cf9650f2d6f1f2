"""What the program may spend and what came of it: the sums, the page and its files."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db.models import Sum
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.make import make_partner, make_partner_year, make_program_year
from tests.workshops.make_money import make_batch, make_reimbursement
from tests.workshops.money.desk import signed_in
from workshops.models import ProgramBudget, ReimbursementLine
from workshops.money.budgets import Spending, Sums, in_words, spending_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/workshops/programbudget/spending/"


def make_one_of_each(year):
    """$1 that is not asked for, and some that is: sent, approved, in a batch, and paid."""
    for amount, status, more in [
        (1, "draft", {}),
        (1, "withdrawn", {}),
        (1, "declined", {}),
        (10, "sent", {}),
        (100, "approved", {}),
        (200, "approved", {"batch": make_batch()}),
        ("1000.01", "paid", {}),
        ("-0.02", "paid", {}),
    ]:
        make_reimbursement(amount, partner_year=year, status=status, **more)


def test_counts_what_is_asked_approved_and_paid_and_what_is_left(year):
    make_one_of_each(year)
    ProgramBudget.objects.create(program_year=year.program_year, amount=1300)

    [spending] = spending_of([year.program_year])

    assert spending.sums == Sums(Decimal(10), Decimal(300), Decimal("999.99"))
    assert (spending.left, spending.left_at_last) == (Decimal("0.01"), Decimal("-9.99"))


def test_each_year_counts_its_own(year):
    make_one_of_each(year)
    other = make_partner_year(
        program_year=make_program_year(number=9, program=year.program_year.program)
    )
    make_reimbursement(5, partner_year=other, status="sent")

    first, second = spending_of([year.program_year, other.program_year])

    assert (first.sums.asked, second.sums) == (10, Sums(asked=Decimal(5)))
    assert second.budget is second.left is second.left_at_last is None


def test_says_in_words_what_is_left_or_too_much(year):
    sums = Sums(spent=Decimal(60), committed=Decimal(50))
    of_year = year.program_year

    assert in_words(Spending(of_year, Decimal(200), sums)).endswith("$90 left.")
    assert in_words(Spending(of_year, Decimal(100), sums)).endswith("$10 too much.")
    assert "has no budget" in in_words(Spending(of_year, None, sums))


@time_machine.travel("2016-11-18T18:00:00Z", tick=False)
def test_the_page_shows_each_year_period_and_partner(finance, year, partner):
    make_one_of_each(year)
    late = {"closed_on": date(2016, 10, 16)}
    make_reimbursement(7, partner_year=year, status="sent", **late)
    ProgramBudget.objects.create(program_year=year.program_year, amount=1000)

    shown = finance.get(PAGE, {"year": year.program_year_id})

    assert shown.context["year"] == year.program_year
    (_, periods, _), (_, partners, _) = shown.context["tables"]
    assert [(str(period), sums.asked) for period, sums in periods] == [
        ("1–15 October 2016", 10),
        ("16–31 October 2016", 7),
    ]
    assert [(each, sums.all) for each, sums in partners] == [(partner, Decimal("1316.99"))]
    page = shown.content.decode()
    for words in ["−$299.99", "−$316.99", "$999.99"]:
        assert words in page


def test_the_page_says_what_to_do_where_there_is_nothing(finance):
    assert "No partner has sent a request" in finance.get(PAGE).content.decode()
    assert finance.get(PAGE, {"year": "x"}).status_code == 200


def test_its_files_have_the_same_figures(finance, year):
    make_one_of_each(year)
    where = {"year": year.program_year_id}

    def file(slug):
        url = reverse("admin:workshops_spending_csv", args=[slug], query=where)
        return finance.get(url).getvalue().decode("utf-8-sig").splitlines()

    assert file("partners") == [
        'Partner,Asked for,"Approved, not paid",Paid',
        "Lakeside Learning,10,300,999.99",
    ]
    assert file("periods")[1] == "1–15 October 2016,10,300,999.99"
    assert file("years")[-1].endswith(",,999.99,300,,10,")
    nothing = reverse("admin:workshops_spending_csv", args=["other"], query=where)
    assert finance.get(nothing).status_code == 404


def test_the_page_takes_the_same_queries_with_more_partners(finance, year, count_queries):
    make_one_of_each(year)
    address = f"{PAGE}?year={year.program_year_id}"
    with_one = count_queries(finance, address)
    for _ in range(2):
        make_one_of_each(make_partner_year(program_year=year.program_year))

    assert count_queries(finance, address) == with_one <= 20


def test_finance_set_budgets_and_staff_and_viewers_only_read_them(finance, staff, year):
    add = "/admin/workshops/programbudget/add/"
    said = {"program_year": year.program_year_id, "amount": "250000.50", "note": "Board, May."}

    assert staff.post(add, said).status_code == 403
    assert finance.post(add, said).status_code == 302
    again = finance.post(add, said)

    assert "already" in " ".join(again.context["adminform"].form.errors["program_year"])
    budget = ProgramBudget.objects.get()
    assert budget.amount == Decimal("250000.50")
    assert "$250,000.50" in staff.get("/admin/workshops/programbudget/").content.decode()
    assert signed_in("Viewer").get(PAGE).status_code == 200
    assert signed_in("Reviewer").get(PAGE).status_code == 403


def test_the_first_page_leads_there_who_may_read_it(finance):
    assert PAGE in finance.get("/admin/").content.decode()
    assert PAGE not in signed_in("Reviewer").get("/admin/").content.decode()


cents = st.integers(-(10**9), 10**9).map(lambda each: Decimal(each) / 100)


@given(st.lists(st.tuples(cents, st.sampled_from(["sent", "approved", "paid"])), max_size=12))
def test_sums_are_exact_and_miss_nothing(requests):
    year = make_partner_year(partner=make_partner())
    batch = make_batch(status="paid")
    for amount, status in requests:
        more = {"batch": batch} if status == "paid" else {}
        make_reimbursement(
            amount, partner_year=year, status=status, kind="invoice", title="Room", **more
        )

    [spending] = spending_of([year.program_year])

    assert spending.sums.all == sum((amount for amount, _ in requests), Decimal(0))
    lines = ReimbursementLine.objects.filter(reimbursement__partner_year=year)
    assert spending.sums.all == (lines.aggregate(all=Sum("amount"))["all"] or 0)


@pytest.mark.parametrize(("group", "said"), [("Viewer", "$1,234.50"), ("Finance", 'value="1234.5')])
def test_an_amount_that_is_only_read_is_as_people_write_it(year, group, said):
    row = ProgramBudget.objects.create(program_year=year.program_year, amount="1234.50")

    page = signed_in(group).get(reverse("admin:workshops_programbudget_change", args=[row.pk]))

    assert said in page.text
    assert "In dollars" in page.text
