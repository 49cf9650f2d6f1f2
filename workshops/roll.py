"""Who is expected on a day of a workshop, who is here, and who waits to be let in."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from plp.core.texts import counted
from workshops.models import Attendance, Enrollment, Session, WalkIn, Workshop


class Entry(NamedTuple):
    """One teacher of the roll; `mark` is None where nobody has said anything."""

    enrollment: Enrollment
    mark: Attendance | None

    @property
    def is_present(self):
        return self.mark is not None and self.mark.is_present


@dataclass(frozen=True)
class Roll:
    """A day of a workshop with everybody on its list, by name."""

    session: Session
    entries: list[Entry]

    @cached_property
    def present(self) -> int:
        return sum(entry.is_present for entry in self.entries)

    @property
    def total(self):
        return len(self.entries)

    @cached_property
    def unmarked(self) -> int:
        return sum(entry.mark is None for entry in self.entries)

    @property
    def in_words(self):
        """14 of 28 here, 3 not marked."""
        words = f"{self.present} of {self.total} here"
        return f"{words}, {self.unmarked} not marked" if self.unmarked else words


def roll_of(session: Session) -> Roll:
    """Return the roll of a day, in two queries."""
    return rolls_of(session.workshop, [session])[0]


def rolls_of(workshop: Workshop, sessions: list[Session]) -> list[Roll]:
    """Return the rolls of some days of a workshop, in two queries however many they are."""
    enrolled = list(workshop.enrollments.enrolled().order_by("name", "pk"))
    marks = {
        (row.session_id, row.enrollment_id): row
        for row in Attendance.objects.filter(session__in=sessions)
    }
    return [
        Roll(each, [Entry(row, marks.get((each.pk, row.pk))) for row in enrolled])
        for each in sessions
    ]


def waiting_at(session: Session) -> list[WalkIn]:
    """Return who has checked in to a day without being enrolled, the first one first."""
    return list(session.walk_ins.waiting())


def walk_ins_in_words(number: int) -> str:
    return f"{counted(number, 'walk-in')} to let in"
