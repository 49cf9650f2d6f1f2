"""A table of a report: read on a page, and downloaded as a file, with the same rows."""

from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from django.http import HttpResponseBase

from plp.core import days
from plp.core.exporting import Column, as_file


class Cell(NamedTuple):
    """One cell as a page shows it."""

    heading: str
    text: str
    is_number: bool


class Table(NamedTuple):
    """Rows of values below headings; the first value of each row names it."""

    slug: str
    title: str
    headings: list[str]
    rows: list[tuple]
    note: str = ""
    empty: str = "Nothing is here yet."

    @property
    def columns(self):
        """[(heading, whether numbers stand below it)]"""
        below = zip(*self.rows, strict=True) if self.rows else [()] * len(self.headings)
        return [(h, any(map(_is_number, v))) for h, v in zip(self.headings, below, strict=True)]

    @property
    def lines(self):
        return [
            [
                Cell(heading, in_words(value), is_number)
                for (heading, is_number), value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]

    def as_file(self, kind: str, name: str) -> HttpResponseBase:
        columns = [Column(h, itemgetter(at)) for at, h in enumerate(self.headings)]
        return as_file(kind, f"{self.slug}-{name}", columns, self.rows)


def _is_number(value):
    return isinstance(value, int | float | Decimal)


def in_words(value: object) -> str:
    """Return a value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, float | Decimal):
        return f"{value:.1f}"
    if isinstance(value, int):
        return f"{value:,}"
    return days.in_words(value) if hasattr(value, "isoformat") else str(value)
