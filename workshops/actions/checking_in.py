"""People say themselves that they are here: with the code of a day, or with their own link."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare

from plp.core import zones
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError
from workshops.actions.marking import AROUND, Mark, note
from workshops.models import Attendance, Enrollment, Session, WalkIn, Workshop

How = Attendance.How
Status = Workshop.Status

WRONG = "No day of this workshop has this code. Look at it once more, or ask who runs the workshop."
NOBODY = "Nobody has this address any more. Use another one."
NO_DAY = "The workshop has no day yet."
CANCELLED = "The workshop was cancelled."
OVER = "Checking in is over. If you were there, tell who ran the workshop."
HERE = "You are noted as here."
WAITS = "You have no seat, so you wait to be let in: tell who runs the workshop."
NOT_STARTED = "The workshop has not been started yet. Ask who runs it."


def closed_because(session: Session, now: datetime) -> str:
    """Say why nobody can check in to a day now, or nothing while they can."""
    status = session.workshop.status
    opens, closes = session.begins_at - AROUND, session.ends_at + AROUND
    if status == Status.CANCELLED:
        return CANCELLED
    if status == Status.COMPLETED or now >= closes:
        return OVER
    if now < opens:
        return f"You can check in from {zones.in_words(opens, session.workshop.tz)} on."
    return "" if status == Status.IN_PROGRESS else NOT_STARTED


def day_for(workshop: Workshop, now: datetime) -> Session | None:
    """Return the day of a workshop that is nearest to a moment."""
    far = {each: _distance(each, now) for each in workshop.sessions.all()}
    return min(far, key=far.get, default=None)


def _distance(session, now):
    return max(session.begins_at - now, now - session.ends_at, timedelta(0))


@transaction.atomic
def check_in(
    workshop: Workshop, *, code: str, email: str, now: datetime, name: str = "", school: str = ""
) -> Session:
    """Note that somebody is here, or that they wait to be let in; twice is fine.

    Which of both is never told: it would say who is enrolled. Raises TransitionError for a wrong
    code, and outside of the day; nothing is kept then.
    """
    session = _with_code(workshop, code)
    if session is None:
        raise TransitionError(WRONG)
    if is_nowhere(email):
        raise TransitionError(NOBODY)
    _be_here(session, email.lower(), name, school, now=now, how=How.CODE)
    return session


def _with_code(workshop, code):
    """Return the day that a code is of; it is compared with each, and takes as long for any."""
    sessions = [each for each in workshop.sessions.all() if each.check_in_code]
    right = [each for each in sessions if constant_time_compare(each.check_in_code, code)]
    return right[0] if right else None


@transaction.atomic
def check_in_by_link(enrollment: Enrollment, *, now: datetime) -> Session:
    """Note that who has opened their own link is here, or waits to be let in.

    Raises TransitionError where no day of the workshop takes them now; nothing is kept then.
    """
    session = day_for(enrollment.workshop, now)
    if session is None:
        raise TransitionError(NO_DAY)
    email, name, school = enrollment.teacher.email, enrollment.name, enrollment.school
    _be_here(session, email, name, school, now=now, how=How.LINK)
    return session


def said_by(enrollment: Enrollment, now: datetime) -> str:
    """Say what is known of somebody on the day that is nearest, to themselves; else nothing."""
    session = day_for(enrollment.workshop, now)
    if session is None:
        return ""
    if enrollment.attendances.filter(session=session, is_present=True).exists():
        return HERE
    waits = session.walk_ins.waiting().filter(email=enrollment.teacher.email)
    return WAITS if waits.exists() else ""


def _be_here(session, email, name, school, *, now, how):
    session.workshop.lock()
    if reason := closed_because(session, now):
        raise TransitionError(reason)
    enrolled = session.workshop.enrollments.enrolled()
    if found := enrolled.filter(teacher__email=email).first():
        note(session, [Mark(found.pk, True, now)], how=how, now=now)
    else:
        _wait(session, email, name, school)


def _wait(session, email, name, school):
    """Keep that somebody waits; said once more, also after they were sent away, they wait again."""
    said = {"name": name or email, "school": school}
    row, is_new = WalkIn.objects.get_or_create(session=session, email=email, defaults=said)
    if is_new or row.confirmed_at:
        return
    row.name, row.school = name or row.name, school or row.school
    row.dismissed_at = None
    row.save()
