"""A proposal of who reviews what: even, without those who must not, and the same each time."""

from collections import Counter
from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from applications.proposing import Asked, Reviewer, may_review, propose

keys = st.integers(1, 8)
few = st.frozensets(st.integers(1, 3), max_size=2)
some = st.frozensets(keys, max_size=4)
domains = st.sampled_from(["", "mill.example", "state.edu", "foundry.example"])


@st.composite
def questions(draw):
    """Some applications, some reviewers, and how many each should have."""
    applications = [
        Asked(
            key,
            has=draw(some),
            aside=draw(some),
            domains=frozenset(draw(st.lists(domains, max_size=2))) - {""},
        )
        for key in range(100, 100 + draw(st.integers(0, 12)))
    ]
    reviewers = [Reviewer(key, draw(domains), draw(st.integers(0, 5))) for key in draw(some)]
    return applications, reviewers, draw(st.integers(1, 4))


@given(questions())
def test_nobody_is_proposed_who_must_not_review_or_does_already(question):
    applications, reviewers, each = question
    people = {reviewer.key: reviewer for reviewer in reviewers}

    made = propose(applications, reviewers, each)

    for asked in applications:
        for key in made.pairs[asked.key]:
            assert may_review(people[key], asked)
            assert key not in asked.has


@given(questions())
def test_each_application_gets_as_many_as_there_are_for_it(question):
    applications, reviewers, each = question

    made = propose(applications, reviewers, each)

    for asked in applications:
        free = [r for r in reviewers if may_review(r, asked) and r.key not in asked.has]
        wanted = max(0, each - len(asked.has))
        assert len(made.pairs[asked.key]) == min(wanted, len(free))
        assert made.lacking.get(asked.key, 0) == max(0, wanted - len(free))


@given(questions())
def test_no_review_could_be_handed_on_to_make_two_loads_more_even(question):
    applications, reviewers, each = question

    made = propose(applications, reviewers, each)

    for asked in applications:
        for giver in made.pairs[asked.key]:
            for taker in reviewers:
                is_free = taker.key not in made.pairs[asked.key] | asked.has
                if may_review(taker, asked) and is_free:
                    assert made.loads[giver] - made.loads[taker.key] <= 1


@given(questions())
def test_the_loads_are_what_they_were_and_what_is_proposed(question):
    applications, reviewers, each = question

    made = propose(applications, reviewers, each)

    for reviewer in reviewers:
        given_now = sum(reviewer.key in pairs for pairs in made.pairs.values())
        assert made.loads[reviewer.key] == reviewer.load + given_now


@given(questions())
def test_the_same_question_has_the_same_answer_in_any_order(question):
    applications, reviewers, each = question

    assert propose(applications, reviewers, each) == propose(
        applications[::-1], reviewers[::-1], each
    )


@given(questions())
def test_nothing_is_proposed_where_all_is_assigned(question):
    applications, reviewers, each = question
    made = propose(applications, reviewers, each)
    assigned = [
        Asked(asked.key, asked.has | made.pairs[asked.key], asked.aside, asked.domains)
        for asked in applications
    ]

    assert not any(propose(assigned, reviewers, each).pairs.values())


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 5))
def test_without_exclusions_the_loads_differ_by_one_at_most(number, people, each):
    made = propose([Asked(n) for n in range(number)], [Reviewer(n) for n in range(people)], each)

    assert max(made.loads.values()) - min(made.loads.values()) <= 1


@st.composite
def small_questions(draw):
    applications = [
        Asked(key, aside=draw(few)) for key in range(100, 100 + draw(st.integers(1, 4)))
    ]
    reviewers = [Reviewer(key, load=draw(st.integers(0, 4))) for key in range(1, 4)]
    return applications, reviewers, draw(st.integers(1, 2))


def squares(loads):
    return sum(load**2 for load in loads.values())


@given(small_questions())
def test_no_other_choice_is_more_even(question):
    applications, reviewers, each = question
    choices = []
    for asked in applications:
        free = [reviewer.key for reviewer in reviewers if may_review(reviewer, asked)]
        choices.append(list(combinations(free, min(each, len(free)))))
    before = Counter({reviewer.key: reviewer.load for reviewer in reviewers})

    made = propose(applications, reviewers, each)

    every = (before + Counter(chain(*choice)) for choice in product(*choices))
    assert squares(made.loads) == min(map(squares, every))
