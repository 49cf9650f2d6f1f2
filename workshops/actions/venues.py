"""What partners prepare for a workshop: the page about its place, the checklist, supplies."""

from datetime import date

from django.db import transaction

from plp.core import days
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.emails import venues as emails
from workshops.models import ChecklistDone, ChecklistItem, Supply, VenueSheet, Workshop
from workshops.venue import SHEET

MOST_SUPPLIES = 30


def _locked(workshop):
    """Lock a workshop. Raises TransitionError where nothing is prepared for it any more."""
    found = Workshop.objects.locked(workshop.pk)
    found.refuse_over("what was prepared for it stays as it is.")
    return found


@transaction.atomic
def describe_place(workshop: Workshop, **said: str) -> VenueSheet:
    """Say what people find at the place of a workshop.

    Raises TransitionError once it is over or cancelled; nothing is saved then.
    """
    sheet, _ = VenueSheet.objects.update_or_create(workshop=_locked(workshop), defaults=said)
    return sheet


def copy_place(workshop: Workshop, source: Workshop) -> VenueSheet:
    """Say of the place of a workshop what is said of another's, in place of what was said."""
    return describe_place(workshop, **{name: getattr(source.sheet, name) for name in SHEET})


@transaction.atomic
def tick(workshop: Workshop, item: ChecklistItem, *, by: User | None) -> None:
    """Note that an item of the checklist is done; the first one who says so stays named."""
    ChecklistDone.objects.get_or_create(workshop=_locked(workshop), item=item, defaults={"by": by})


@transaction.atomic
def untick(workshop: Workshop, item: ChecklistItem) -> None:
    _locked(workshop)
    ChecklistDone.objects.filter(workshop=workshop, item=item).delete()


@transaction.atomic
def ask_for(workshop: Workshop, *, what: str, needed_by: date, by: User | None) -> Supply:
    """Ask the program to send something. Asked twice, as by pressing twice, it is the first one.

    Raises TransitionError once the workshop is over, or where it asks for too much.
    """
    asked = _locked(workshop).supplies
    same = asked.filter(what=what, needed_by=needed_by, sent_on__isnull=True).first()
    if same is None and asked.count() >= MOST_SUPPLIES:
        raise TransitionError(f"You have asked for {MOST_SUPPLIES} things. Put some in one line.")
    return same or asked.create(what=what, needed_by=needed_by, by=by)


@transaction.atomic
def take_back(supply: Supply) -> None:
    """Ask for something no more. Raises TransitionError once it was sent."""
    found = _lock_supply(supply)
    if found is None:
        return
    _refuse_sent(found)
    found.delete()


@transaction.atomic
def send(supply: Supply, *, by: User, sent_on: date, note: str = "") -> None:
    """Note that staff have sent something, and tell the partner.

    Raises TransitionError where it was noted before, or was taken back.
    """
    found = _lock_supply(supply)
    if found is None:
        raise TransitionError("The partner does not ask for it any more.")
    _refuse_sent(found)
    found.sent_on, found.note = sent_on, note or found.note
    found.save()
    emails.supply_sent(found)


def _lock_supply(supply):
    return Supply.objects.select_for_update(of=["self"]).filter(pk=supply.pk).first()


def _refuse_sent(supply):
    if supply.sent_on:
        raise TransitionError(f"It was sent on {days.in_words(supply.sent_on)}.")
