"""How long each kind of record is kept, and erasing what is past that."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from plp.core.jobs import due_job, going_on
from plp.core.models import Retention

BATCH = 500  # records erased in one transaction
MOST = 5_000  # of one kind in one run; the next run, ten minutes later, goes on

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """A kind of record that is not kept for ever, and what this release knows of it.

    `due(moment)` returns the rows, a queryset a model, whose event was before a moment.
    `erase(rows)` erases some of them, safely beside itself; without it, a job of its own does.
    """

    kind: str
    name: str  # for staff: "Text of sent mails"
    after: str  # which event the days are counted from: "after the mail was sent"
    days: int  # to begin with
    fewest: int
    why_fewest: str
    due: Callable[[datetime], Iterable[models.QuerySet]]
    erase: Callable[[models.QuerySet], object] | None = None
    batch: int = BATCH


RULES: dict[str, Rule] = {}


def retains(**said) -> Rule:
    """Register a rule; its days are staff's to change."""
    made = Rule(**said)
    RULES[made.kind] = made
    return made


def rule(kind: str, on: date) -> timedelta:
    """Return for how long a kind is kept by the rule in force on a day."""
    found = Retention.objects.in_force(on).get(kind)
    return timedelta(days=found.days if found else RULES[kind].days)


def moment(found: Rule, on: date, *, ahead: int = 0) -> datetime:
    """Return the moment before which a rule's events are past, now or some days ahead."""
    return timezone.now() + timedelta(days=ahead) - rule(found.kind, on)


@due_job
def enforce_retention(on: date) -> None:
    """Erase what is past its rule, a few records at a time; safe beside itself."""
    for found in RULES.values():
        if found.erase:
            with going_on(found.kind):
                for rows in found.due(moment(found, on)):
                    _erase(found, rows)


def _erase(found, rows):
    last = None
    for _ in range(0, MOST, found.batch):
        left = rows.order_by("pk") if last is None else rows.order_by("pk").filter(pk__gt=last)
        keys = list(left.values_list("pk", flat=True)[: found.batch])
        if not keys:
            return
        last = keys[-1]
        try:
            with transaction.atomic():
                found.erase(rows.filter(pk__in=keys))
        except models.ProtectedError:
            logger.warning("%s: %s must stay, something else needs them.", found.kind, keys)
