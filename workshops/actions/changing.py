"""Changing a workshop that was planned: its days, its place, its seats, its texts.

Who leads, who comes and the program managers hear once of another day or place, with what it was.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from plp.core import days as calendar
from plp.core import pages
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions import enrolling, running, staffing
from workshops.actions.scheduling import Day
from workshops.emails import changing as emails
from workshops.models import Session, Workshop

CHANGED = (
    "Somebody has changed this workshop since you opened it. What you typed is still here: look at "
    "the workshop in another window, then save again."
)
MARKED = "Who was present on {} is noted already, so that day stays."
OWED = "What is owed for {} was worked out already, so that day stays."
CLAIMED = "Money was asked for {}, so that day stays."
WAITS = "Somebody who walked in on {} waits to be let in, so that day stays until you answer."


def version_of(workshop: Workshop) -> int:
    """Return a number that grows whenever a workshop or a day of it is saved, or it moves."""
    days = Session.history.filter(workshop_id=workshop.pk).count()
    own = Workshop.history.filter(id=workshop.pk).count()
    return days + own + workshop.changes.count()


def is_so_already(workshop: Workshop, days: Sequence[Day], fields: dict[str, Any]) -> bool:
    """Whether a workshop has these days and fields, so that nothing would be saved."""
    rows = Session.objects.filter(workshop=workshop)
    is_same = all(getattr(workshop, name) == value for name, value in fields.items())
    return is_same and sorted(map(Day.of, rows)) == sorted(days)


@transaction.atomic
def change_workshop(
    workshop: Workshop,
    days: Sequence[Day],
    fields: dict[str, Any],
    *,
    by: User,
    seen: int | None = None,
) -> None:
    """Save the days and other `fields` of a workshop, and write to those concerned; who waits gets
    seats that are added. `seen` is the version that was looked at.

    Raises TransitionError where it is over or was changed meanwhile, where somebody leads elsewhere
    at a new hour, where more seats are taken than would be, and for a day on which somebody was
    noted as present or waits to be let in. Raises ValidationError for a time that no clock of the
    place shows. Nothing is changed then.
    """
    found = staffing.lock(workshop)
    found.refuse_over("it cannot be changed any more.")
    if is_so_already(found, days, fields):
        return
    if seen is not None and version_of(found) != seen:
        raise TransitionError(CHANGED)
    before = emails.as_told(found)
    new = _set_fields(found, fields)
    _refuse_too_few_seats(found)
    _set_days(found, days, is_elsewhere="zone" in new)
    staffing.rebook(found)
    if found.status == Workshop.Status.IN_PROGRESS:
        running.give_codes(found)
    pages.changed()
    emails.changed(found, before=before, by=by)
    if "capacity" in new:
        enrolling.move_up(found)


def _set_fields(workshop, fields):
    """Save what is new of some fields; return the names of those."""
    new = {name for name, value in fields.items() if getattr(workshop, name) != value}
    for name in new:
        setattr(workshop, name, fields[name])
    if new:
        workshop.save()
    return new


def _refuse_too_few_seats(workshop):
    taken = workshop.enrollments.taking_seats().count()
    if workshop.capacity < taken:
        have = "seat is" if taken == 1 else "seats are"
        raise TransitionError(f"{taken} {have} taken already. Name {taken} or more.")


def _set_days(workshop, days, *, is_elsewhere):
    """Save other days. A row goes on as the day that it is; what is left of the old ones become
    those that are left of the new, in their order, so that calendars see them move."""
    wanted = {day.day: day for day in days}
    rows = {row.day: row for row in workshop.sessions.all()}
    for row in rows.values():
        row.workshop = workshop
    left = [row for day, row in rows.items() if day not in wanted]
    new = [day for day in sorted(wanted) if day not in rows]
    pairs = [(rows[day], wanted[day]) for day in wanted if day in rows]
    pairs += [(row, wanted[day]) for row, day in zip(left, new, strict=False)]
    for row, day in pairs:
        if is_elsewhere or Day.of(row) != day:
            _move(row, day)
    for row in left[len(new) :]:
        _refuse_marked(row)
        _refuse_owed(row)
        row.delete()
    for day in new[len(left) :]:
        Session.objects.create(workshop=workshop, **wanted[day]._asdict())


def _move(row, day):
    if row.day != day.day:
        _refuse_marked(row)
    for name, value in day._asdict().items():
        setattr(row, name, value)
    row.save()


def _refuse_marked(row):
    if row.attendances.exists():
        raise TransitionError(MARKED.format(calendar.in_words(row.day)))
    if row.walk_ins.waiting().exists():
        raise TransitionError(WAITS.format(calendar.in_words(row.day)))


def _refuse_owed(row):
    if row.paid_in.exists():
        raise TransitionError(OWED.format(calendar.in_words(row.day)))
    if row.claimed_in.exists():
        raise TransitionError(CLAIMED.format(calendar.in_words(row.day)))
