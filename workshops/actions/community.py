"""What a partner, or staff for it, does with its community events and their evidence."""

from datetime import date

from django.db import transaction

from applications.models import Partner
from plp.core import days, files, pages
from plp.core.workflow import TransitionError
from workshops.models import CommunityEvent, CommunityEventFile

Status = CommunityEvent.Status

MOST_FILES = 5


@transaction.atomic
def plan_event(event: CommunityEvent) -> CommunityEvent:
    """Add an event that is planned. Planned twice, as by pressing twice, it is the first one."""
    Partner.objects.select_for_update(of=["self"]).get(pk=event.partner_id)
    same = event.partner.community_events.filter(
        status=Status.PLANNED,
        kind=event.kind,
        title=event.title,
        first_day=event.first_day,
        last_day=event.last_day,
        begins=event.begins,
        place=event.place,
    ).first()
    if same is None:
        event.save()
    return same or event


@transaction.atomic
def change_event(event: CommunityEvent) -> None:
    """Save what was changed of an event.

    Raises TransitionError where it is not planned (any more); nothing is saved then.
    """
    if _locked(event).status != Status.PLANNED:
        raise TransitionError("It was recorded or cancelled meanwhile, so it stays as it was.")
    event.save()


@transaction.atomic
def complete_event(event: CommunityEvent, *, by, headcount: int, on: date, link: str = "") -> None:
    """Record that an event has happened, and how many came.

    Raises TransitionError before its first day, or where it is not planned; nothing is saved then.
    """
    event.first_day = _locked(event).first_day
    if on < event.first_day:
        begins = days.in_words(event.first_day)
        raise TransitionError(f"It begins on {begins}. Say how it went once that day has come.")
    event.move(Status.COMPLETED, by=by, headcount=headcount)
    event.link = link or event.link
    event.save(update_fields=["headcount", "link"])  # and with it its history


@transaction.atomic
def cancel_event(event: CommunityEvent, *, by, reason: str) -> None:
    """Call an event off; calendars that hold it hear of it."""
    event.move(Status.CANCELLED, by=by, note=reason)
    pages.changed()


@transaction.atomic
def undo_event(event: CommunityEvent, *, by) -> None:
    """Plan an event again that was recorded or cancelled; its headcount stays to be confirmed.

    Raises TransitionError where its costs were asked for.
    """
    Partner.objects.select_for_update(of=["self"]).get(pk=event.partner_id)
    if event.reimbursements.live().exists():
        raise TransitionError("Its costs were asked for, so it stays as it is.")
    event.move(Status.PLANNED, by=by)
    pages.changed()


def add_evidence(event: CommunityEvent, upload) -> CommunityEventFile:
    """Keep an uploaded file with an event.

    Raises files.NotTaken for what is no PDF, DOCX, PNG or JPEG, and TransitionError for one more
    than there may be, or where files cannot be stored just now; nothing is kept then.
    """
    kind = files.kind_of(upload.name, upload)  # takes its time, so before anything is locked
    with transaction.atomic():
        if _locked(event).files.count() >= MOST_FILES:
            raise TransitionError(
                f"There are {MOST_FILES} files. Delete one, then upload this one."
            )
        return files.keep(event.files, upload, kind)


def _locked(event):
    return CommunityEvent.objects.select_for_update(of=["self"]).get(pk=event.pk)
