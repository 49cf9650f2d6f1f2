"""Lists as files: CSV, streamed row by row, and XLSX, with nothing in a cell that a program runs.

What is not kept as it was typed: line ends become \\n and other control characters are dropped; in
CSV, a text that begins as a formula does gets an apostrophe before it; in XLSX, a text ends after
32,767 characters, the most that a cell holds. Moments are in Pacific time.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

from django.db.models import Model
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from plp.core.days import PACIFIC
from plp.core.texts import keepable

LONGEST_CELL = 32_767  # characters, by Excel's own limit
CHUNK = 500  # records that are in memory at a time

# What begins a formula for one program or another; a tab or a line end before it is no hindrance.
RUNS = ("=", "+", "-", "@", "\t", "\n")

_line_ends = re.compile(r"\r\n?")
# All but tab and line end; the last two can be in no XML.
_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")

CSV = "csv"
XLSX = "xlsx"


class Column(NamedTuple):
    """One column: its heading, and how a record says what stands in it."""

    heading: str
    value: str | Callable[[Model], object]  # a path, such as pin__region__city, or a function

    def of(self, record: Model) -> object:
        return follow(record, self.value) if isinstance(self.value, str) else self.value(record)


def follow(record: Model, path: str) -> object:
    """Return what a path of attributes leads to, called where it can be; None ends it."""
    for name in path.split("__"):
        if record is None:
            return None
        record = getattr(record, name)
        if callable(record):
            record = record()
    return record


def plain(text: str) -> str:
    """Return a text without what no spreadsheet can hold."""
    return _controls.sub("", _line_ends.sub("\n", keepable(text)))


def for_csv(value: object) -> str:
    """Return what stands in a cell of a CSV file: days as 2016-04-22, text that nothing runs."""
    if isinstance(value, datetime):
        return f"{_in_pacific(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = _as_text(value)
    return f"'{text}" if text.startswith(RUNS) else text


def for_xlsx(value: object) -> object:
    """Return what stands in a cell of a workbook: true days and numbers, all else as text."""
    if isinstance(value, datetime):
        return _in_pacific(value)
    if isinstance(value, date | int | float | Decimal) and not isinstance(value, bool):
        return value
    return _as_text(value)[:LONGEST_CELL]


def _in_pacific(moment):
    return moment.astimezone(PACIFIC).replace(tzinfo=None, microsecond=0)


def _as_text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else plain(str(value))


class _Line:
    """Takes what csv writes, to hand it on."""

    def write(self, text):
        return text


def csv_lines(columns: list[Column], records: Iterable[Model]) -> Iterator[str]:
    """Yield a CSV file line by line; it begins as Excel wants it in order to read UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([for_csv(column.heading) for column in columns])
    for record in records:
        yield writer.writerow([for_csv(column.of(record)) for column in columns])


def write_xlsx(file, columns: list[Column], records: Iterable[Model]) -> None:
    """Write a workbook of one sheet; its rows go to the disk one by one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.freeze_panes = "A2"
    headings = [_cell(sheet, column.heading) for column in columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for record in records:
        sheet.append([_cell(sheet, column.of(record)) for column in columns])
    book.save(file)


def _cell(sheet, value):
    value = for_xlsx(value)
    if not isinstance(value, str) or not value:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # openpyxl would take “=…” for a formula and “#N/A” for an error
    return cell


def response(kind: str, name: str, columns: list[Column], queryset) -> HttpResponseBase:
    """Return a list as a file to save, reading its records chunk by chunk."""
    return as_file(kind, name, columns, queryset.iterator(chunk_size=CHUNK))


def as_file(kind: str, name: str, columns: list[Column], records: Iterable) -> HttpResponseBase:
    """Return records of any kind as a file to save."""
    if kind == CSV:
        answer = StreamingHttpResponse(
            csv_lines(columns, records), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        file = BytesIO()  # packed; the rows themselves go to the disk
        write_xlsx(file, columns, records)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
    return answer
