"""Whether a program's file has tables, rows and values where they belong."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

LISTS = {("event", "states"), ("year", "courses")}  # columns with several values


class Misshapen(NamedTuple):
    """Something that is no table, row or value of a program, and where it stands."""

    table: str
    row: int
    column: str | None
    reason: str


def misshapen(data: dict, tables: Iterable[str]) -> Iterator[Misshapen]:
    """Find what the forms that check values could not even be asked about."""
    for name, value in data.items():
        heading = f"[{name}]" if name == "program" else f"[[{name}]]"
        rows = [value] if name == "program" else value
        if name not in tables:
            yield Misshapen(name, 0, None, f"“{name}” is not a table of a program")
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield Misshapen(name, 0, None, f"“{name}” is written as {heading}")
        else:
            for index, row in enumerate(rows):
                yield from _of_row(name, index, row)


def _of_row(name, index, row):
    for column, value in row.items():
        if (name, column) in LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                reason = f'{column}: write a list of texts, such as ["a", "b"]'
                yield Misshapen(name, index, column, reason)
        elif isinstance(value, list | dict):
            yield Misshapen(name, index, column, f"{column}: write one value, not several")
        elif isinstance(value, str) and "\0" in value:
            yield Misshapen(name, index, column, f"{column}: holds a NUL character")
