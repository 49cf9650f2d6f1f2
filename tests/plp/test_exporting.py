"""Lists as files: what goes in comes out, and nothing in a cell can run."""

import csv
import io
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from plp.core.exporting import LONGEST_CELL, Column, csv_lines, follow, plain, write_xlsx

RUNS = "=+-@\t\n"
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.tuples(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n"]), st.text()).map("".join),
    st.sampled_from(["=1+1", "#N/A", "#REF!", "=cmd|'/c calc'!A1", "00501", "1e5", "TRUE"]),
)
NAIVE = datetime  # a workbook knows no zones
COLUMN = [Column("Text", "text")]


def record(value):
    return SimpleNamespace(text=value)


def read_csv(lines):
    text = "".join(lines)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_xlsx(*values, columns=COLUMN):
    file = io.BytesIO()
    write_xlsx(file, columns, map(record, values))
    return file


def cells(file):
    return [row[0] for row in load_workbook(file).active.iter_rows(min_row=2)]


def kept(text):
    """What of a text is promised to come back."""
    lines = re.sub("\r\n?", "\n", text)
    return "".join(
        c
        for c in lines
        if c in "\t\n" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in "\ufffe\uffff")
    )


@settings(deadline=None)
@given(TEXTS)
@example("\r=1+1")
@example("\0=1+1")
@example("\x0b@SUM(A1)")
@example("a\r\n\x00b")
def test_any_text_comes_back_from_csv_and_none_begins_a_formula(text):
    [_, [cell]] = read_csv(csv_lines(COLUMN, [record(text)]))

    assert not cell.startswith(tuple(RUNS))
    guarded = kept(text).startswith(tuple(RUNS))
    assert (cell.removeprefix("'") if guarded else cell) == kept(text)


@settings(deadline=None)
@given(TEXTS)
@example("=1+1")
@example("#N/A")
@example("\x00=1+1")
@example("\ud800=HYPERLINK(1)")
def test_any_text_comes_back_from_xlsx_and_no_cell_is_a_formula(text):
    file = as_xlsx(text)

    [cell] = cells(file)
    assert (cell.value or "") == kept(text)
    assert cell.data_type not in {"f", "e"}
    sheet = ZipFile(file).read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet.replace(b"<formula", b"")


def test_a_heading_is_as_harmless_as_a_cell():
    columns = [Column("=1+1", "text")]

    assert read_csv(csv_lines(columns, []))[0] == ["'=1+1"]
    heading = load_workbook(as_xlsx(columns=columns)).active["A1"]
    assert (heading.value, heading.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("value", "in_csv", "in_xlsx"),
    [
        (None, "", None),
        ("", "", None),
        (True, "yes", "yes"),
        (False, "no", "no"),
        (-5, "-5", -5),
        (Decimal("0.25"), "0.25", 0.25),
        ("00501", "00501", "00501"),
        ("12345678901234567890", "12345678901234567890", "12345678901234567890"),
        ("+1 510 555 0100", "'+1 510 555 0100", "+1 510 555 0100"),
        (date(2016, 4, 22), "2016-04-22", NAIVE(2016, 4, 22)),
        (
            datetime(2016, 2, 12, 0, 40, 5, tzinfo=UTC),
            "2016-02-11 16:40:05",
            NAIVE(2016, 2, 11, 16, 40, 5),
        ),
    ],
)
def test_each_kind_of_value_is_what_it_is(value, in_csv, in_xlsx):
    rows = read_csv(csv_lines([Column("A", "text"), Column("B", lambda _: "b")], [record(value)]))

    assert rows[1] == [in_csv, "b"]
    [cell] = cells(as_xlsx(value))
    assert cell.value == in_xlsx
    assert type(cell.value) is type(in_xlsx)


def test_a_text_ends_where_a_cell_of_a_workbook_does():
    assert len(cells(as_xlsx("x" * 40_000))[0].value) == LONGEST_CELL
    assert len(read_csv(csv_lines(COLUMN, [record("x" * 40_000)]))[1][0]) == 40_000


def test_csv_is_made_line_by_line():
    asked = []

    def records():
        for n in range(3):
            asked.append(n)
            yield record(n)

    lines = csv_lines(COLUMN, records())
    next(lines)
    assert asked == []
    assert (next(lines), asked) == ("0\r\n", [0])


def test_a_path_ends_where_nothing_is():
    region = SimpleNamespace(city="Oakland", label=lambda: "Oakland, CA")

    assert follow(SimpleNamespace(pin=SimpleNamespace(region=region)), "pin__region__label") == (
        "Oakland, CA"
    )
    assert follow(SimpleNamespace(pin=None), "pin__region__label") is None


def test_joiners_and_emoji_stay():
    assert plain("👩‍🏫 naïve קָ") == "👩‍🏫 naïve קָ"
