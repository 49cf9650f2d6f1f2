"""What a report is: which applications it is about, and the tables that it comes to."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from applications.models import Program, Round
from applications.models.reviews import stepped_aside
from plp.core import days


@dataclass(frozen=True)
class Table:
    """Rows of a report, and the bars that draw them: (label, words, [(look, from, to)])."""

    slug: str
    title: str
    headings: list[str]
    rows: list[tuple]
    bars: list[tuple] = field(default_factory=list)
    most: float = 0  # where the longest bar could end


@dataclass(frozen=True)
class Asked:
    """Which applications a report is about, and who reads it."""

    user: object
    program: Program | None = None
    round: Round | None = None
    state: str = ""
    type: str = ""

    def narrow(self, rows: QuerySet, application: str, draft: str) -> QuerySet:
        """Narrow rows that know an application and its draft by these paths.

        None of what the reader stepped aside from is left.
        """
        asked = {
            f"{draft}program": self.program,
            f"{draft}pin__region__state": self.state,
            f"{application}round": self.round,
            f"{application}type": self.type,
        }
        rows = rows.filter(**{name: value for name, value in asked.items() if value})
        return rows.exclude(stepped_aside(self.user, application.removesuffix("__")))


def in_words(value) -> str:
    """Return what stands in a cell as people read it."""
    if isinstance(value, date):
        return days.in_words(value, weekday=False)
    if isinstance(value, int | float):
        return f"{value:,g}"
    return "–" if value is None else str(value)
