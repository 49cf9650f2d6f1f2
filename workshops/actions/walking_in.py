"""Who came without being enrolled: let in beyond the seats, or sent away."""

from datetime import datetime

from django.db import transaction

from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError
from workshops.actions.checking_in import NOBODY
from workshops.actions.marking import Mark, not_to_mark, note
from workshops.models import Attendance, Enrollment, Session, Teacher, WalkIn

Status = Enrollment.Status


@transaction.atomic
def let_in(walk_in: WalkIn, *, by, now: datetime, name: str = "") -> None:
    """Enroll somebody who walked in, beyond the seats, and note that they are here; twice is fine.

    `name` is what they are called, where it was not said before. Raises TransitionError where the
    workshop is not in progress; nothing is kept then.
    """
    session = walk_in.session
    _refuse_unless_on(session, now)
    walk_in.refresh_from_db()
    if walk_in.confirmed_at:
        return
    walk_in.name = name or walk_in.name
    walk_in.confirmed_at, walk_in.dismissed_at, walk_in.by = now, None, by
    walk_in.save()
    enrollment = _enrolled(session.workshop, walk_in, by=by, now=now)
    mark = Mark(enrollment.pk, True, now)
    note(session, [mark], how=Attendance.How.MANAGER, by=by, now=now)


@transaction.atomic
def let_in_by_hand(session: Session, *, by, now: datetime, email: str, name: str, **said) -> None:
    """Let in somebody who stands before the manager; `said` is their school and state."""
    if is_nowhere(email):
        raise TransitionError(NOBODY)
    _refuse_unless_on(session, now)
    row, _ = WalkIn.objects.get_or_create(
        session=session, email=email.lower(), defaults={"name": name, **said}
    )
    let_in(row, by=by, now=now, name=name)


@transaction.atomic
def send_away(walk_in: WalkIn, *, by, now: datetime) -> None:
    """Note that somebody who checked in is not here. Raises TransitionError where the workshop is
    not in progress, and once they were let in; nothing is kept then."""
    _refuse_unless_on(walk_in.session, now)
    walk_in.refresh_from_db()
    if walk_in.confirmed_at:
        raise TransitionError(f"{walk_in.name} was let in meanwhile.")
    if walk_in.dismissed_at is None:
        walk_in.dismissed_at, walk_in.by = now, by
        walk_in.save()


def _refuse_unless_on(session, now):
    session.workshop.lock()
    if reason := not_to_mark(session, now):
        raise TransitionError(reason)


def _enrolled(workshop, walk_in, *, by, now):
    """Return their enrollment, made if there is none."""
    said = {"name": walk_in.name, "school": walk_in.school, "state": walk_in.state}
    teacher, _ = Teacher.objects.get_or_create(email=walk_in.email, defaults=said)
    own = {"how": Enrollment.How.WALK_IN, "is_walk_in": True, "since": now}
    row, is_new = Enrollment.objects.select_for_update(of=["self"]).get_or_create(
        workshop=workshop, teacher=teacher, defaults=said | own
    )
    if not is_new and row.status != Status.ENROLLED:
        # Who was offered a seat takes it; who waited, or had cancelled, is beyond the seats.
        row.is_walk_in = row.status != Status.OFFERED
        row.move(Status.ENROLLED, by=by, since=now, answer_by=None)
        row.save()
    return row
