"""The map with a number on each state: how many of something there are in it."""

import re
from functools import cache
from typing import NamedTuple

from django.utils.safestring import SafeString

from applications import atlas
from applications.models.program import STATE_NAMES
from applications.projection import Point

SMALLEST = 1_200  # of the map's square units; what is smaller is called out
APART = {"HI"}  # small, with room around them
COLUMN, TOP, STEP, HEIGHT = 932, 140, 21, 300  # where callouts stand: east of New England


class Tally(NamedTuple):
    """A state's number, where it stands, and the line that leads from there, if any."""

    code: str
    name: str
    number: int
    at: Point
    line: str = ""


class TallyMap(NamedTuple):
    """What the template draws."""

    land: SafeString
    insets: SafeString
    tallies: list[Tally]


def tally_map(numbers: dict[str, int]) -> TallyMap:
    """Lay out the map for {code of a state: number}; territories have no place on it."""
    return TallyMap(atlas.land(), atlas.insets(), tallies(numbers))


def tallies(numbers: dict[str, int]) -> list[Tally]:
    """Return where the number of each state stands; small states have theirs beside the map."""
    known = sorted((code for code in numbers if code in atlas.shapes()), key=STATE_NAMES.get)
    small = sorted(filter(_is_small, known), key=lambda code: _middle(code).y)
    heights = atlas.spread([_middle(code).y - TOP for code in small], STEP, HEIGHT)
    beside = dict(zip(small, heights, strict=True))
    return [_tally(code, numbers[code], beside.get(code)) for code in known]


def _tally(code, number, height):
    middle = _middle(code)
    if height is None:
        return Tally(code, STATE_NAMES[code], number, Point(middle.x, middle.y + 5))
    y = TOP + height
    line = f"M{middle.x:.1f} {middle.y:.1f}L{COLUMN - 4:.1f} {y:.1f}"
    return Tally(code, STATE_NAMES[code], number, Point(COLUMN, y + 5), line)


def _is_small(code):
    return _largest(code).area < SMALLEST and code not in APART


def _middle(code):
    return _largest(code).middle


class Part(NamedTuple):
    """A piece of land of a state."""

    area: float
    middle: Point  # its center of gravity


@cache
def _largest(code) -> Part:
    path = atlas.shapes()[code].path
    return max(map(_part, _rings(path)))


def _rings(path):
    """Return the corners of each ring of a path of absolute moves and relative lines."""
    rings, x, y = [], 0.0, 0.0
    for command, numbers in re.findall(r"([Ml])([^Mlz]+)", path):
        dx, dy = map(float, numbers.split(","))
        x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
        if command == "M":
            rings.append([])
        rings[-1].append((x, y))
    return rings


def _part(ring):
    """Find area and center by the shoelace formula."""
    twice = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        twice, x, y = twice + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not twice:
        return Part(0, Point(*ring[0]))
    return Part(abs(twice) / 2, Point(x / (3 * twice), y / (3 * twice)))
