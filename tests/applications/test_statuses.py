"""How a requirement is doing on a day: rules that hold whatever is asked, done and planned."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.measures import Amount, Shape
from applications.statuses import Asked, Status, status

FIRST, LAST = date(2016, 1, 1), date(2018, 12, 31)
days = st.dates(FIRST, LAST)
halves = st.integers(0, 20).map(lambda n: Decimal(n) / 2)
shapes = st.sampled_from(Shape)
# From the worst to the best, as a partner would feel it.
RANK = {
    Status.OVERDUE: 0,
    Status.NOT_SCHEDULED: 1,
    Status.TO_CONFIRM: 1,
    Status.NOTHING_YET: 1,
    Status.BEFORE_JOINING: 1,
    Status.LATER: 1,
    Status.SOME: 2,
    Status.ON_TRACK: 2,
    Status.RENEW_BY: 3,
    Status.MET: 4,
    Status.ALL: 4,
    Status.CONFIRMED: 4,
}


@st.composite
def asks(draw, shapes=shapes):
    shape = draw(shapes)
    first, last = sorted([draw(days), draw(days)])
    lead = timedelta(days=draw(st.integers(0, 366)))
    number = draw(st.none() | halves) if shape is Shape.NUMBER else None
    return Asked(
        shape,
        number,
        draw(st.none() | st.just(first - lead)),
        draw(st.none() | st.just(last)),
        draw(days),
    )


@st.composite
def amounts(draw):
    done = draw(halves)
    until = draw(st.none() | days) if done else None
    return Amount(done, draw(halves), until)


NUMBERS = st.just(Shape.NUMBER)
CONDITIONS = st.just(Shape.CONDITION)


@given(asks(), st.none() | amounts(), days)
def test_what_is_waived_is_waived_whatever_was_done(asked, amount, on):
    assert status(asked._replace(is_waived=True), amount, on) == Status.WAIVED


@given(asks(), amounts(), days)
def test_what_ended_before_one_joined_is_never_overdue(asked, amount, on):
    if asked.last_day:
        asked = asked._replace(joined_on=asked.last_day + timedelta(days=1))
        said = status(asked, amount, on)

        assert said.is_met or said == Status.BEFORE_JOINING


@given(asks(NUMBERS), amounts(), days, halves)
def test_more_done_is_never_worse(asked, amount, on, more):
    now = status(asked, amount, on)
    then = status(asked, amount._replace(done=amount.done + more), on)

    assert RANK[then] >= RANK[now]


@given(asks(NUMBERS), amounts(), days, halves)
def test_more_planned_is_never_worse_where_a_number_is_asked(asked, amount, on, more):
    asked = asked._replace(number=asked.number or Decimal(4))
    now = status(asked, amount, on)
    then = status(asked, amount._replace(planned=amount.planned + more), on)

    assert RANK[then] >= RANK[now]


@given(asks(NUMBERS), amounts(), days, halves)
def test_what_is_done_as_planned_is_never_worse(asked, amount, on, part):
    part = min(part, amount.planned)
    done = Amount(amount.done + part, amount.planned - part)

    assert RANK[status(asked, done, on)] >= RANK[status(asked, amount, on)]


@given(asks(NUMBERS), amounts(), days, days)
def test_a_number_that_is_met_stays_met(asked, amount, on, later):
    if status(asked, amount, on) == Status.MET:
        assert status(asked, amount, max(on, later)) == Status.MET


@given(asks(CONDITIONS), amounts(), days, days)
def test_what_holds_for_good_stays_confirmed(asked, amount, on, later):
    amount = Amount(max(amount.done, Decimal(1)), amount.planned)

    assert status(asked, amount, on) == status(asked, amount, later) == Status.CONFIRMED


@given(asks(CONDITIONS), amounts(), days, st.integers(0, 90))
def test_what_holds_to_the_last_day_or_beyond_asks_for_nothing_more(asked, amount, on, beyond):
    if asked.last_day:
        until = asked.last_day + timedelta(days=beyond)
        amount = Amount(Decimal(1), amount.planned, until)

        assert status(asked, amount, on) == Status.CONFIRMED


@given(asks(CONDITIONS), amounts(), days, days)
def test_what_holds_longer_is_never_worse(asked, amount, on, until):
    amount = Amount(Decimal(1), amount.planned, amount.until or LAST)
    longer = amount._replace(until=max(until, amount.until))

    assert RANK[status(asked, longer, on)] >= RANK[status(asked, amount, on)]


@given(asks(), amounts(), days, days)
def test_nothing_is_overdue_before_its_last_day_is_over(asked, amount, on, last_day):
    asked = asked._replace(last_day=max(on, last_day))

    assert status(asked, amount, on) != Status.OVERDUE


@given(asks(), days)
def test_what_nothing_counts_is_never_blamed_on_the_partner(asked, on):
    said = status(asked, None, on)

    assert said in {Status.NOT_COUNTED, Status.BEFORE_JOINING}


@given(asks(), amounts(), days)
def test_everything_said_has_a_look(asked, amount, on):
    said = status(asked, amount, on)

    assert said in RANK
    assert said.look


@given(amounts())
def test_a_share_is_all_only_where_nothing_is_left(amount):
    asked = Asked(Shape.SHARE, None, None, None, FIRST)
    said = status(asked, amount, LAST)

    assert (said == Status.ALL) == (amount.done > 0 and amount.planned == 0)
    assert (said == Status.NOTHING_YET) == (amount.done + amount.planned == 0)


@pytest.mark.parametrize(
    ("on", "done", "planned", "said"),
    [
        (date(2016, 8, 31), 0, 0, Status.LATER),
        (date(2016, 9, 1), 0, 0, Status.NOT_SCHEDULED),
        (date(2016, 8, 31), 0, 4, Status.ON_TRACK),
        (date(2017, 4, 30), 3, 0, Status.NOT_SCHEDULED),
        (date(2017, 4, 30), 3, 1, Status.ON_TRACK),
        (date(2017, 5, 1), 3, 1, Status.OVERDUE),
        (date(2017, 5, 1), 4, 0, Status.MET),
    ],
)
def test_reads_as_a_person_would_say_it(on, done, planned, said):
    """Four from November to 30 April, to be planned 61 days ahead."""
    joined, plan_from = date(2016, 5, 1), date(2016, 9, 1)
    asked = Asked(Shape.NUMBER, Decimal(4), plan_from, date(2017, 4, 30), joined)

    assert status(asked, Amount(Decimal(done), Decimal(planned)), on) == said


def test_a_number_of_nothing_is_met():
    asked = Asked(Shape.NUMBER, Decimal(0), None, date(2017, 4, 30), FIRST)

    assert status(asked, Amount(), date(2017, 5, 1)) == Status.MET
