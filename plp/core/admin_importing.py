"""What pages that import files share: a preview of plans, a mark of it, and the log."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry

from plp.core.plans import Plan

MOST_LISTED = 20
AGAIN = "Something changed since you saw the preview. Look again, then import."


class Preview(NamedTuple):
    """What one file would change, cut where it is long."""

    name: str
    sentence: str
    new: list[str]
    changed: list[tuple[str, list[tuple[str, str, str]]]]
    removed: list[str]
    more_new: int
    more_changed: int
    more_removed: int


def refuse_large(upload, largest: int):
    """Return an upload, if there is one, that is not too large to travel between two pages."""
    if upload and upload.size > largest:
        raise forms.ValidationError(
            f"This file has {upload.size:,} bytes; at most {largest:,} are read. "
            "Save it with only the columns named here."
        )
    return upload


def one_newline(text: str) -> str:
    """Browsers send CRLF for every newline of a text area, so neither page counts on any other."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def preview(plan: Plan, called: Callable = str) -> Preview:
    changed = [(called(record), columns(plan, values)) for record, values in plan.changed]
    return Preview(
        plan.name,
        str(plan),
        [called(record) for record in plan.new[:MOST_LISTED]],
        changed[:MOST_LISTED],
        [called(record) for record in plan.removed[:MOST_LISTED]],
        max(0, len(plan.new) - MOST_LISTED),
        max(0, len(plan.changed) - MOST_LISTED),
        max(0, len(plan.removed) - MOST_LISTED),
    )


def columns(plan: Plan, values: dict) -> list[tuple[str, str, str]]:
    """Return (name, before, after) of what changes of a record."""

    def named(column):
        return str(plan.model._meta.get_field(column).verbose_name)

    return [(named(column), str(old), str(new)) for column, (old, new) in values.items()]


def mark(plans: list[Plan]) -> str:
    """Return a digest of all that the plans would change, shown or cut."""
    whole = [
        (
            plan.name,
            [str(record) for record in plan.new],
            [(record.pk, columns(plan, values)) for record, values in plan.changed],
            [record.pk for record in plan.removed],
        )
        for plan in plans
    ]
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def log(user, plan: Plan) -> None:
    """Write to each record's history what an import did to it."""
    write = partial(LogEntry.objects.log_actions, user.pk)
    write(plan.new, ADDITION, "Imported.")
    write(plan.removed, DELETION, "Not in the imported file.")
    for record, values in plan.changed:
        names = ", ".join(name for name, _, _ in columns(plan, values))
        write([record], CHANGE, f"Imported: {names}.")
