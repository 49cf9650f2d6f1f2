"""What a teacher group brings, at every edge, and each step of how it comes about."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.estimating import in_parts
from applications.models import FundingTerms
from plp.core.money import to_cent
from tests.browsing import as_read
from tests.make import the_program

OF_2016 = {
    "small_cohort": Decimal(4000),
    "large_cohort": Decimal(6000),
    "per_teacher": Decimal(160),
    "facilitator_day_rate": Decimal(500),
}
CENTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
TERMS = st.builds(
    FundingTerms,
    small_cohort=CENTS,
    large_cohort=CENTS,
    per_teacher=CENTS,
    small_cohort_up_to=st.integers(5, 30),
    smallest_cohort=st.integers(1, 5),
    urban_uplift_percent=st.integers(0, 100),
    uplift_on=st.sampled_from(FundingTerms.UpliftOn.values),
)
FUNDED = st.integers(0, 60)


def terms_of_2016(**fields):
    return FundingTerms(**(OF_2016 | fields))


def steps(funded, *, urban=False, **fields):
    return [tuple(step) for step in terms_of_2016(**fields).steps_for(funded, urban=urban)]


@pytest.mark.parametrize(
    ("funded", "amount", "urban"),
    [
        (0, 0, 0),
        (1, 0, 0),
        (4, 0, 0),
        (5, 4800, 6000),
        (10, 5600, 7000),
        (11, 7760, 9700),
        (20, 9200, 11500),
    ],
)
def test_what_a_teacher_group_brings(funded, amount, urban):
    assert terms_of_2016().amount_for(funded, urban=False) == amount
    assert terms_of_2016().amount_for(funded, urban=True) == urban


def test_a_small_group_shows_each_step():
    assert steps(10) == [
        ("For a group of up to 10 funded teachers", 4000),
        ("10 funded teachers, $160 each", 1600),
        ("What a group of 10 funded teachers brings", 5600),
    ]


def test_an_urban_partner_sees_what_the_uplift_is_on():
    assert steps(11, urban=True) == [
        ("For a group of more than 10 funded teachers", 6000),
        ("11 funded teachers, $160 each", 1760),
        ("25% more on both, for an urban partner", 1940),
        ("What a group of 11 funded teachers brings", 9700),
    ]


@pytest.mark.parametrize(
    ("uplift_on", "words", "more"),
    [
        ("flat", "25% more on the amount for the group, for an urban partner", 1500),
        ("teachers", "25% more on the amounts for the teachers, for an urban partner", 440),
    ],
)
def test_the_uplift_may_be_on_a_part_of_it(uplift_on, words, more):
    found = steps(11, urban=True, uplift_on=uplift_on)

    assert found[2:] == [
        (words, more),
        ("What a group of 11 funded teachers brings", 7760 + more),
    ]


def test_no_uplift_is_no_step():
    assert steps(11, urban=True, urban_uplift_percent=0) == steps(11)


@pytest.mark.parametrize(
    ("funded", "words"),
    [
        (0, "0 funded teachers are fewer than 5, the smallest group that is funded"),
        (1, "1 funded teacher is fewer than 5, the smallest group that is funded"),
        (4, "4 funded teachers are fewer than 5, the smallest group that is funded"),
    ],
)
def test_too_few_bring_nothing_and_read_why(funded, words):
    assert steps(funded, urban=True) == [(words, 0)]


def test_nobody_brings_nothing_even_without_a_smallest_group():
    assert terms_of_2016(smallest_cohort=0).amount_for(0, urban=True) == 0
    assert terms_of_2016(smallest_cohort=0).amount_for(1, urban=False) == 4160


def test_half_a_cent_more_rounds_up():
    terms = terms_of_2016(per_teacher=Decimal("0.02"), small_cohort=Decimal(0))

    assert [step.amount for step in terms.steps_for(5, urban=True)] == [
        Decimal(0),
        Decimal("0.10"),
        Decimal("0.03"),
        Decimal("0.13"),
    ]


@given(terms=TERMS, funded=FUNDED, urban=st.booleans())
def test_steps_add_up_to_the_sum_in_whole_cents(terms, funded, urban):
    *parts, total = terms.steps_for(funded, urban=urban)

    assert total.amount == (sum(part.amount for part in parts) if parts else 0)
    assert all(step.amount == to_cent(step.amount) for step in [*parts, total])
    assert total.amount == terms.amount_for(funded, urban=urban)


@given(terms=TERMS, funded=FUNDED)
def test_urban_partners_get_as_much_more_as_the_terms_say(terms, funded):
    plain, urban = (terms.amount_for(funded, urban=urban) for urban in [False, True])
    teachers = funded * terms.per_teacher if plain else Decimal(0)
    base = {"whole": plain, "flat": plain - teachers, "teachers": teachers}[terms.uplift_on]

    assert urban == plain + to_cent(base * terms.urban_uplift_percent / 100)


@given(terms=TERMS, funded=FUNDED)
def test_one_more_funded_teacher_in_a_group_of_its_kind_never_brings_less(terms, funded):
    if funded != terms.small_cohort_up_to:
        fewer, more = (terms.amount_for(n, urban=True) for n in [funded, funded + 1])
        assert fewer <= more


# The public page

PAGE = "/educate/plc/plp-funding"


def words_of(page):
    return as_read(page.content.decode())


def asked(client, **query):
    return client.get(PAGE, query)


@pytest.mark.django_db
def test_anybody_reads_the_sum_and_its_steps(client):
    page = words_of(asked(client, teachers="11", urban="yes"))

    assert "25% more on both, for an urban partner $1,940" in page
    assert "What a group of 11 funded teachers brings $9,700" in page
    assert "not urban or" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("urban", ["", "unknown"])
def test_whoever_does_not_know_about_urban_reads_both(client, urban):
    page = words_of(asked(client, teachers="10", urban=urban))

    assert "$5,600 not urban or $7,000 urban" in page
    assert "Paid in 4 parts, one for each workshop day: CS Principles, Year 1" in page
    assert "1 $1,400 $1,750" in page


@pytest.mark.django_db
def test_too_few_teachers_read_that_they_bring_nothing(client):
    page = words_of(asked(client, teachers="4", urban="unknown"))

    assert "not urban or" not in page
    assert "4 funded teachers are fewer than 5, the smallest group that is funded $0" in page
    assert "Paid in" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"teachers": "many"}, "Write a number from 0 to 500, in digits."),
        ({"teachers": "501"}, "Write a number from 0 to 500, in digits."),
        ({"urban": "no"}, "Write how many teachers."),
        ({"teachers": "9", "urban": "perhaps"}, "Choose one of these."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, query, words):
    page = words_of(asked(client, **query))

    assert words in page
    assert "Step by step" not in page


@pytest.mark.django_db
def test_without_terms_the_page_says_whom_to_ask(client, commit):
    with commit():
        for terms in the_program().funding_terms.all():
            terms.delete()

    assert "We have not set yet what we pay." in words_of(asked(client, teachers="9"))


@pytest.mark.django_db
def test_terms_may_name_the_number_of_parts(client, commit):
    with commit():
        terms = the_program().funding_terms.get()
        terms.parts, terms.travel_cap, terms.teacher_travel = 3, Decimal(150), Decimal(25)
        terms.save()

    assert "Paid in 3 parts, one for each workshop day" in words_of(asked(client, teachers="9"))
    page = words_of(client.get("/educate/plc/plp"))
    assert "In 3 parts, one for each workshop day." in page
    assert "for travel at most $150 a workshop, against receipts" in page
    assert "For travel, $25 a day." in page


# Parts


@given(cents=st.integers(0, 10**9), parts=st.integers(1, 40))
def test_parts_add_up_to_the_sum_and_differ_by_a_cent_at_most(cents, parts):
    total = Decimal(cents) / 100

    found = in_parts(total, parts)

    assert sum(found) == total
    assert max(found) - min(found) <= Decimal("0.01")
