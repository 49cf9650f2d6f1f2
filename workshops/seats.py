"""Whether teachers can sign up for a workshop on a day, and how many seats are left."""

from datetime import date, datetime, timedelta

from django.db import models

from plp.core import days
from workshops.models import Workshop, WorkshopRules

# A seat that is freed later than this before the first day is offered, and kept for so long.
LATE = timedelta(hours=72)
KEPT_FOR = timedelta(hours=12)


class SignUp(models.TextChoices):
    """How signing up for a workshop stands; each has its own page."""

    NOT_YET = "not_yet", "Sign-up is not open yet"
    OPEN = "open", "Sign up"
    CLOSED = "closed", "Sign-up is closed"
    CANCELLED = "cancelled", "This workshop is cancelled"
    OVER = "over", "This workshop is over"


def begins_at(workshop: Workshop) -> datetime | None:
    """Return the moment at which its first day begins, None where no day is named."""
    first = workshop.first_session
    return first and first.begins_at


def last_day(workshop: Workshop) -> date | None:
    """Return the last day on which teachers sign up, None where no day is named."""
    first = workshop.first_session
    if workshop.sign_up_until or first is None:
        return workshop.sign_up_until
    rules = WorkshopRules.of(workshop.partner_year.program_year)
    return first.day - timedelta(days=rules.sign_up_closes)


def gives_none(workshop: Workshop, now: datetime) -> bool:
    """Whether seats are given to nobody any more: it was started, or should have been, or the
    partnership has ended."""
    begins, is_over = begins_at(workshop), workshop.partner.ended_on is not None
    return is_over or not workshop.is_to_come or begins is None or now >= begins


def stands(workshop: Workshop, now: datetime) -> SignUp:
    """Return how signing up stands; the last day ends at midnight Pacific."""
    Status = Workshop.Status
    if workshop.status == Status.CANCELLED:
        return SignUp.CANCELLED
    end = workshop.last_session
    if workshop.status == Status.COMPLETED or (end and now >= end.ends_at):
        return SignUp.OVER
    last = last_day(workshop)
    if gives_none(workshop, now) or now >= days.end_of(last):
        return SignUp.CLOSED if end else SignUp.NOT_YET
    return SignUp.OPEN if workshop.status == Status.OPEN else SignUp.NOT_YET


def free(workshop: Workshop) -> int:
    """Return how many seats are neither taken nor kept for somebody; never fewer than none."""
    return max(0, workshop.capacity - workshop.enrollments.taking_seats().count())


def is_late(workshop: Workshop, now: datetime) -> bool:
    """Whether a freed seat must be confirmed by whom it is offered to."""
    return now > begins_at(workshop) - LATE


def answer_by(workshop: Workshop, now: datetime) -> datetime:
    """Return until when a seat that is offered now is kept."""
    return min(now + KEPT_FOR, begins_at(workshop))
