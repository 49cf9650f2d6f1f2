"""A partner's requirements in words: for its pages, the weekly reminder and reports."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from applications.counting import Line
from applications.measures import Kind, Shape
from applications.models import ProgramEvent, Requirement
from applications.promises import promise
from applications.statuses import Status
from plp.core.texts import in_a_row

MOST_MARKS = 20
UNITS = {
    Kind.WORKSHOP_DAYS: ("day", "days"),
    Kind.MEETUPS: ("meetup", "meetups"),
    Kind.CALLS: ("call", "calls"),
}
# What a box is drawn as where nothing is done or planned; CSS knows the letters.
EMPTY = {Status.OVERDUE: "x", Status.BEFORE_JOINING: "b", Status.WAIVED: "b"}


class Shown(NamedTuple):
    """One line of what a partner promised, as a person reads it."""

    line: Line
    name: str
    asks: str
    remark: str
    marks: str  # a letter a box
    so_far: str

    @property
    def row(self):
        return self.line.row

    @property
    def status(self):
        return self.line.status

    @property
    def last_day(self):
        """The last day to meet it, or on which what was confirmed ends."""
        renew_by = self.status == Status.RENEW_BY
        return self.line.amount.until if renew_by else self.line.last_day


class Kept(NamedTuple):
    """A commitment with the requirements that measure it."""

    title: str
    text: str
    shown: list[Shown]


def shown(line: Line, events: Iterable[ProgramEvent] = ()) -> Shown:
    """Say a line in words; `events` are those that the partner goes to in that year."""
    said = _promise(line, events)
    return Shown(line, line.row.name, said.words, said.remark, marks(line), so_far(line))


def kept(commitments, lines: list[Shown]) -> list[Kept]:
    """Return the commitments with what measures them, also those that nothing measures."""
    of = {}
    for each in lines:
        of.setdefault(each.row.requirement.commitment_id, []).append(each)
    return [Kept(each.title, each.text, of.get(each.pk, [])) for each in commitments]


def tally(lines: Iterable) -> str:
    """Say how many are met, and what is overdue: “2 of 10 met, 1 overdue”."""
    asked = [each.status for each in lines if each.status != Status.WAIVED]
    met = sum(status.is_met for status in asked)
    overdue = sum(status == Status.OVERDUE for status in asked)
    return f"{met} of {len(asked)} met" + (f", {overdue} overdue" if overdue else "")


def so_far(line: Line) -> str:
    """Say what is done and planned of what is asked: “2 done, 1 planned, of 4”."""
    amount = line.amount
    if amount is None:
        return ""  # its status says that it is not counted yet
    if line.asked.shape is Shape.CONDITION:
        return _condition(line)
    if line.asked.shape is Shape.SHARE:
        return _share(amount)
    said = f"{plain(amount.done)} done"
    if amount.planned:
        said += f", {plain(amount.planned)} planned"
    if line.asked.number:
        said += f"{',' if amount.planned else ''} of {plain(line.asked.number)}"
    return said


def marks(line: Line) -> str:
    """Return a letter for each box: done, planned, and what is still asked."""
    if line.amount is None or line.asked.shape is not Shape.NUMBER:
        return ""
    done, planned = _whole(line.amount.done), _whole(line.amount.planned)
    left = max(_whole(line.asked.number or 0) - done - planned, 0)
    return ("d" * done + "p" * planned + EMPTY.get(line.status, "o") * left)[:MOST_MARKS]


def missing(line: Line) -> Decimal:
    """Return how much is neither done nor planned."""
    return max((line.asked.number or Decimal(1)) - line.amount.done - line.amount.planned, 0)


def in_units(number: Decimal, kind: str) -> str:
    """Say "1 meetup" or "3 days"; only the number where the kind has no unit."""
    one, many = UNITS.get(kind, ("", ""))
    return f"{plain(number)} {one if number == 1 else many}".strip()


def plain(number: Decimal) -> str:
    """Say 4, not 4.0."""
    return f"{Decimal(number).normalize():f}"


def _promise(line, events):
    """Say what a partner's own number and window ask, in the words of the program page."""
    row, asked = line.row, line.row.requirement
    own = Requirement(
        commitment_id=asked.commitment_id,
        program_year=row.partner_year.program_year,
        kind=asked.kind,
        course=asked.course,
        number=row.number,
        note="" if row.adjusted_because else asked.note,
        window_from=row.window_from,
        window_until=row.window_until,
    )
    return promise(own, row.partner_year.program_year, events)


def _condition(line):
    if line.status not in {Status.CONFIRMED, Status.RENEW_BY}:
        return in_a_row(_half_done(line)) if line.amount.planned else "Not yet"
    return ""


def _half_done(line):
    return ["Named, still in onboarding"] if line.kind == Kind.MANAGER else ["Begun"]


def _share(amount):
    whole = amount.done + amount.planned
    return f"{plain(amount.done)} of {plain(whole)} days" if whole else "No day yet"


def _whole(number):
    return int(Decimal(number).to_integral_value(ROUND_CEILING))
