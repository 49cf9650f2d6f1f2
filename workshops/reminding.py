"""What should be prepared for workshops by a day and is not, where nobody was reminded of it."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby

from applications.models import Partner
from workshops.models import ChecklistDone, ChecklistItem, ChecklistReminder, Workshop
from workshops.venue import due_on

Due = list[tuple[Workshop, list[ChecklistItem]]]


def to_remind(on: date) -> list[tuple[Partner, Due]]:
    """Return what each partner should hear of, in the same few queries however many there are.

    Left out: workshops that have begun, are cancelled, or about which no mail is written.
    """
    items = list(ChecklistItem.objects.filter(is_active=True))
    found = _undone(items, on)
    grouped = groupby(found, key=lambda each: each[0].partner)
    return [(partner, list(due)) for partner, due in grouped]


def _undone(items, on):
    """Return (workshop, items) of what is due and neither done nor told, by partner and day."""
    farthest = max((item.days_before for item in items), default=0)
    coming = (
        Workshop.objects.to_remind_of()
        .with_days()
        .filter(first_day__range=(on, on + timedelta(days=farthest)))
        .select_related("course", "partner_year__partner")
        .order_by("partner_year__partner", "first_day", "pk")
    )
    known = _done_or_told(coming)
    rows = [(each, _due(each, items, on, known[each.pk])) for each in coming]
    return [(workshop, due) for workshop, due in rows if due]


def _due(workshop, items, on, known):
    return [
        item
        for item in items
        if item.mode in {"", workshop.mode}
        and due_on(item, workshop.first_day) <= on
        and not known & {(item.pk, None), (item.pk, workshop.first_day)}
    ]


def _done_or_told(workshops):
    """Return {workshop: {(item, None) where done, (item, its first day) where told}}."""
    keys = workshops.order_by().values("pk")
    found = defaultdict(set)
    done = ChecklistDone.objects.filter(workshop__in=keys)
    for workshop, item in done.values_list("workshop", "item"):
        found[workshop].add((item, None))
    told = ChecklistReminder.objects.filter(workshop__in=keys)
    for workshop, *key in told.values_list("workshop", "item", "first_day"):
        found[workshop].add(tuple(key))
    return found
