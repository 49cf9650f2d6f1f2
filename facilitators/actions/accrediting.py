"""Saying what a facilitator may lead, and for how long: never twice for one course and day."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from applications.models import Course
from facilitators.emails import accrediting as emails
from facilitators.models import Accreditation, Facilitator
from plp.core import days
from plp.core.models import User
from plp.core.workflow import TransitionError


class Overlaps(TransitionError):
    """Days that another accreditation for the course covers already."""


@transaction.atomic
def accredit(
    facilitator: Facilitator, course: Course, *, by: User | None, first_day: date, last_day: date
) -> Accreditation:
    """Let a facilitator lead a course from a first day to a last one, and tell them.

    Raises Overlaps if they are accredited for it on some of these days, TransitionError if the
    last day is before the first; then nothing is saved.
    """
    [made] = accredit_many(facilitator, [course], by=by, first_day=first_day, last_day=last_day)
    return made


@transaction.atomic
def accredit_many(
    facilitator: Facilitator,
    courses: Iterable[Course],
    *,
    by: User | None,
    first_day: date,
    last_day: date,
) -> list[Accreditation]:
    """The same for several courses of one facilitator, in one mail: for all of them, or none."""
    if last_day < first_day:
        raise TransitionError("The last day is before the first.")
    facilitator = locked(facilitator.pk)
    days_of_each = {"first_day": first_day, "last_day": last_day}
    made = [
        Accreditation(facilitator=facilitator, course=course, by=by, **days_of_each)
        for course in courses
    ]
    for accreditation in made:
        refuse_overlaps(accreditation)
        accreditation.save()
    emails.accredited(made)
    return made


@transaction.atomic
def renew(accreditation: Accreditation, *, by: User | None, last_day: date) -> None:
    """Move the last day of an accreditation, and tell the facilitator.

    It stays one row, so that revoking it ends all of it; its history keeps each last day. Raises
    TransitionError if it is revoked, lasts that long already, or would overlap another.
    """
    found = _locked(accreditation)
    if found.revoked_from:
        raise TransitionError(f"{_said_revoked(found)} Accredit them anew.")
    if last_day <= found.last_day:
        until = days.in_words(found.last_day, weekday=False)
        raise TransitionError(f"Its last day is {until} already. Choose a later day.")
    found.last_day = last_day
    refuse_overlaps(found)
    found.save()
    emails.renewed(found)


@transaction.atomic
def revoke(accreditation: Accreditation, *, by: User | None, from_day: date, reason: str) -> None:
    """Let an accreditation count no more from a day on, and tell the facilitator why.

    Raises TransitionError if it is revoked already, or does not cover that day.
    """
    found = _locked(accreditation)
    if found.revoked_from:
        raise TransitionError(_said_revoked(found))
    if not found.first_day <= from_day <= found.last_day:
        raise TransitionError(f"It counts on {found.span}. Choose one of these days.")
    if not reason.strip():
        raise TransitionError("Say why: the facilitator reads it.")
    found.revoked_from, found.revoke_reason = from_day, reason
    found.save()
    emails.revoked(found)


def refuse_overlaps(accreditation: Accreditation) -> None:
    """Raise Overlaps if another one covers some of its days; the facilitator must be locked."""
    others = Accreditation.objects.filter(
        facilitator=accreditation.facilitator_id, course=accreditation.course_id
    ).exclude(pk=accreditation.pk)
    if other := others.touching(accreditation.first_day, accreditation.last_day).first():
        held = days.span(other.first_day, other.ends_on)
        revoked = ", when it was revoked" if other.revoked_from else ""
        raise Overlaps(
            f"There is an accreditation for {accreditation.course} already: {held}{revoked}. "
            "Renew that one, or choose days outside of it."
        )


def locked(pk: int) -> Facilitator:
    """Return a facilitator whose accreditations nobody else changes until this is committed."""
    return Facilitator.objects.select_for_update(of=["self"]).get(pk=pk)


def _locked(accreditation):
    """Lock the facilitator first, and read the accreditation then."""
    locked(accreditation.facilitator_id)
    related = ["facilitator", "course"]
    return Accreditation.objects.select_related(*related).get(pk=accreditation.pk)


def _said_revoked(accreditation):
    return f"It was revoked from {days.in_words(accreditation.revoked_from, weekday=False)} on."
