"""Seats of workshops: who signs up, waits, gives a seat back, and who gets it then.

Each step locks the workshop and only then counts its seats and looks at the clock: so nobody is
enrolled beyond them, and the waiting list is in the order in which people came.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from plp.core.models import User
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError
from workshops import seats
from workshops.actions.teachers import district_of
from workshops.emails import enrolling as emails
from workshops.models import Cohort, CohortTeacher, Enrollment, Teacher, Workshop
from workshops.models.enrollment import PRIVATE

Status, How = Enrollment.Status, Enrollment.How
NAMED = [
    "course",
    "partner_year__partner__region",
    "partner_year__program_year__program",
    "partner_year__program_year__workshop_rules",
]

IS_ON_IT = "{} is enrolled or waits already."
OVER = "The workshop is {}, so nobody is added to it."
NO_SEAT = "No seat is free in {}. Give it more seats, or choose another."
WAS_THERE = "{} was present, so their seat stays."
TOO_LATE = "This seat is not kept for you any more."


def lock(workshop: Workshop) -> Workshop:
    """Lock a workshop and return it as it is now; its caller holds the transaction."""
    rows = Workshop.objects.select_for_update(of=["self"]).select_related(*NAMED)
    return rows.get(pk=workshop.pk)


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
    if row and row.status != Status.CANCELLED:
        emails.signed_up_before(_with(row, found, known), now=now)
    elif found.sign_up == Workshop.SignUp.GROUP and not _is_in_group(known, found):
        emails.by_invitation(found, name=name, email=email, now=now)
    elif is_open:
        teacher = _teacher(name=name, email=email, **typed)
        row = _take_in(found, teacher, row, now, by=None, how=How.SELF, name=name, **typed)
        emails.enrolled(row)
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
    **typed,
) -> Enrollment:
    """Take in whom a manager names, also where signing up is not open: a seat, or the list.

    Raises TransitionError where they are on it, or the workshop is over; nothing is saved then.
    """
    found, now = lock(workshop), timezone.now()
    _refuse_over(found)
    teacher = _teacher(name=name, email=email, **typed)
    row = found.enrollments.filter(teacher=teacher).first()
    if row and row.status != Status.CANCELLED:
        raise TransitionError(IS_ON_IT.format(name))
    row = _take_in(found, teacher, row, now, by=by, how=how, name=name, reason=reason, **typed)
    emails.enrolled(row, more=f"{found.partner} has put you on the list.")
    return row


@transaction.atomic
def enroll_group(workshops: Iterable[Workshop], cohort: Cohort, *, by: User) -> int:
    """Enroll a teacher group in the workshops of its series, in one step; who is on one already,
    or has cancelled, stays as they are. Return how many seats or places on lists were given."""
    members = [row.teacher for row in cohort.members.select_related("teacher__district")]
    given = 0
    for workshop in sorted(workshops, key=lambda each: each.pk):
        found, now = lock(workshop), timezone.now()
        if not found.is_to_come:
            continue
        known = set(found.enrollments.values_list("teacher", flat=True))
        for teacher in members:
            if teacher.pk not in known:
                said = _said_of(teacher)
                row = _take_in(found, teacher, None, now, by=by, how=How.GROUP, **said)
                emails.enrolled(row, more=f"You are in the teacher group of {found.partner}.")
                given += 1
    return given


@transaction.atomic
def cancel(enrollment: Enrollment, *, by: User | None, more: str = "") -> None:
    """Give a seat back, or leave the list; the next one gets the seat. Twice is fine.

    Raises TransitionError where the teacher was present, or the workshop is over.
    """
    row, now = _read(enrollment), timezone.now()
    if row.status == Status.CANCELLED:
        return
    _refuse_over(row.workshop)
    if row.attendances.filter(is_present=True).exists():
        raise TransitionError(WAS_THERE.format(row.name))
    _leave(row, by=by)
    emails.seat_cancelled(row, more=more)
    _move_up(row.workshop, now)
    enrollment.refresh_from_db()


@transaction.atomic
def take_offered(enrollment: Enrollment) -> None:
    """Take a seat that was offered; twice is fine. Raises TransitionError where it is too late."""
    row, now = _read(enrollment), timezone.now()
    if row.status == Status.ENROLLED:
        return
    if row.status != Status.OFFERED or now >= row.answer_by:
        raise TransitionError(TOO_LATE)
    row.move(Status.ENROLLED, by=None, since=now, answer_by=None)
    emails.enrolled(row)


@transaction.atomic
def move_to(enrollment: Enrollment, other: Workshop, *, by: User) -> Enrollment:
    """Move a teacher to another workshop of the series; who was present here stays on record.

    Raises TransitionError where no seat is free there, or they are on it already.
    """
    found = {each.pk: lock(each) for each in sorted([enrollment.workshop, other], key=_key)}
    to, row, now = found[other.pk], _read(enrollment), timezone.now()
    _refuse_over(to)
    there = to.enrollments.filter(teacher=row.teacher).first()
    if row.status == Status.CANCELLED or (there and there.status != Status.CANCELLED):
        raise TransitionError(IS_ON_IT.format(row.name))
    if not seats.free(to):
        raise TransitionError(NO_SEAT.format(to))
    said = _typed_on(row)  # before their details are wiped
    _leave(row, by=by)
    new = _take_in(to, row.teacher, there, now, by=by, how=row.how, **said)
    emails.enrolled(new, more=f"You were moved here from {row.workshop}.")
    _move_up(row.workshop, now)
    return new


@transaction.atomic
def move_up(workshop: Workshop) -> None:
    """Give seats that are free to those who wait: after a workshop was given more of them."""
    _move_up(lock(workshop), timezone.now())


@transaction.atomic
def expire(enrollment: Enrollment) -> None:
    """Put who has not taken an offered seat in time at the end of the list, and ask the next."""
    row, now = _read(enrollment), timezone.now()
    if row.status != Status.OFFERED or now < row.answer_by:
        return
    row.move(Status.WAITLISTED, by=None, since=now, answer_by=None)
    emails.enrolled(
        row, more="You did not take the seat in time, so you are at the end of the list."
    )
    _move_up(row.workshop, now, beside=row)


def _move_up(found, now, beside=None):
    """Give free seats to the first on the list; at short notice they must take them."""
    if seats.has_begun(found, now):
        return
    line = found.enrollments.in_line().select_related("teacher")
    for row in line.exclude(pk=beside.pk if beside else None)[: seats.free(found)]:
        row.workshop = found
        if seats.is_late(found, now):
            row.move(Status.OFFERED, by=None, answer_by=seats.answer_by(found, now))
            emails.seat_offered(row)
        else:
            row.move(Status.ENROLLED, by=None, since=now)
            emails.seat_given(row)


def _take_in(found, teacher, row, now, *, by, how, reason="", district="", **said):
    """Give a seat, or else the last place on the list, to somebody who is not on it."""
    has_seat = seats.free(found) and not found.enrollments.in_line().exists()
    status = Status.ENROLLED if has_seat else Status.WAITLISTED
    fields = said | {"how": how, "reason": reason, "district_name": district}
    if row is None:
        row = Enrollment(workshop=found, teacher=teacher, status=status, since=now, **fields)
        row.save()
        return row
    for name, value in (fields | {"is_walk_in": False}).items():
        setattr(row, name, value)
    row.save()
    row.move(status, by=by, since=now)
    return _with(row, found, teacher)


def _leave(row, *, by):
    row.move(Status.CANCELLED, by=by, answer_by=None)
    for name in PRIVATE:
        setattr(row, name, "")
    row.save()


def _read(enrollment):
    """Lock the workshop, then return the row as it is now."""
    found = lock(enrollment.workshop)
    row = Enrollment.objects.select_related("teacher").get(pk=enrollment.pk)
    return _with(row, found, row.teacher)


def _with(row, workshop, teacher):
    row.workshop, row.teacher = workshop, teacher
    return row


def _teacher(*, name, email, school="", district="", state="", **_):
    """Return the teacher of an address; of one who is known nothing is changed."""
    if is_nowhere(email):
        raise TransitionError("Nobody has this address any more.")
    known = district_of(district, state)
    said = {
        "name": name,
        "school": school,
        "district": known,
        "district_name": "" if known else district,
        "state": state,
    }
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
    year = workshop.partner_year
    return CohortTeacher.objects.filter(
        teacher=teacher,
        cohort__partner=year.partner_id,
        course=workshop.course_id,
        school_year=year.program_year.school_year_id,
    ).exists()


def _refuse_over(workshop):
    if workshop.status in {Workshop.Status.COMPLETED, Workshop.Status.CANCELLED}:
        raise TransitionError(OVER.format(workshop.get_status_display().lower()))


def _key(record):
    return record.pk
