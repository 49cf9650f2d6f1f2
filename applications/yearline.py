"""A partner's first year on one line: what happens when, drawn from the records."""

from datetime import date, timedelta
from typing import NamedTuple

from applications.models import ProgramEvent, ProgramYear, Requirement

WIDTH, HEIGHT = 1100, 182
BOX = 12

Kind = Requirement.Kind
LOWER, UPPER = 126, 74  # where boxes stand: what is dated, and what a partner sets


class Tick(NamedTuple):
    """The beginning of a month."""

    x: float
    name: str
    year: int | None


class Mark(NamedTuple):
    """Something that happens: boxes for its days, and its name above them."""

    x: float
    y: float
    name: str
    boxes: list[float]
    is_example: bool


class YearLine(NamedTuple):
    """The line from the first event's month to the end of the school year."""

    ticks: list[Tick]
    school_year_x: float
    marks: list[Mark]


def year_line(year: ProgramYear, requirements: list[Requirement], events: list[ProgramEvent]):
    """Lay out a program year. Summer session: the first one stands for all.

    Days that a partner sets itself are spread evenly over their window as examples.
    """
    before = year.school_year.first_day - timedelta(days=366)
    shown = [e for e in events if e.program_year_id == year.pk and e.first_day > before]
    first = min([e.first_day for e in shown] + [year.school_year.first_day]).replace(day=1)
    length = (year.school_year.last_day - first).days + 1

    def x(day: date) -> float:
        return (day - first).days / length * WIDTH

    marks = [*_event_marks(shown, x)]
    for requirement in requirements:
        if requirement.program_year_id == year.pk and requirement.window_from:
            marks += _requirement_marks(requirement, x)
    ticks = list(_ticks(first, year.school_year.last_day, x))
    within = [mark for mark in marks if 0 <= mark.x <= WIDTH]
    return YearLine(ticks, x(year.school_year.first_day), within)


def _ticks(first, last, x):
    month, said = first, None
    while month <= last:
        yield Tick(x(month), f"{month:%b}", month.year if month.year != said else None)
        said = month.year
        month = (month + timedelta(days=31)).replace(day=1)


def _event_marks(events, x):
    seen = set()
    for event in events:
        if event.kind not in seen:
            seen.add(event.kind)
            left = x(event.first_day)
            boxes = [left + n * (BOX + 3) for n in range(event.days)]
            name = event.get_kind_display().split()[-1].capitalize()
            name = "Summer session" if name == "Session" else name
            yield Mark(left, LOWER, name, boxes, is_example=False)


def _requirement_marks(requirement, x):
    number = int(requirement.number or 0)
    window = requirement.window_until - requirement.window_from
    match requirement.kind:
        case Kind.WORKSHOP_DAYS:
            # Workshops rarely fall in summer: leave out the first and the last sixth of the window.
            for n in range(number):
                left = x(requirement.window_from + window * (1 / 6 + (n + 0.5) / number * 2 / 3))
                yield Mark(left, LOWER, f"Workshop {n + 1}", [left], is_example=True)
        case Kind.MEETUPS:
            for n in range(number):
                left = x(requirement.window_from + window * (n + 0.5) / number)
                yield Mark(left, UPPER, "Meetup", [left], is_example=True)
        case Kind.HOUR_OF_CODE | Kind.FAIR:
            left = x(requirement.window_from + window / 4)
            name = "Hour of Code" if requirement.kind == Kind.HOUR_OF_CODE else "CS fair"
            yield Mark(left, UPPER, name, [left], is_example=True)
