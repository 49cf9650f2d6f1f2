"""Workshops from a CSV file, as they stand on the page where they are looked at and planned.

A row is a day. Rows that name the same workshop are days of one; a row that names none is one of
its own.
"""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from django.core.exceptions import ValidationError

from applications.registry import zip_in
from facilitators.registry import DayField
from plp.core.tables import LoadError, Problem, Row, read_csv
from workshops.actions.scheduling import WHOLE, Day
from workshops.forms.fields import TimeField
from workshops.planning import Setting
from workshops.proposing import HALF
from workshops.series import MOST_ROWS, MOST_SLOTS

NEEDED = ["day", "from", "to"]
OPTIONAL = ["workshop", "worth", "venue", "address", "zip", "lead"]
FILE = "workshops.csv"
MOST = MOST_ROWS * MOST_SLOTS
DAY = DayField(input_formats=["%Y-%m-%d", "%m/%d/%Y"])
CLOCK = TimeField()
WORTHS = {"": WHOLE, "1": WHOLE, "1.0": WHOLE, "0.5": HALF, ".5": HALF, "½": HALF, "1/2": HALF}
LONGEST = 200  # characters of a place and its address


class Loaded(NamedTuple):
    """A workshop of a file: its days, and the other fields that it says something of."""

    days: list[Day]
    fields: dict


def workshops_in(data: bytes, setting: Setting) -> list[Loaded]:
    """Return the workshops of a file, in its order.

    Raises LoadError with all that is wrong in it, row by row; nothing is guessed.
    """
    rows, problems = read_csv(FILE, data, NEEDED, at_most=MOST, optional=OPTIONAL)
    names = _names(setting)
    grouped = {}
    for row in rows:
        try:
            day, fields = _day(row), _fields(row, names)
        except ValueError as error:
            problems.append(Problem(FILE, row.line, str(error)))
            continue
        key = row.cells.get("workshop") or f"line {row.line}"
        grouped.setdefault(key.casefold(), []).append((row.line, day, fields))
    problems += _too_many(grouped)
    if not rows and not problems:
        problems.append(Problem(FILE, 1, "no row follows the header"))
    if problems:
        raise LoadError(problems)
    return [_joined(of_one) for of_one in grouped.values()]


def _names(setting):
    """Return {name in small letters: keys} of those who could lead."""
    found = {}
    for key, person in setting.known.people.items():
        found.setdefault(" ".join(person.name.casefold().split()), []).append(key)
    return found


def _day(row: Row) -> Day:
    begins, ends = (_clock(row.cells[name], name) for name in ("from", "to"))
    worth = WORTHS.get(row.cells.get("worth", ""))
    if worth is None:
        raise ValueError("column “worth”: write 1 for a day, 0.5 for half a day")
    return Day(_date(row.cells["day"]), begins, ends, worth)


def _date(text) -> date:
    try:
        return DAY.clean(text)
    except ValidationError:
        why = f"column “day”: “{text}” is no day; write it as 2016-10-08 or 10/8/2016"
        raise ValueError(why) from None


def _clock(text, name) -> time:
    try:
        return CLOCK.clean(text.replace(".", ""))
    except ValidationError:
        why = f"column “{name}”: “{text}” is no time; write it as 9:00 or 3:30 PM"
        raise ValueError(why) from None


def _fields(row, names):
    said = {name: cell for name, cell in row.cells.items() if cell}
    fields = {}
    for name in ("venue", "address"):
        if name in said:
            fields[name] = said[name]
            if len(said[name]) > LONGEST:
                raise ValueError(f"column “{name}” is longer than {LONGEST} characters")
    if "zip" in said:
        fields["zip_code"] = zip_in(said["zip"])
        if fields["zip_code"] is None:
            raise ValueError(f"column “zip”: “{said['zip']}” is no ZIP code of 5 digits")
    if "lead" in said:
        fields["lead"] = _lead(said["lead"], names)
    return fields


def _lead(text, names):
    found = names.get(" ".join(text.casefold().split()), [])
    if not found:
        raise ValueError(
            f"column “lead”: nobody accredited for this course is called “{text}”; correct the "
            "name, or leave it empty"
        )
    if len(found) > 1:
        raise ValueError(
            f"column “lead”: {len(found)} people are called “{text}”; leave it empty, and choose "
            "on the next page"
        )
    return found[0]


def _too_many(grouped: dict) -> Iterable[Problem]:
    if len(grouped) > MOST_ROWS:
        yield Problem(FILE, 1, f"these are {len(grouped)} workshops; send {MOST_ROWS} at once")
    for of_one in grouped.values():
        if len(of_one) > MOST_SLOTS:
            line, _, _ = of_one[MOST_SLOTS]
            yield Problem(FILE, line, f"a workshop has {MOST_SLOTS} days at most")


def _joined(rows):
    """Return the days of one workshop, and of each other field what its first row says."""
    fields = {}
    for _, _, own in rows:
        fields = own | fields
    return Loaded([day for _, day, _ in rows], fields)
