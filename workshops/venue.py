"""The place of a workshop as its partner prepares it: the checklist, by when, and what is done."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from workshops.models import ChecklistDone, ChecklistItem, VenueSheet, Workshop

# What a sheet says, in the order in which one comes there.
SHEET = [
    "room",
    "access",
    "parking",
    "wifi",
    "contact_name",
    "contact_phone",
    "shipping",
    "more",
]


class Entry(NamedTuple):
    """An item of the checklist of one workshop."""

    item: ChecklistItem
    due_on: date | None  # None where the workshop has no day yet
    done_at: datetime | None
    done_by: str

    def is_late(self, on: date) -> bool:
        return bool(not self.done_at and self.due_on and self.due_on < on)


def due_on(item: ChecklistItem, first_day: date | None) -> date | None:
    return first_day - timedelta(days=item.days_before) if first_day else None


def asked_for(workshop: Workshop) -> QuerySet[ChecklistItem]:
    """Return the items that are to be done for a workshop of its kind."""
    return ChecklistItem.objects.filter(is_active=True, mode__in=["", workshop.mode])


def checklist_of(workshop: Workshop) -> list[Entry]:
    """Return what is to be done and what was, the first due first, in one query."""
    done = ChecklistDone.objects.filter(workshop=workshop, item=OuterRef("pk"))
    name = Coalesce(NullIf("by__name", Value("")), "by__email", output_field=TextField())
    rows = ChecklistItem.objects.annotate(
        done_at=Subquery(done.values("at")[:1]),
        done_by=Subquery(done.annotate(who=name).values("who")[:1]),
    )
    wanted = Q(done_at__isnull=False) | Q(pk__in=asked_for(workshop).order_by().values("pk"))
    first = workshop.first_session
    return [
        Entry(item, due_on(item, first and first.day), item.done_at, item.done_by or "")
        for item in rows.filter(wanted)
    ]


def sheet_of(workshop: Workshop) -> VenueSheet:
    """Return what is said of its place, or a sheet on which nothing stands yet."""
    found = VenueSheet.objects.filter(workshop=workshop).first()
    return found or VenueSheet(workshop=workshop)


def is_filled(sheet: VenueSheet) -> bool:
    return any(getattr(sheet, name) for name in SHEET)


def to_copy_from(workshop: Workshop) -> QuerySet[Workshop]:
    """Return the partner's other workshops whose place is described, the latest first."""
    others = Workshop.objects.of(workshop.partner).exclude(pk=workshop.pk)
    said = Q()
    for name in SHEET:
        said |= ~Q(**{f"sheet__{name}": ""})
    described = others.filter(said, sheet__isnull=False).select_related("course", "sheet")
    return described.with_days().order_by("-first_day", "-pk")
