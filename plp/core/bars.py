"""Bars of a chart, laid out for the template that draws them; a table below says the same."""

from collections.abc import Iterable
from typing import NamedTuple

# The units of a chart's own drawing.
WIDTH, ROW, WORDS = 480, 46, 18
THIN = 4  # a single value is drawn this wide


class Bar(NamedTuple):
    """A row of a chart: words, and below them rectangles as (look, x, width)."""

    label: str
    words: str
    at: int
    top: int
    spans: list[tuple[str, float, float]]


class Bars(NamedTuple):
    """All rows of a chart."""

    rows: list[Bar]

    width = WIDTH

    @property
    def height(self):
        return max(len(self.rows) * ROW, ROW)


def bars(rows: Iterable[tuple], most: float) -> Bars:
    """Lay out rows of (label, words, [(look, from, to)]); `most` is where the longest could end."""
    return Bars([_bar(n, most, *row) for n, row in enumerate(rows)])


def _bar(number, most, label, words, spans):
    scale = WIDTH / most if most else 0
    drawn = [
        (look, round(min(low * scale, WIDTH - THIN), 1), round(max((high - low) * scale, THIN), 1))
        for look, low, high in spans
        if high
    ]
    return Bar(label, words, number * ROW + WORDS, number * ROW + WORDS + 6, drawn)
