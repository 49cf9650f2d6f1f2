"""Money is exact, in Python, in the database and in its sums."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from applications.models import FundingTerms
from plp.core.money import MoneyField, dollars, to_cent
from tests.make import make_program

CENTS = st.integers(min_value=0, max_value=10**12)
AMOUNTS = CENTS.map(lambda cents: Decimal(cents) / 100)


def make_terms(**fields):
    amounts = dict.fromkeys(
        ["small_cohort", "large_cohort", "per_teacher", "facilitator_day_rate"], Decimal("1.10")
    )
    return FundingTerms(**({"from_day": date(2016, 7, 1)} | amounts | fields))


@pytest.mark.django_db
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=12))
def test_comes_back_as_it_went_and_sums_exactly(amounts):
    program = make_program()
    FundingTerms.objects.bulk_create(
        make_terms(program=program, per_teacher=amount, from_day=date(2016, 1, 1) + timedelta(n))
        for n, amount in enumerate(amounts)
    )

    terms = program.funding_terms.order_by("from_day")
    assert list(terms.values_list("per_teacher", flat=True)) == amounts
    assert terms.aggregate(total=Sum("per_teacher"))["total"] == sum(amounts)


@pytest.mark.django_db
def test_sums_dimes_that_floats_would_not():
    program = make_program()
    for month in range(1, 11):
        make_terms(
            program=program, per_teacher=Decimal("0.10"), from_day=date(2016, month, 1)
        ).save()

    assert program.funding_terms.aggregate(total=Sum("per_teacher"))["total"] == Decimal("1")
    assert program.funding_terms.filter(per_teacher__gt=Decimal("0.10")).count() == 0


@pytest.mark.django_db
def test_sums_nothing_to_none():
    total = make_program().funding_terms.aggregate(total=Sum("per_teacher"))["total"]

    assert total is None


@given(cents=CENTS, tenth=st.integers(min_value=1, max_value=9))
def test_refuses_parts_of_a_cent(cents, tenth):
    with pytest.raises(ValidationError, match="parts of a cent"):
        MoneyField().get_prep_value(Decimal(cents * 10 + tenth) / 1000)


@pytest.mark.parametrize("text", ["ten", "", "1,000", "NaN", "Infinity"])
def test_refuses_what_is_no_amount(text):
    with pytest.raises(ValidationError):
        MoneyField().clean(text, None)


def test_refuses_a_debt():
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        MoneyField().clean("-0.01", None)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("-0.005", "-0.01")],
)
def test_rounds_half_up_to_the_cent(amount, rounded):
    assert to_cent(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("amount", "words"),
    [("4000", "$4,000"), ("4000.00", "$4,000"), ("160.5", "$160.50"), ("0", "$0")],
)
def test_reads_as_people_write_it(amount, words):
    assert dollars(Decimal(amount)) == words


def test_nothing_added_up_reads_as_nothing():
    assert dollars(0) == "$0"
