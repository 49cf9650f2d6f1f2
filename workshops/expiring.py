"""Offers of seats that nobody took in time: the next one on the list is asked."""

from datetime import date

from django.utils import timezone

from plp.core.jobs import due_job, going_on
from workshops.actions import enrolling
from workshops.models import Enrollment


@due_job
def ask_the_next(on: date) -> None:
    """End the offers of seats whose moment has passed: that is one of the clock, not of a day."""
    late = Enrollment.objects.filter(
        status=Enrollment.Status.OFFERED, answer_by__lte=timezone.now()
    )
    for enrollment in late.order_by("answer_by", "pk").select_related("workshop"):
        with going_on(f"the seat offered to enrollment {enrollment.pk}"):
            enrolling.expire(enrollment)
