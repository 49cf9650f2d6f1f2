"""The charts and the map of impact; each says what a table says, too."""

from textwrap import shorten
from typing import NamedTuple

from applications.registry import tally_map
from plp.core.bars import Bars, bars
from workshops.impact.shown import Impact, Line
from workshops.models.after import SCALE
from workshops.reports.figures import FEWEST

LONGEST = 40  # characters beside a bar, on a phone; the table has all of them


class Chart(NamedTuple):
    """Bars of one figure through the years."""

    slug: str
    title: str
    bars: Bars
    key: list[tuple[str, str]]  # (look, words) where a bar has parts


def charts(of: Impact) -> list[Chart]:
    """Return a chart for each figure, its bars the years."""
    return [
        _chart(of, "partners", "Partners", lambda line: (line.partners,)),
        _chart(of, "workshops", "Workshops completed", lambda line: (line.came.workshops,)),
        _chart(of, "teachers", "Teachers who came", _teachers, TEACHERS, _teachers_in_words),
        _chart(
            of, "hours", "Hours of professional learning", lambda line: (round(line.came.hours),)
        ),
        _chart(of, "districts", "School districts", lambda line: (line.came.districts,)),
        _chart(of, "met", "Commitments met", _shares, COMMITMENTS, _shares_in_words),
    ]


TEACHERS = [("a", "Returning"), ("b", "New")]
COMMITMENTS = [("a", "Met"), ("b", "Not met, or not yet")]


def _teachers(line):
    return line.came.returning, line.came.teachers - line.came.returning


def _teachers_in_words(line):
    came = line.came
    return f"{came.teachers:,}, of whom {came.returning:,} had come before"


def _shares(line):
    return line.share.met, line.share.asked - line.share.met


def _shares_in_words(line):
    return f"{line.share.met:,} of {line.share.asked:,}"


def _chart(of, slug, title, parts, key=(), words=None):
    words = words or (lambda line: f"{parts(line)[0]:,}")
    rows = [(line.year.name, words(line), _spans(parts(line), key)) for line in of.lines]
    most = max((sum(parts(line)) for line in of.lines), default=0)
    return Chart(f"chart-{slug}", title, bars(rows, most), list(key))


def _spans(parts, key):
    """Put parts one after the other: (look, from, to)."""
    looks = [look for look, _ in key] or ["a"]
    ends = [sum(parts[: n + 1]) for n in range(len(parts))]
    starts = [0, *ends]
    return [row for row in zip(looks, starts, ends, strict=False) if row[1] != row[2]]


def satisfaction(of: Impact, line: Line) -> Chart:
    """Return how each question was answered in a year."""
    rows = of.tables_of(line)["satisfaction"].rows
    drawn = [(f"{mean:.1f}", _short(text), [("a", 0, mean)]) for text, mean, _ in rows]
    return Chart("chart-satisfaction", "What teachers thought, from 1 to 5", bars(drawn, SCALE), [])


def _short(text):
    return shorten(text, LONGEST, placeholder="…")


def promises(of: Impact, line: Line) -> Chart:
    """Return how much of each promise was met in a year."""
    rows = of.tables_of(line)["commitments"].rows
    drawn = [
        (f"{met:,} of {asked:,}", _short(what), _spans((met, asked - met), COMMITMENTS))
        for what, met, asked in rows
    ]
    most = max((asked for _, _, asked in rows), default=0)
    return Chart("chart-commitments", "Commitments met", bars(drawn, most), COMMITMENTS)


def context(of: Impact, line: Line) -> dict:
    """Return what the templates take, of one chosen year and of all."""
    return {
        "map": tally_map(of.in_state(line)),
        "charts": charts(of),
        "thoughts": satisfaction(of, line),
        "promises": promises(of, line),
        "years_table": of.tables["years"],
        "of_year": of.tables_of(line),
        "fewest": FEWEST,
    }
