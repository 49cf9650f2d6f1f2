"""What partners ask facilitators about dates, and staff for help; and how those answer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications.models import Partner
from facilitators import asked
from facilitators.emails import inquiries as emails
from facilitators.models import Facilitator, Inquiry
from plp.core.days import in_words, start_of
from plp.core.models import User
from plp.core.workflow import TransitionError

MOST_A_DAY = 30  # questions of a partner, to whomever
TOO_MANY = "You have asked 30 questions today. Wait for the answers, and go on tomorrow."
ASKED_TODAY = "You have asked {} today already. Wait for the answer, or ask again tomorrow."
STAFF_ASKED = (
    "Our staff have a question of yours about this course already. They answer it as soon as they "
    "can."
)
NOT_LISTED = "Partners cannot find {} any more, so ask somebody else, or our staff."
OVER = "The last day to answer was {}. Wait until you are asked again."
IS_ANSWERED = "Somebody has answered it already."


@transaction.atomic
def ask_facilitator(
    partner: Partner, facilitator: Facilitator, *, by: User, on: date, **said
) -> Inquiry:
    """Ask a facilitator about dates: one question a day, and not too many in all.

    Raises TransitionError otherwise, or if they cannot be found any more.
    """
    partner, today = _today(partner, on)
    if not Facilitator.objects.listed().filter(pk=facilitator.pk).exists():
        raise TransitionError(NOT_LISTED.format(facilitator))
    if today.filter(facilitator=facilitator).exists():
        raise TransitionError(ASKED_TODAY.format(facilitator))
    inquiry = Inquiry.objects.create(partner=partner, facilitator=facilitator, by=by, **said)
    emails.facilitator_asked(inquiry)
    return inquiry


@transaction.atomic
def ask_staff(partner: Partner, *, by: User, on: date, **said) -> Inquiry:
    """Ask staff for help in finding somebody; of one course, one unanswered question at a time.

    Raises TransitionError otherwise.
    """
    partner, _ = _today(partner, on)
    if partner.inquiries.for_staff().unanswered().filter(course=said["course"]).exists():
        raise TransitionError(STAFF_ASKED)
    inquiry = Inquiry.objects.create(partner=partner, facilitator=None, by=by, **said)
    emails.staff_asked(inquiry)
    return inquiry


@transaction.atomic
def answer_inquiry(
    inquiry: Inquiry, *, says: str, answer: str, by: User | None, on: date
) -> Inquiry:
    """Keep a facilitator's answer and pass it on; until the last day it can be changed.

    What says the same as before is not passed on again. Raises TransitionError after that day.
    """
    found = _locked(inquiry)
    if on > asked.last_day(found):
        raise TransitionError(OVER.format(in_words(asked.last_day(found))))
    if found.answered_at and (found.says, found.answer) == (says, answer):
        return found
    found.says = says
    _keep(found, answer, by)
    emails.facilitator_answered(found)
    return found


@transaction.atomic
def answer_for_staff(inquiry: Inquiry, *, answer: str, by: User) -> Inquiry:
    """Answer a partner that asked staff, once. Raises TransitionError if it is answered."""
    found = _locked(inquiry)
    if found.facilitator_id:
        raise TransitionError("A facilitator was asked, not staff.")
    if found.answered_at:
        raise TransitionError(IS_ANSWERED)
    _keep(found, answer, by)
    emails.staff_answered(found)
    return found


def _today(partner, on):
    """Lock a partner; return it with what it has asked today, if it may ask more."""
    locked = Partner.objects.select_for_update(of=["self"]).get(pk=partner.pk)
    today = locked.inquiries.filter(asked_at__gte=start_of(on))
    if today.count() >= MOST_A_DAY:
        raise TransitionError(TOO_MANY)
    return locked, today


def _locked(inquiry):
    rows = Inquiry.objects.select_related("partner__region", "facilitator", "course")
    return rows.select_for_update(of=["self"]).get(pk=inquiry.pk)


def _keep(inquiry, answer, by):
    inquiry.answer, inquiry.answered_by, inquiry.answered_at = answer, by, timezone.now()
    inquiry.save(update_fields=["says", "answer", "answered_by", "answered_at"])
