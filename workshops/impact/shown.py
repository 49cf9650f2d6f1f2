"""Impact as people read it: a line a school year, tables that are files too, charts and a map."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from textwrap import shorten
from typing import NamedTuple

from applications.models import Requirement, SchoolYear
from applications.models.program import STATES_AND_TERRITORIES
from applications.registry import Share, tally_map
from plp.core.bars import Bars, bars
from workshops.impact import kept
from workshops.impact.counting import ALL, Came, Counted
from workshops.models import FeedbackQuestion
from workshops.models.after import SCALE
from workshops.reports.figures import FEWEST, Mean
from workshops.reports.tables import Table

STATE_NAMES = dict(STATES_AND_TERRITORIES)
YEAR = "School year"
LONGEST = 40  # characters beside a bar, on a phone; the table has all of them


class Line(NamedTuple):
    """What came of one school year, in all states."""

    year: SchoolYear
    partners: int
    came: Came
    share: Share
    satisfaction: float | None  # None: fewer than five have answered


class Chart(NamedTuple):
    """Bars of one figure through the years."""

    slug: str
    title: str
    bars: Bars
    key: list[tuple[str, str]]  # (look, words) where a bar has parts


@dataclass(frozen=True)
class Impact:
    """All that the pages and files say, of one edition of the site."""

    counted: Counted
    years: list[SchoolYear]
    partners: dict[tuple[int, str], int]
    questions: dict[int, str]

    @property
    def at(self) -> datetime:
        return self.counted.at

    @cached_property
    def lines(self) -> list[Line]:
        """One for each year in which there was a partner or a completed workshop."""
        found = [self._line(year) for year in self.years]
        return [line for line in found if line.partners or line.came.workshops]

    @property
    def total(self) -> Came:
        return self.counted.came.get((None, ALL), Came())

    def line_of(self, name: str) -> Line | None:
        """Return the line of a year by its name, else the latest, which may have just begun."""
        named = [line for line in self.lines if line.year.name == name]
        return (named or self.lines[-1:] or [None])[0]

    def _line(self, year):
        of_year = [share for (key, _), share in self.counted.shares.items() if key == year.pk]
        return Line(
            year,
            sum(number for (key, _), number in self.partners.items() if key == year.pk),
            self.came(year),
            Share(*map(sum, zip(*of_year, strict=True))) if of_year else Share(),
            _mean([mean for mean in self.counted.means if mean.of == year.pk]),
        )

    def came(self, year, state=ALL) -> Came:
        return self.counted.came.get((year.pk, state), Came())

    def in_state(self, line: Line) -> dict[str, int]:
        """Return {code of a state: partners} of a year."""
        return {state: n for (key, state), n in self.partners.items() if key == line.year.pk}

    @cached_property
    def tables(self) -> dict[str, Table]:
        made = [_by_year(self), _by_state(self), _by_question(self), _by_promise(self)]
        return {table.slug: table for table in made}

    def tables_of(self, line: Line) -> dict[str, Table]:
        """Return the tables that are about one year, narrowed to it."""
        return {
            slug: table._replace(
                headings=table.headings[1:],
                rows=[row[1:] for row in table.rows if row[0] == line.year.name],
            )
            for slug, table in self.tables.items()
            if slug != "years"
        }


def impact(edition) -> Impact:
    counted = kept.counted(edition)
    return Impact(counted, kept.years(edition), kept.partners(edition), _questions(counted.means))


def _questions(means):
    keys = {mean.question for mean in means}
    found = FeedbackQuestion.objects.filter(pk__in=keys).order_by("position", "pk")
    return dict(found.values_list("pk", "text")) if keys else {}


def _mean(found: list[Mean]) -> float | None:
    """Return the mean of all answers on the scale, whatever the question."""
    number = sum(mean.number for mean in found)
    return sum(mean.mean * mean.number for mean in found) / number if number else None


def _by_year(of):
    headings = ["Partners", "Workshops", "Teachers", "Returning teachers", "Hours", "Districts"]
    return Table(
        "years",
        "By school year",
        [YEAR, *headings, "Satisfaction", "Commitments met", "Commitments asked"],
        [
            (
                line.year.name,
                line.partners,
                *_figures(line.came),
                line.satisfaction and round(line.satisfaction, 2),
                *line.share,
            )
            for line in of.lines
        ],
    )


def _figures(came):
    return came.workshops, came.teachers, came.returning, round(came.hours), came.districts


def _by_state(of):
    rows = [
        (line.year.name, STATE_NAMES[state], of.in_state(line).get(state, 0), *_figures(came))
        for line in of.lines
        for state in sorted(_states(of, line), key=STATE_NAMES.get)
        for came in [of.came(line.year, state)]
    ]
    headings = ["State", "Partners", "Workshops", "Teachers", "Returning teachers", "Hours"]
    return Table(
        "states",
        "By state",
        [YEAR, *headings, "Districts"],
        rows,
        "A state is that of the partner’s region. A teacher who came in two states counts in both.",
    )


def _states(of, line):
    came = {state for year, state in of.counted.came if year == line.year.pk and state != ALL}
    return came | {*of.in_state(line)}


def _by_question(of):
    found = {(mean.of, mean.question): mean for mean in of.counted.means}
    rows = [
        (line.year.name, text, round(mean.mean, 2), mean.number)
        for line in of.lines
        for key, text in of.questions.items()
        if (mean := found.get((line.year.pk, key)))
    ]
    return Table(
        "satisfaction",
        "What teachers thought",
        [YEAR, "Question", "Mean", "Answers"],
        rows,
        f"From 1 to {SCALE}. A question stands here once {FEWEST} teachers have answered it.",
        f"Fewer than {FEWEST} teachers have answered about workshops of this school year.",
    )


def _by_promise(of):
    rows = [
        (line.year.name, kind.label, *share)
        for line in of.lines
        for kind in Requirement.Kind
        if (share := of.counted.shares.get((line.year.pk, kind)))
    ]
    return Table(
        "commitments",
        "Commitments met",
        [YEAR, "What partners promised", "Met", "Asked"],
        rows,
        "Asked of every partner that confirmed the year, also where the day to do it has not come. "
        "What we waived, or was over before a partner joined, is left out.",
        "No partner has confirmed this school year yet.",
    )


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
