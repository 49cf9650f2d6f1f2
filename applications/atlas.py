"""The map, laid out for the templates: states, pins, and one state drawn large with callouts.

Units are those of the map's viewBox, 975 by 610, except in a frame, which is 360 wide.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from applications.facts import Place
from applications.projection import Point

SHAPES_FILE = Path(__file__).parent / "data" / "us-states.json"

FRAME_WIDTH, FRAME_HEIGHT = 360, 440
LABEL_WIDTH, LABEL_HEIGHT, LABEL_STEP = 148, 48, 54
EDGE = 4  # between a label and the frame
MARGIN = 14  # between a state and what surrounds it
LONGEST_NAME = 17  # characters that fit a label


class Box(NamedTuple):
    """A rectangle; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self):
        return f"{self.corner} {self.width:.1f} {self.height:.1f}"

    @property
    def corner(self):
        return Point(self.x, self.y)


class Shape(NamedTuple):
    """A state's outline."""

    code: str
    name: str
    path: str
    box: Box


@cache
def shapes() -> dict[str, Shape]:
    """Return the outlines of all states and DC, by code."""
    states = json.loads(SHAPES_FILE.read_text())["states"]
    return {s["code"]: Shape(s["code"], s["name"], s["d"], _box(s["d"])) for s in states}


INSETS = {"AK", "HI"}  # set beside the others, where they do not lie


@cache
def land() -> SafeString:
    """Return the outlines of the states that lie together as SVG paths, to be drawn by `use`."""
    return outlines(shape for shape in shapes().values() if shape.code not in INSETS)


@cache
def insets() -> SafeString:
    """Return the outlines of Alaska and Hawaii."""
    return outlines(shapes()[code] for code in sorted(INSETS))


def outlines(states: Iterable[Shape]) -> SafeString:
    """Return states as SVG paths named st-CA, st-TX, …"""
    return format_html_join(
        "\n", '<path id="st-{}" d="{}"/>', ((state.code, state.path) for state in states)
    )


def _box(path):
    """Return the box around a path of absolute moves and relative lines."""
    xs, ys, x, y = [], [], 0.0, 0.0
    for command, numbers in re.findall(r"([Ml])([^Mlz]+)", path):
        dx, dy = map(float, numbers.split(","))
        x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
        xs.append(x)
        ys.append(y)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


class Callout(NamedTuple):
    """A city's label in a frame, and the line that leads to its pin."""

    place: Place
    name: str
    box: Box
    pin: Point
    line: str
    is_chosen: bool


@dataclass(frozen=True)
class Frame:
    """One state drawn large, its cities called out at a size that a thumb can hit."""

    shape: Shape
    height: float
    view: Box
    callouts: list[Callout]


class Layout(NamedTuple):
    """One way to set labels around a state: what room it leaves, and which places go where.

    `columns` are labels beside the state, by their left edge; `rows` above and below it, by their
    upper edge.
    """

    height: float
    room: Box
    columns: dict[float, list[Place]] = {}
    rows: dict[float, list[Place]] = {}


def frame_of(state: str, places: Iterable[Place], chosen: Place | None = None) -> Frame:
    """Lay out a state so that it is drawn as large as its labels allow."""
    places = _from_north(place for place in places if place.region.state == state)
    shape = shapes()[state]
    layouts = [_beside(shape, places), *([_around(places)] if len(places) <= 4 else [])]
    layout = max(layouts, key=lambda layout: _fit(shape.box, layout.room)[0])
    scale, dx, dy = _fit(shape.box, layout.room)

    def on_frame(place):
        return Point(place.point.x * scale + dx, place.point.y * scale + dy)

    callouts = [
        Callout(place, _short(place.region.city), box, on_frame(place), line, place == chosen)
        for place, box, line in _labels(layout, on_frame)
    ]
    view = Box(-dx / scale, -dy / scale, FRAME_WIDTH / scale, layout.height / scale)
    return Frame(shape, layout.height, view, callouts)


def _from_north(places):
    return sorted(places, key=lambda place: place.point.y)


def _short(name):
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


