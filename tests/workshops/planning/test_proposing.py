"""A year is proposed: evenly, where nothing speaks against it, and always where there is a way."""

from datetime import date, time, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitators.models import Accreditation
from tests.workshops.planning.make import CHICAGO, CSP, FIRST, LAST, known, person, plan
from workshops import rules
from workshops.actions.scheduling import Day
from workshops.knowing import Agreed, Booked, Closed, Taken
from workshops.proposing import Asked, Shape, even, half_of, propose

A_DAY = timedelta(days=1)
MONDAY = date(2016, 10, 3)


def asked(**fields):
    defaults = {
        "course": CSP,
        "partner_year": 1,
        "number": 4,
        "first": FIRST,
        "last": LAST,
        "tz": CHICAGO,
        "weekdays": [5],
        "begins": time(9),
        "ends": time(15, 30),
    }
    return Asked(**(defaults | fields))


def begin(plans):
    return [each.days[0].day for each in plans]


def test_spreads_saturdays_over_the_year_with_who_is_nearest():
    people = {1: person(1, away=[(date(2016, 9, 1), date(2016, 12, 31))]), 2: person(2)}

    plans = propose(known(people=people), asked(), [1, 2])

    assert begin(plans) == [
        date(2016, 9, 24),
        date(2016, 12, 10),
        date(2017, 3, 4),
        date(2017, 5, 20),
    ]
    assert [each.leads for each in plans] == [[2], [2], [1], [1]]
    assert plans[0].days[0][1:3] == (time(9), time(15, 30))


def test_proposes_nobody_without_a_contract():
    people = {1: person(contracts=[])}

    assert [each.leads for each in propose(known(people=people), asked(), [1])] == [[]] * 4


def test_goes_around_what_is_there_already():
    there = Taken(7, "Workshop 1", CSP.pk, 1)
    others = {date(2016, 9, 24): [there], date(2016, 10, 1): [there]}

    plans = propose(known(others=others), asked(number=3), [])

    assert begin(plans) == [date(2016, 12, 10), date(2017, 3, 4), date(2017, 5, 20)]


def test_takes_another_weekday_before_it_warns():
    closed = [Closed(date(2016, 1, 1), date(2017, 6, 24), "Closed.")]

    plans = propose(known(closed=closed), asked(number=3), [])

    assert [day.weekday() for day in begin(plans)].count(5) == 0
    assert all(day > date(2017, 6, 24) for day in begin(plans))


def test_proposes_fewer_where_there_are_not_so_many_days():
    assert len(propose(known(on=date(2017, 6, 27)), asked(number=9), [])) == 3
    assert propose(known(on=LAST), asked(), []) == []


@pytest.mark.parametrize(
    ("shape", "worths", "apart"),
    [(Shape.DAY, [1], 0), (Shape.HALVES, [0.5, 0.5], 7), (Shape.WEEKEND, [1, 1], 1)],
)
def test_knows_three_shapes(shape, worths, apart):
    for each in propose(known(), asked(shape=shape, number=2), []):
        assert [float(day.worth) for day in each.days] == worths
        assert (each.days[-1].day - each.days[0].day).days == apart
        assert each.days[0].day.weekday() == 5


def test_halves_hours_at_a_quarter():
    assert half_of(time(9), time(15, 30)) == time(12, 15)
    assert half_of(time(9), time(9, 10)) == time(9, 15)


def test_spreads_evenly():
    places = even(date(2016, 1, 1), date(2016, 1, 8), 4)

    assert [place - date(2016, 1, 1).toordinal() for place in places] == [0.5, 2.5, 4.5, 6.5]
    assert even(date(2016, 1, 1), date(2016, 1, 8), 0) == []


# By brute force on small cases

DAYS = [MONDAY + n * A_DAY for n in range(9)]
some_days = st.sets(st.sampled_from(DAYS), max_size=6)


def hours(day):
    return rules.hours_of(Day(day, time(9), time(15, 30)), CHICAGO)


@st.composite
def cases(draw):
    """A week and a half, in which days are closed, taken, and people away, booked or not fit."""
    people = {}
    for key in range(1, draw(st.integers(0, 2)) + 1):
        holds = draw(st.sampled_from(DAYS))
        people[key] = person(
            key,
            away=[(day, day) for day in draw(some_days)],
            booked=[Booked(90, *hours(day)) for day in draw(some_days)],
            contracts=[Agreed(FIRST, LAST, {draw(st.sampled_from([CSP.pk, 2]))})],
            accreditations=[Accreditation(course=CSP, first_day=FIRST, last_day=holds)],
        )
    facts = known(
        on=MONDAY - draw(st.integers(1, 20)) * A_DAY,
        closed=[Closed(day, day, "Closed.") for day in draw(some_days)],
        others={day: [Taken(7, "Other", 2, 1)] for day in draw(some_days)},
        people=people,
        state=draw(st.sampled_from(["IL", "AZ"])),
    )
    request = asked(
        first=MONDAY,
        last=DAYS[-1],
        number=draw(st.integers(1, 3)),
        weekdays=sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))),
        shape=draw(st.sampled_from(Shape)),
    )
    return facts, request


def ways(request):
    """All ways in which so many workshops can follow one another."""
    offsets = [n for n, _ in request.shape.days]
    begins = [day for day in DAYS if day + offsets[-1] * A_DAY <= request.last]
    for chosen in combinations(begins, request.number):
        if all(b > a + offsets[-1] * A_DAY for a, b in pairwise(chosen)):
            yield chosen


def price(facts, request, day):
    """What a workshop on a day costs, by what the rules say of it alone."""
    offsets = [n for n, _ in request.shape.days]
    one = plan(*(day + n * A_DAY for n in offsets))
    warned = len(rules.remarks(facts, one))
    led = any(not any(rules.lead_remarks(one, each)) for each in facts.people.values())
    return warned, not led, day.weekday() not in request.preferred


def prices(facts, request, days):
    each = [price(facts, request, day) for day in days]
    return tuple(sum(column) for column in zip(*each, strict=True))


@given(cases())
def test_finds_what_brute_force_finds(case):
    facts, request = case

    plans = propose(facts, request, sorted(facts.people))

    possible = list(ways(request))
    assert (len(plans) == request.number) == bool(possible)
    if possible:
        least = min(prices(facts, request, days) for days in possible)
        assert prices(facts, request, begin(plans)) == least


@given(cases())
def test_never_proposes_what_is_refused_nor_a_lead_whom_it_warns_of(case):
    facts, request = case

    plans = propose(facts, request, sorted(facts.people))

    for of_one in rules.of_series(facts, plans):
        assert not [r for r in of_one if r.refuses or r.about in {rules.LEAD, rules.CONTRACT}]
