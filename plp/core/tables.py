"""Reading CSV files that people made: every problem is found and named, nothing is guessed."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

MOST_NAMED = 50


class Problem(NamedTuple):
    """One thing wrong in a file, where it stands and what to do about it."""

    file: str
    line: int
    reason: str

    def __str__(self):
        return f"{self.file}, line {self.line}: {self.reason}"


class LoadError(Exception):
    """Files that cannot be loaded; nothing was changed. `problems` says why, one by one."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        named = [str(problem) for problem in self.problems[:MOST_NAMED]]
        if more := len(self.problems) - len(named):
            named.append(f"… and {more:,} more")
        return named


class Row(NamedTuple):
    """A row of a CSV file: its line, and its cells by column, stripped."""

    line: int
    cells: dict[str, str]


def decode(file: str, data: bytes) -> str:
    """Return a file's text, with or without a byte-order mark.

    Raises LoadError where the file is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        reason = f"byte {byte:#04x} is not UTF-8; save the file as UTF-8 (in Excel: “CSV UTF-8”)"
        raise LoadError([Problem(file, line, reason)]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise LoadError([Problem(file, line, "holds a NUL byte; this is not a text file")])
    return text


def read_csv(
    file: str, data: bytes, columns: Iterable[str], *, at_most: int, optional: Iterable[str] = ()
) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a CSV file and what is wrong with its shape.

    `columns` must all be there, `optional` ones at most once; others are ignored. Raises LoadError
    where no row can be read: not UTF-8, no header, a column missing, more than `at_most` rows.
    """
    reader = csv.reader(io.StringIO(decode(file, data), newline=""), strict=True)
    rows, problems, header = [], [], None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(file, cells, columns, optional)
            elif len(rows) == at_most:
                reason = f"there are more than {at_most:,} rows, the most this file may have"
                raise LoadError([Problem(file, reader.line_num, reason)])
            elif len(cells) != len(header):
                reason = f"has {len(cells)} cells where the header has {len(header)}"
                problems.append(Problem(file, reader.line_num, reason))
            else:
                stripped = (cell.strip() for cell in cells)
                rows.append(Row(reader.line_num, dict(zip(header, stripped, strict=True))))
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num, f"cannot be read: {error}"))
    if header is None and not problems:
        raise LoadError([Problem(file, 1, "the file is empty")])
    return rows, problems


def _header(file, cells, columns, optional):
    header = [cell.strip().lower() for cell in cells]
    if len(header) == 1 and ";" in header[0]:
        reason = "cells are separated by semicolons; save it with commas between"
        raise LoadError([Problem(file, 1, reason)])
    problems = [
        Problem(file, 1, f"column “{name}” is missing") for name in columns if name not in header
    ]
    problems += [
        Problem(file, 1, f"column “{name}” is there twice")
        for name in [*columns, *optional]
        if header.count(name) > 1
    ]
    if problems:
        raise LoadError(problems)
    return header
