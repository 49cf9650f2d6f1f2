"""Workshops that are in progress though their last day is over: when who is reminded of them."""

from datetime import date, timedelta

from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest, TruncDate

from plp.core.days import PACIFIC
from workshops.models import Session, Workshop, WorkshopStatusChange

Status = Workshop.Status

# Days since it should have ended: daily for 3 days, then weekly 3 times; a week later staff see it.
REMINDED = (2, 3, 4, 11, 18, 25)
STAFF_AFTER = timedelta(days=32)


def left_open(rows: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Those in progress that have a day, each with its `last_day`, and with the day since which it
    waits as `open_since`: the last one, or the one on which it was started or reopened, if that was
    later."""
    last = Session.objects.filter(workshop=OuterRef("pk")).order_by("-day")
    moved = WorkshopStatusChange.objects.filter(workshop=OuterRef("pk"), new=Status.IN_PROGRESS)
    begun = moved.order_by("-pk").annotate(on=TruncDate("at", tzinfo=PACIFIC))
    found = rows.filter(status=Status.IN_PROGRESS).annotate(
        last_day=Subquery(last.values("day")[:1]), begun_on=Subquery(begun.values("on")[:1])
    )
    since = Cast(Greatest("last_day", "begun_on"), DateField())
    return found.filter(last_day__isnull=False).annotate(open_since=since)


def for_staff(rows: QuerySet[Workshop], on: date) -> QuerySet[Workshop]:
    """Those of which managers were reminded in vain."""
    return left_open(rows).filter(open_since__lte=on - STAFF_AFTER)


def to_remind(on: date) -> list[tuple[Workshop, int]]:
    """Return those of which managers are to be reminded, each with the reminder that is due: the
    last one whose day has come, also where no run has written it on that day."""
    due = left_open(Workshop.objects).filter(
        open_since__lte=on - timedelta(days=REMINDED[0]),
        open_since__gt=on - STAFF_AFTER,
        partner_year__partner__ended_on__isnull=True,
    )
    related = due.select_related("course", "partner_year__partner").order_by("pk")
    return [(each, _due(each, on)) for each in related]


def _due(workshop, on):
    since = (on - workshop.open_since).days
    return max(day for day in REMINDED if day <= since)
