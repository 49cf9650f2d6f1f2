"""The map with a number on each state."""

from itertools import pairwise

from applications.models.program import STATES
from applications.tally_map import tallies, tally_map


def test_a_large_state_has_its_number_on_it():
    [texas] = tallies({"TX": 3})

    assert (texas.name, texas.number, texas.line) == ("Texas", 3, "")
    assert 350 < texas.at.x < 500
    assert 400 < texas.at.y < 560


def test_small_states_are_called_out_beside_each_other():
    small = tallies(dict.fromkeys(["CT", "DC", "DE", "MA", "MD", "NH", "NJ", "RI", "VT"], 1))

    heights = sorted(tally.at.y for tally in small)
    assert all(tally.line for tally in small)
    assert all(high - low >= 20 for low, high in pairwise(heights))


def test_every_state_has_a_place_on_the_map():
    numbers = {code: 1 for code, _ in STATES}

    found = tallies(numbers)

    assert {tally.code for tally in found} == {*numbers}
    assert all(0 < tally.at.x < 975 and 0 < tally.at.y < 610 for tally in found)


def test_a_territory_has_none():
    assert tally_map({"PR": 2}).tallies == []
