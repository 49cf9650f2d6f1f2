"""Erasing what is past the rule in force for its kind."""

import logging
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from plp.core.jobs import due_job, going_on
from plp.core.models import Retention
from plp.core.retention import RULES, Rule

MOST = 5_000  # of one kind in one run; the next run, ten minutes later, goes on

logger = logging.getLogger(__name__)


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
