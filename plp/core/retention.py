"""Kinds of record that are not kept for ever: what each app registers of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

BATCH = 500  # records erased in one transaction


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


def one_by_one(erase: Callable[[models.Model], object]) -> Callable[[models.QuerySet], None]:
    """Return what erases rows of a rule, one after the other."""

    def erase_each(rows):
        for row in rows:
            erase(row)

    return erase_each


def retains(**said) -> Rule:
    """Register a rule; its days are staff's to change."""
    made = Rule(**said)
    RULES[made.kind] = made
    return made
