"""What teachers do on their own pages: change what they typed, ask to be erased."""

from django.db import transaction

from plp.core.models import ErasureRequest
from plp.core.workflow import TransitionError
from workshops.actions.enrolling import lock
from workshops.models import Enrollment, Teacher


def not_to_change(enrollment: Enrollment) -> str:
    """Say why a teacher cannot change what they typed, or nothing."""
    if not enrollment.workshop.is_going_on:
        return "This workshop is over or cancelled, so nothing changes here any more."
    if enrollment.status == Enrollment.Status.CANCELLED:
        return "You do not come to this workshop, so there is nothing to change."
    return ""


@transaction.atomic
def change_typed(enrollment: Enrollment, **typed: str) -> None:
    """Keep what a teacher says now of themselves for one workshop; it changes nothing elsewhere.

    Raises TransitionError where it is over or they do not come; nothing is saved then.
    """
    workshop = lock(enrollment.workshop)
    row = Enrollment.objects.get(pk=enrollment.pk)
    row.workshop = workshop
    if reason := not_to_change(row):
        raise TransitionError(reason)
    for name, value in typed.items():
        setattr(row, name, value)
    row.save()


def ask_to_be_erased(teacher: Teacher) -> ErasureRequest:
    """Let staff know that a teacher wants to be erased; asked twice, it is one request."""
    asked, _ = ErasureRequest.objects.get_or_create(email=teacher.email.lower())
    return asked
