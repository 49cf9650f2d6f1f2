"""What staff decide while they read applications, and withdrawing."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from applications import changes, emails
from applications.actions.interviews import end_interview
from applications.actions.offering import close_offer
from applications.form import SECTIONS
from applications.models import Application, ChangeRequest, Region
from applications.models.application import CAME_TO_NOTHING
from plp.core import days
from plp.core.workflow import TransitionError

Status = Application.Status

TO_BE_READ = {Status.SUBMITTED, Status.CHANGES_REQUESTED}
MAY_BE_REOPENED = {*CAME_TO_NOTHING}


@transaction.atomic
def start_review(application: Application, *, by) -> None:
    """Take up an application; one that waits for changes is read as it is, without them.

    Raises TransitionError for any other; nothing is saved then.
    """
    _refuse_unless(application, TO_BE_READ)
    application.move(Status.IN_REVIEW, by=by)
    application.change_requests.close()


@transaction.atomic
def request_changes(
    application: Application, *, by, sections: Iterable[str], message: str
) -> ChangeRequest:
    """Open some sections of an application for changes and tell the applicant why.

    Raises TransitionError if the application is not in review, or no section is named; nothing is
    saved then.
    """
    asked = [slug for slug in SECTIONS if slug in set(sections)]
    if not asked:
        raise TransitionError("Name at least one section that is to be changed.")
    application.move(Status.CHANGES_REQUESTED, by=by, note=message)
    said = changes.as_it_is(Application.objects.get(pk=application.pk), asked)
    request = application.change_requests.create(sections=asked, message=message, before=said)
    emails.changes_requested(request)
    return request


@transaction.atomic
def waitlist(application: Application, *, by, until: date, message: str = "") -> None:
    """Put an application on the waiting list until a day, or keep it there until another.

    Raises TransitionError if it is neither in review nor waitlisted, or waits until that day
    already; nothing is saved then.
    """
    if application.waiting_until == until:
        raise TransitionError("It is on the waiting list until that day already.")
    note = f"Until {days.in_words(until, weekday=False)}. {message}".strip()
    is_first = application.status != Status.WAITLISTED
    application.move(Status.WAITLISTED, by=by, note=note, waiting_until=until)
    if is_first:
        end_interview(application, why="The application is on the waiting list.")
    emails.waitlisted(application, message=message)


@transaction.atomic
def decline(application: Application, *, by, message: str = "") -> None:
    """Say no to an applicant. Raises TransitionError where it is not to be decided now."""
    application.move(Status.DECLINED, by=by, note=message)
    end_interview(application, why="The application is decided.")
    emails.declined(application, message=message)


@transaction.atomic
def reopen(application: Application, *, by, reason: str) -> None:
    """Take up an application again that was declined or withdrawn, or whose offer lapsed.

    Raises TransitionError for any other, or where the organization has applied for the city again
    meanwhile; nothing is saved then.
    """
    _refuse_unless(application, MAY_BE_REOPENED)
    back_to_review(application, by=by, note=reason)
    emails.reopened(application)


@transaction.atomic
def withdraw(application: Application, *, by=None, reason: str = "") -> None:
    """Take an application back for its applicant; an offer that waits is refused with it.

    Raises TransitionError if it is decided already; nothing is saved then.
    """
    Region.objects.locked(pins=application.pin_id)
    application.move(Status.WITHDRAWN, by=by, note=reason)
    end_interview(application, why="The application was withdrawn.")
    emails.application_withdrawn(application)
    if waiting := application.offers.unanswered().first():
        close_offer(waiting, waiting.Answer.NO)
    application.change_requests.close()


def back_to_review(application: Application, *, by, note: str) -> None:
    """Move an application to review, unless its organization has another undecided one there."""
    twin = Application.objects.twins_of(application.organization, application.pin)
    refusal = TransitionError(
        f"{application.organization} has applied for {application.pin} again since then: read "
        "that application instead."
    )
    if twin.exists():
        raise refusal
    try:
        with transaction.atomic():
            application.move(Status.IN_REVIEW, by=by, note=note)
    except IntegrityError:
        raise refusal from None


def _refuse_unless(application, statuses):
    if application.status not in statuses:
        fit = " or ".join(sorted(Status(status).label.lower() for status in statuses))
        raise TransitionError(
            f"{application.get_status_display()}: only what is {fit} can take this step."
        )
