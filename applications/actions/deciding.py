"""Requests for changes, offers and their answers, and withdrawing."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from applications import emails
from applications.form import SECTIONS
from applications.models import Application, ChangeRequest, Offer, Partner, Region, Terms
from plp.core import days
from plp.core.workflow import TransitionError

Status = Application.Status


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
    request = application.change_requests.create(sections=asked, message=message)
    emails.changes_requested(request)
    return request


@transaction.atomic
def offer(application: Application, *, by, reply_by: date, conditions: str = "") -> Offer:
    """Offer the applicant the partnership for its region, and announce it.

    Raises TransitionError if the application cannot be offered it now, names nobody who may sign,
    or the region has a partner or another unanswered offer; then nothing is saved and no mail is
    written.
    """
    region = Region.objects.locked(pins=application.pin_id)
    if region.is_spoken_for():
        raise TransitionError(f"{region} is served or already offered.")
    if not application.signatory_email:
        raise TransitionError(f"{application} names nobody who may sign.")
    application.move(Status.OFFERED, by=by)
    made = application.offers.create(
        region=region, reply_by=reply_by, conditions=conditions, announced_at=timezone.now()
    )
    emails.offer_made(made)
    return made


@transaction.atomic
def answer_offer(offer: Offer, *, yes: bool, name: str, terms: Terms | None, on: date) -> None:
    """Take the signatory's answer; a yes makes the organization the partner of the region.

    Raises TransitionError if the offer is answered already, its last day has passed, or the region
    has got a partner meanwhile; nothing is saved then.
    """
    region = Region.objects.locked(pk=offer.region_id)
    if on > offer.reply_by:
        raise TransitionError(f"The last day to reply was {days.in_words(offer.reply_by)}.")
    if yes and region.partners.active().exists():
        raise TransitionError(f"{region} is served by a partner now.")
    application = offer.application
    offer.close(Offer.Answer.YES if yes else Offer.Answer.NO, by=name, terms=terms if yes else None)
    note = f"Answered by {name}, who may sign."
    application.move(Status.ACCEPTED if yes else Status.WITHDRAWN, by=None, note=note)
    if yes:
        Partner.objects.create(
            organization=application.organization,
            region=region,
            website=application.website,
            started_on=on,
        )
    emails.offer_answered(offer)


@transaction.atomic
def withdraw(application: Application, *, reason: str = "") -> None:
    """Take an application back for its applicant; an offer that waits is refused with it.

    Raises TransitionError if it is decided already; nothing is saved then.
    """
    Region.objects.locked(pins=application.pin_id)
    application.move(Status.WITHDRAWN, by=None, note=reason)
    if waiting := application.offers.unanswered().first():
        waiting.close(Offer.Answer.NO)
    application.change_requests.filter(answered_at__isnull=True).update(answered_at=timezone.now())
    emails.application_withdrawn(application)
