"""Saying what a facilitator may lead, and for how long: never twice for one course and day."""

from collections.abc import Iterable
from copy import copy
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
    facilitator = Facilitator.objects.locked(facilitator.pk)
    made = [
        Accreditation(
            facilitator=facilitator, course=course, by=by, first_day=first_day, last_day=last_day
        )
        for course in courses
    ]
    for accreditation in made:
        refuse_days(accreditation)
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
    refuse_renewal(found, last_day)
    found.last_day = last_day
    found.save()
    emails.renewed(found)


@transaction.atomic
def revoke(accreditation: Accreditation, *, by: User | None, from_day: date, reason: str) -> None:
    """Let an accreditation count no more from a day on, and tell the facilitator why.

    Raises TransitionError if it is revoked already, or does not cover that day.
    """
    found = _locked(accreditation)
    refuse_revoking(found, from_day)
    if not reason.strip():
        raise TransitionError("Say why: the facilitator reads it.")
    found.revoked_from, found.revoke_reason = from_day, reason
    found.save()
    emails.revoked(found)


def refuse_days(accreditation: Accreditation) -> None:
    """Raise Overlaps if another one covers some of its days, TransitionError if there are none.

    Whoever saves it afterwards has locked the facilitator before.
    """
    if accreditation.last_day < accreditation.first_day:
        raise TransitionError("The last day is before the first.")
    others = Accreditation.objects.filter(
        facilitator=accreditation.facilitator_id, course=accreditation.course_id
    ).exclude(pk=accreditation.pk)
    if other := others.touching(accreditation.first_day, accreditation.last_day).first():
        counts = days.span(other.first_day, other.ends_on)
        revoked = ", when it was revoked" if other.revoked_from else ""
        raise Overlaps(
            f"There is an accreditation for {accreditation.course} already: {counts}{revoked}. "
            "Renew that one, or choose days outside of it."
        )


def refuse_renewal(accreditation: Accreditation, last_day: date) -> None:
    """Raise TransitionError if it cannot be renewed until a day."""
    if accreditation.revoked_from:
        raise TransitionError(f"{_said_revoked(accreditation)} Accredit them anew.")
    if last_day <= accreditation.last_day:
        until = days.in_words(accreditation.last_day, weekday=False)
        raise TransitionError(f"Its last day is {until} already. Choose a later day.")
    longer = copy(accreditation)
    longer.last_day = last_day
    refuse_days(longer)


def refuse_revoking(accreditation: Accreditation, from_day: date) -> None:
    """Raise TransitionError if it cannot be revoked from a day on."""
    if accreditation.revoked_from:
        raise TransitionError(_said_revoked(accreditation))
    if not accreditation.first_day <= from_day <= accreditation.last_day:
        raise TransitionError(f"It counts on {accreditation.span}. Choose one of these days.")


def _locked(accreditation):
    """Lock the facilitator first, and read the accreditation then."""
    Facilitator.objects.locked(accreditation.facilitator_id)
    related = ["facilitator", "course"]
    return Accreditation.objects.select_related(*related).get(pk=accreditation.pk)


def _said_revoked(accreditation):
    return f"It was revoked from {days.in_words(accreditation.revoked_from, weekday=False)} on."
