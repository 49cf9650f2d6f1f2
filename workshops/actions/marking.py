"""Who is present on a day of a workshop, as its manager marks them; every mark is kept here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from plp.core import zones
from plp.core.workflow import TransitionError
from workshops.models import Attendance, Session, Workshop

Status = Workshop.Status

AROUND = timedelta(hours=24)  # so long before a day, and after it, people can check in


class Mark(NamedTuple):
    """That somebody was present, or not, and when it was said."""

    enrollment: int  # its key
    is_present: bool
    at: datetime


@transaction.atomic
def mark_all(session: Session, marks: Iterable[Mark], *, by, now: datetime) -> int:
    """Keep what a manager has marked; return how many marks were of somebody who is enrolled.

    Of two marks of one person the later one counts, in whichever order they arrive, and a mark
    that arrives twice changes nothing. Raises TransitionError where the workshop is not in
    progress, and too early before the day; nothing is kept then.
    """
    session.workshop.lock()
    if reason := not_to_mark(session, now):
        raise TransitionError(reason)
    return note(session, marks, how=Attendance.How.MANAGER, by=by, now=now)


def not_to_mark(session: Session, now: datetime) -> str:
    """Say why nobody can be marked on a day, or nothing."""
    match session.workshop.status:
        case Status.COMPLETED:
            return "The workshop has ended, so this is final. Ask our staff to put it right."
        case Status.CANCELLED:
            return "The workshop was cancelled."
        case Status.IN_PROGRESS:
            opens = session.begins_at - AROUND
            if now < opens:
                return f"You can mark from {zones.in_words(opens, session.workshop.tz)} on."
            return ""
    return "Start the workshop, then mark who is here."


def note(session: Session, marks: Iterable[Mark], *, how: str, now: datetime, by=None) -> int:
    """Keep marks of who is enrolled, and return how many are; the caller has locked the workshop.

    What is said once more moves the moment, so that an older mark that arrives later does not
    count, and needs no history.
    """
    marks = sorted(marks, key=lambda mark: mark.at)
    keys = {mark.enrollment for mark in marks}
    enrolled = session.workshop.enrollments.enrolled().filter(pk__in=keys)
    rows = dict.fromkeys(enrolled.values_list("pk", flat=True))
    known = session.attendances.filter(enrollment__in=[*rows])
    rows |= {row.enrollment_id: row for row in known}
    noted = [mark for mark in marks if mark.enrollment in rows]
    for mark in noted:
        said = {"is_present": mark.is_present, "how": how, "by": by}
        said["marked_at"] = min(mark.at, now)
        rows[mark.enrollment] = _kept(session, mark, rows[mark.enrollment], said)
    return len(noted)


def _kept(session, mark, row, said):
    if row is None:
        return session.attendances.create(enrollment_id=mark.enrollment, **said)
    if said["marked_at"] <= row.marked_at:
        return row
    if row.is_present == said["is_present"]:
        row.marked_at = said["marked_at"]
        Attendance.objects.filter(pk=row.pk).update(marked_at=row.marked_at)
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    return row
