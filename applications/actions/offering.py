"""Offers: making one, its answer, and its end without one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications import emails
from applications.actions.interviews import end_interview
from applications.actions.partnering import make_partner
from applications.figures import best_first
from applications.models import Application, Offer, Region, Terms
from plp.core import days
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError

Status = Application.Status


@transaction.atomic
def offer(application: Application, *, by, reply_by: date, conditions: str = "") -> Offer:
    """Offer the applicant the partnership for its region, and announce it.

    Raises TransitionError if the application cannot be offered it now, names nobody who may sign,
    or the region has a partner or another unanswered offer; then nothing is saved and no mail is
    written.
    """
    refuse_unless_free(Region.objects.locked(pins=application.pin_id), application)
    application.move(Status.OFFERED, by=by)
    end_interview(application, why="The application is decided.")
    made = application.offers.create(
        region=application.pin.region,
        reply_by=reply_by,
        conditions=conditions,
        announced_at=timezone.now(),
    )
    emails.offer_made(made)
    return made


def refuse_unless_free(region: Region, application: Application) -> None:
    """Raise TransitionError where an application could not be offered its region now."""
    if region.is_spoken_for():
        raise TransitionError(f"{region} is served or already offered.")
    meant = region.meant_for()
    if meant and meant.application_id != application.pk:
        raise TransitionError(f"{meant.keeps_region} Discard it first.")
    if not application.signatory_email or is_nowhere(application.signatory_email):
        raise TransitionError(f"{application} names nobody who may sign.")
    if not application.draft.program.years.exists():
        raise TransitionError(f"{application.draft.program} has no program year. Add one first.")


@transaction.atomic
def answer_offer(offer: Offer, *, yes: bool, name: str, terms: Terms | None, on: date) -> None:
    """Take the signatory's answer; a yes makes the organization the partner of the region.

    With the yes come its first partner year, the requirements and the invitations. Raises
    TransitionError if the offer is answered already, its last day has passed, or the region has
    got a partner meanwhile; nothing is saved then.
    """
    region = Region.objects.locked(pk=offer.region_id)
    if on > offer.reply_by:
        raise TransitionError(f"The last day to reply was {days.in_words(offer.reply_by)}.")
    if yes and region.partners.active().exists():
        raise TransitionError(f"{region} is served by a partner now.")
    application = offer.application
    answer = Offer.Answer.YES if yes else Offer.Answer.NO
    close_offer(offer, answer, by=name, terms=terms if yes else None)
    note = f"Answered by {name}, who may sign."
    application.move(Status.ACCEPTED if yes else Status.WITHDRAWN, by=None, note=note)
    emails.offer_answered(offer)
    if yes:
        make_partner(offer, on=on)


@transaction.atomic
def take_back(application: Application, *, by, message: str) -> None:
    """Take back an offer that nobody has answered; the application is in review again.

    Raises TransitionError where there is none; nothing is saved then.
    """
    Region.objects.locked(pins=application.pin_id)
    waiting = application.offers.unanswered().first()
    if waiting is None:
        raise TransitionError(
            f"{application.get_status_display()}: there is no offer to take back."
        )
    application.move(Status.IN_REVIEW, by=by, note=message)
    close_offer(waiting, Offer.Answer.TAKEN_BACK)
    emails.offer_taken_back(waiting, message=message)


@transaction.atomic
def lapse(offer: Offer, *, on: date) -> None:
    """End an offer that nobody has answered by its last day, and propose the next in line.

    Raises TransitionError if it was answered, or still can be; nothing is saved then.
    """
    Region.objects.locked(pk=offer.region_id)
    offer.refresh_from_db()
    if on <= offer.reply_by:
        raise TransitionError(f"It can be answered until {days.in_words(offer.reply_by)}.")
    note = f"Nobody answered by {days.in_words(offer.reply_by)}."
    close_offer(offer, Offer.Answer.NONE)
    offer.application.move(Status.LAPSED, by=None, note=note)
    emails.offer_lapsed(offer)


def close_offer(offer: Offer, answer: Offer.Answer, *, by: str = "", terms=None) -> None:
    """Answer an offer; where nothing came of it, tell staff who is next in line."""
    offer.close(answer, by=by, terms=terms)
    if answer != Offer.Answer.YES:
        others = Application.objects.in_line(offer.region).exclude(pk=offer.application_id)
        if line := list(best_first(others)[:10]):
            emails.next_in_line(offer, line)
