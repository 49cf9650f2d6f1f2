"""What all steps with seats share: the lock, a seat or a place on the list, leaving, passing on.

Whoever calls these holds the transaction and has locked the workshop: only then seats are counted.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops import seats
from workshops.emails import enrolling as emails
from workshops.models import Enrollment, Teacher, Workshop
from workshops.models.enrollment import PRIVATE

Status = Enrollment.Status
NAMED = [
    "course",
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__workshop_rules",
]
MOMENT = timedelta(microseconds=1)
GONE = "This teacher was taken out of our records meanwhile."


def lock(workshop: Workshop) -> Workshop:
    """Lock a workshop and return it as it is now, with its days."""
    rows = Workshop.objects.select_related(*NAMED).prefetch_related("sessions")
    return rows.locked(workshop.pk)


def read(enrollment: Enrollment) -> Enrollment:
    """Lock the workshop of an enrollment, then return the row as it is now.

    Raises TransitionError where it was erased meanwhile.
    """
    found = lock(enrollment.workshop)
    row = Enrollment.objects.select_related("teacher").filter(pk=enrollment.pk).first()
    if row is None:
        raise TransitionError(GONE)
    return with_(row, found, row.teacher)


def with_(row: Enrollment, workshop: Workshop, teacher: Teacher) -> Enrollment:
    row.workshop, row.teacher = workshop, teacher
    return row


def next_moment(found: Workshop, now: datetime) -> datetime:
    """Return the moment that is noted of a step: now, but later than all others of the workshop,
    so that no two share a place on the list, whatever the clock says."""
    last = found.enrollments.aggregate(last=Max("since"))["last"]
    return max(now, last + MOMENT) if last else now


def take_in(
    found: Workshop,
    teacher: Teacher,
    row: Enrollment | None,
    now: datetime,
    *,
    by: User | None,
    is_first: bool = False,
    district: str = "",
    **said: str,
) -> Enrollment:
    """Give a seat, or else the last place on the list, to somebody who is not on it.

    Who `is_first` goes before all who wait. `row` is theirs from before, if they have cancelled.
    """
    may_sit = is_first or not found.enrollments.in_line().exists()
    status = Status.ENROLLED if may_sit and seats.free(found) else Status.WAITLISTED
    since = next_moment(found, now)
    fields = {"reason": "", "district_name": district} | said
    if row is None:
        row = Enrollment(workshop=found, teacher=teacher, status=status, since=since, **fields)
        row.save()
        return row
    for name, value in (fields | {"is_walk_in": False}).items():
        setattr(row, name, value)
    row.save()
    row.move(status, by=by, since=since)
    return with_(row, found, teacher)


def leave(row: Enrollment, *, by: User | None) -> None:
    """Cancel; what they need is nobody's business any more."""
    row.move(Status.CANCELLED, by=by, answer_by=None)
    for name in PRIVATE:
        setattr(row, name, "")
    row.save()


def pass_on(found: Workshop, now: datetime, *, beside: Enrollment | None = None) -> None:
    """Give free seats to the first on the list; at short notice they must take them."""
    if seats.gives_none(found, now):
        return
    line = found.enrollments.in_line().select_related("teacher")
    for row in line.exclude(pk=beside and beside.pk)[: seats.free(found)]:
        _give(with_(row, found, row.teacher), now)


def _give(row, now):
    found = row.workshop
    if seats.is_late(found, now):
        row.move(Status.OFFERED, by=None, answer_by=seats.answer_by(found, now))
        emails.seat_offered(row)
    else:
        row.move(Status.ENROLLED, by=None, since=next_moment(found, now))
        emails.seat_given(row)
