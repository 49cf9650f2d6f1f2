"""Impact as people read it: a line a school year, and tables that are files, too."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from applications.models import SchoolYear
from applications.registry import Share
from workshops.impact import kept, tables
from workshops.impact.counting import ALL, Came, Counted
from workshops.models import FeedbackQuestion
from workshops.reports.figures import Mean
from workshops.reports.tables import Table


class Line(NamedTuple):
    """What came of one school year, in all states."""

    year: SchoolYear
    partners: int
    came: Came
    share: Share
    satisfaction: float | None  # None: fewer than five have answered


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
        made = [
            tables.by_year(self),
            tables.by_state(self),
            tables.by_question(self),
            tables.by_promise(self),
        ]
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