LEFT, RIGHT = EDGE, FRAME_WIDTH - EDGE - LABEL_WIDTH


def _beside(shape, places) -> Layout:
    """Labels in a column on the pins' side of the state, or in two where one is full."""
    middle = shape.box.x + shape.box.width / 2
    if len(places) <= FRAME_HEIGHT // LABEL_STEP:
        westward = sum(place.point.x - middle for place in places) <= 0
        columns = {LEFT if westward else RIGHT: places}
    else:
        from_west = sorted(places, key=lambda place: place.point.x)
        half = (len(places) + 1) // 2
        columns = {LEFT: _from_north(from_west[:half]), RIGHT: _from_north(from_west[half:])}
    height = max(FRAME_HEIGHT, max(map(len, columns.values())) * LABEL_STEP + 2 * EDGE)
    left = LABEL_WIDTH + EDGE if LEFT in columns else 0
    right = FRAME_WIDTH - (LABEL_WIDTH + EDGE if RIGHT in columns else 0)
    room = Box(left + MARGIN, MARGIN, right - left - 2 * MARGIN, height - 2 * MARGIN)
    return Layout(height, room, columns=columns)


def _around(places) -> Layout:
    """Up to two labels above the state, and up to two below."""
    half = len(places) // 2
    below = FRAME_HEIGHT - EDGE - LABEL_HEIGHT
    rows = {
        top: sorted(row, key=lambda place: place.point.x)
        for top, row in [(EDGE, places[:half]), (below, places[half:])]
        if row
    }
    top = 2 * MARGIN + (LABEL_HEIGHT if EDGE in rows else 0)
    bottom = FRAME_HEIGHT - 2 * MARGIN - (LABEL_HEIGHT if below in rows else 0)
    room = Box(MARGIN, top, FRAME_WIDTH - 2 * MARGIN, bottom - top)
    return Layout(FRAME_HEIGHT, room, rows=rows)


def _labels(layout, on_frame):
    """Give each place the box of its label and the line from there to its pin."""
    for left, column in layout.columns.items():
        pins = [on_frame(place) for place in column]
        centers = spread([pin.y for pin in pins], LABEL_STEP, layout.height)
        for place, pin, y in zip(column, pins, centers, strict=True):
            box = Box(left, y - LABEL_HEIGHT / 2, LABEL_WIDTH, LABEL_HEIGHT)
            edge, elbow = (left, left - 7) if left > pin.x else (left + LABEL_WIDTH,) * 2
            elbow += 7 if edge == elbow else 0
            yield place, box, f"M{edge:.1f} {y:.1f}H{elbow:.1f}L{pin.x:.1f} {pin.y:.1f}"
    for top, row in layout.rows.items():
        pins = [on_frame(place) for place in row]
        centers = spread([pin.x for pin in pins], LABEL_WIDTH + 2 * EDGE, FRAME_WIDTH)
        for place, pin, x in zip(row, pins, centers, strict=True):
            box = Box(x - LABEL_WIDTH / 2, top, LABEL_WIDTH, LABEL_HEIGHT)
            edge = top if top > pin.y else top + LABEL_HEIGHT
            yield place, box, f"M{x:.1f} {edge:.1f}L{pin.x:.1f} {pin.y:.1f}"


def _fit(box, room):
    """Return scale and offset that set a box in the middle of some room, as large as it goes."""
    scale = min(room.width / box.width, room.height / box.height)
    dx = room.x + (room.width - box.width * scale) / 2 - box.x * scale
    dy = room.y + (room.height - box.height * scale) / 2 - box.y * scale
    return scale, dx, dy


def spread(wanted, step, length) -> list[float]:
    """Move centers at least a step apart within a length, near where each is wanted.

    `wanted` is in ascending order and has room for all.
    """
    centers, lowest = [], step / 2
    for center in wanted:
        centers.append(max(center, lowest))
        lowest = centers[-1] + step
    highest = length - step / 2
    for i in reversed(range(len(centers))):
        centers[i] = min(centers[i], highest)
        highest = centers[i] - step
    return centers
