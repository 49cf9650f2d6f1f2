"""Seats of workshops: who signs up, waits, gives a seat back, and who gets it then.

Each step locks the workshop and only then counts its seats and looks at the clock: so nobody is
enrolled beyond them, and the waiting list is in the order in which people came.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from operator import itemgetter

from django.db import transaction
from django.utils import timezone

from plp.core.models import User
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError
from workshops import seats
from workshops.actions.seating import leave, lock, next_moment, pass_on, read, take_in, with_
from workshops.actions.teachers import fields_of
from workshops.emails import enrolling as emails
from workshops.models import Cohort, Enrollment, Teacher, Workshop
from workshops.models.enrollment import PRIVATE
from workshops.roster import groups_of, members_of

Status, How = Enrollment.Status, Enrollment.How
DOUBLE_CLICK = timedelta(minutes=10)

IS_ON_IT = "{} is enrolled or waits already."
NOT_ON_IT = "{} has cancelled, so there is nothing to move."
OVER = "nothing changes any more."
NO_SEAT = "No seat is free in {}. Give it more seats, or choose another."
OTHER_SERIES = "{} is not of the same series."
WAS_THERE = "{} was present, so their seat stays."
NOT_IN_TIME = "You did not take the seat in time, so you are at the end of the list."
TOO_LATE = "This seat is not kept for you any more."


@transaction.atomic
def sign_up(workshop: Workshop, *, name: str, email: str, **typed: str) -> bool:
    """Take in what a teacher sent; return whether signing up is open. What becomes of it is told
    by mail alone, so that nobody learns from the page who is enrolled or in a group.

    `typed` are school, district, state, diet and access_needs. Raises TransitionError for an
    address that is nobody's.
    """
    found, now = lock(workshop), timezone.now()
    known = Teacher.objects.filter(email=email.lower()).first()
    row = known and found.enrollments.filter(teacher=known).first()
    is_open = seats.stands(found, now) == seats.SignUp.OPEN
    said = {"name": name} | typed
    if row and row.status != Status.CANCELLED:
        if not _is_double_click(row, said, now):
            emails.signed_up_before(with_(row, found, known), now=now)
    elif found.sign_up == Workshop.SignUp.GROUP and not _is_in_group(known, found):
        emails.by_invitation(found, name=name, email=email, now=now)
    elif is_open:
        teacher = _teacher(email=email, **said)
        _seat(found, teacher, row, now, by=None, how=How.SELF, **said)
    return is_open


@transaction.atomic
def add(
    workshop: Workshop,
    *,
    by: User,
    reason: str,
    how: str = How.HAND,
    name: str,
    email: str,
    **typed: str,
) -> Enrollment:
    """Take in whom a manager names, also where signing up is not open: a seat, or the list.

    Raises TransitionError where they are on it, or the workshop is over; nothing is saved then.
    """
    found, now = lock(workshop), timezone.now()
    found.refuse_over(OVER)
    said = {"name": name} | typed
    teacher = _teacher(email=email, **said)
    row = found.enrollments.filter(teacher=teacher).first()
    if row and row.status != Status.CANCELLED:
        raise TransitionError(IS_ON_IT.format(name))
    more = f"{found.partner} has put you on the list."
    return _seat(found, teacher, row, now, by=by, how=how, more=more, reason=reason, **said)


@transaction.atomic
def add_all(workshop: Workshop, rows: Sequence[dict], *, by: User, reason: str) -> None:
    """Take in the teachers of a list, in its order: all of them, or nobody as `add` says.

    New ones are made in the order of their addresses: so two lists at once, each for a workshop of
    its own, never wait for each other.
    """
    lock(workshop)
    for said in sorted(rows, key=itemgetter("email")):
        _teacher(**said)
    for said in rows:
        add(workshop, by=by, reason=reason, how=How.LIST, **said)


@transaction.atomic
def enroll_group(workshops: Iterable[Workshop], cohort: Cohort, *, by: User) -> int:
    """Enroll a teacher group in the workshops of its series, in one step; who is on one already,
    or has cancelled, stays as they are. Return how many seats or places on lists were given."""
    members = [row.teacher for row in members_of(cohort).select_related("teacher__district")]
    given = 0
    for workshop in sorted(workshops, key=_key):
        found, now = lock(workshop), timezone.now()
        known = set(found.enrollments.values_list("teacher", flat=True))
        more = f"You are in the teacher group of {found.partner}."
        new = [each for each in members if each.pk not in known] if found.is_to_come else []
        for each in new:
            said = _said_of(each)
            _seat(found, each, None, now, by=by, how=How.GROUP, more=more, **said)
        given += len(new)
    return given


def _seat(found, teacher, row, now, *, more="", **said):
    """Take somebody in and tell them; a seat that is free beside a list goes to its first."""
    row = take_in(found, teacher, row, now, **said)
    emails.enrolled(row, more=more)
    if row.status == Status.WAITLISTED:
        pass_on(found, now)
    return row


@transaction.atomic
def cancel(enrollment: Enrollment, *, by: User | None, more: str = "") -> None:
    """Give a seat back, or leave the list; the next one gets the seat. Twice is fine.

    Raises TransitionError where the teacher was present, or the workshop is over.
    """
    row, now = read(enrollment), timezone.now()
    if row.status == Status.CANCELLED:
        return
    row.workshop.refuse_over(OVER)
    if _was_present(row):
        raise TransitionError(WAS_THERE.format(row.name))
    leave(row, by=by)
    emails.seat_cancelled(row, more=more)
    pass_on(row.workshop, now)


@transaction.atomic
def take_offered(enrollment: Enrollment) -> None:
    """Take a seat that was offered; twice is fine. Raises TransitionError where it is too late."""
    row, now = read(enrollment), timezone.now()
    if row.status == Status.ENROLLED:
        return
    is_kept = row.status == Status.OFFERED and now < row.answer_by
    if not is_kept or seats.gives_none(row.workshop, now):
        raise TransitionError(TOO_LATE)
    since = next_moment(row.workshop, now)
    row.move(Status.ENROLLED, by=None, since=since, answer_by=None)
    emails.enrolled(row)


@transaction.atomic
def move_to(enrollment: Enrollment, other: Workshop, *, by: User) -> Enrollment:
    """Move a teacher to another workshop of the series. Who was present here stays on record here,
    too.

    Raises TransitionError where no seat is free there, or they are on it already.
    """
    found = {each.pk: lock(each) for each in sorted([enrollment.workshop, other], key=_key)}
    to, row, now = found[other.pk], read(enrollment), timezone.now()
    there = to.enrollments.filter(teacher=row.teacher).first()
    _refuse_move(row, to, there)
    said = _typed_on(row)  # before their details are wiped
    if not _was_present(row):
        leave(row, by=by)
    new = take_in(to, row.teacher, there, now, by=by, how=row.how, is_first=True, **said)
    emails.enrolled(new, more=f"You were moved here from {row.workshop}.")
    pass_on(row.workshop, now)
    return new


def _refuse_move(row, to, there):
    row.workshop.refuse_over(OVER)
    to.refuse_over(OVER)
    if _series(row.workshop) != _series(to):
        raise TransitionError(OTHER_SERIES.format(to))
    if row.status == Status.CANCELLED:
        raise TransitionError(NOT_ON_IT.format(row.name))
    if there and there.status != Status.CANCELLED:
        raise TransitionError(IS_ON_IT.format(row.name))
    if not seats.free(to):
        raise TransitionError(NO_SEAT.format(to))


@transaction.atomic
def move_up(workshop: Workshop) -> None:
    """Give seats that are free to those who wait: after a workshop was given more of them."""
    pass_on(lock(workshop), timezone.now())


@transaction.atomic
def expire(enrollment: Enrollment) -> None:
    """Put who has not taken a seat in time at the end of the list; the next one is asked."""
    row, now = read(enrollment), timezone.now()
    if row.status != Status.OFFERED or now < row.answer_by:
        return
    since = next_moment(row.workshop, now)
    row.move(Status.WAITLISTED, by=None, since=since, answer_by=None)
    if not seats.gives_none(row.workshop, now):
        emails.enrolled(row, more=NOT_IN_TIME)
    pass_on(row.workshop, now, beside=row)


def _teacher(*, name, email, school="", district="", state="", **_):
    """Return the teacher of an address; of one who is known nothing is changed."""
    if is_nowhere(email):
        raise TransitionError("Nobody has this address any more.")
    said = fields_of(name, school, district, state)
    return Teacher.objects.get_or_create(email=email.lower(), defaults=said)[0]


def _said_of(teacher):
    """What is put down for a teacher who has typed nothing themselves."""
    return {
        "name": teacher.name,
        "school": teacher.school,
        "district": teacher.district_in_words,
        "state": teacher.state,
    }


def _typed_on(row):
    names = ["name", "school", "state", *PRIVATE]
    return {name: getattr(row, name) for name in names} | {"district": row.district_name}


def _is_in_group(teacher, workshop):
    """Whether they are in the group for whose series it is."""
    return bool(teacher) and groups_of(workshop).filter(members__teacher=teacher).exists()


def _is_double_click(row, said, now):
    """Whether the very same was sent a moment ago."""
    is_new = row.how == How.SELF and now - row.since < DOUBLE_CLICK
    return is_new and _typed_on(row) == said


def _was_present(row):
    return row.attendances.filter(is_present=True).exists()


def _series(workshop):
    return workshop.partner_year_id, workshop.course_id


def _key(record):
    return record.pk
