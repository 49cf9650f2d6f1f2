"""What the page "History" of a record shows in the admin: who changed what and when."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db import models

from plp.core import days, history
from plp.core.workflow import Workflow

A_PAGE = 50
AROUND = 40  # characters that are shown on each side of what changed in a text
EMPTY = "empty"
DID = {"+": "Added.", "~": "Changed.", "-": "Deleted."}


@dataclass
class Entry:
    """One moment of a record: who did what, and each field with what it said before and after."""

    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def page_of(record: models.Model, number: str | None) -> Page:
    """Return a page of a record's Entries, the latest first, in as many queries at any length."""
    kept = _Rows(record) if type(record) in history.KEPT else None
    sources = [kept, _Log(record, kept), _Moves(record) if isinstance(record, Workflow) else None]
    moments = [
        (at, rank, key)
        for rank, source in enumerate(sources)
        if source
        for at, key in source.moments()
    ]
    page = Paginator(sorted(moments, reverse=True), A_PAGE).get_page(number)
    found = {}
    for rank, source in enumerate(sources):
        keys = [key for _, of, key in page.object_list if of == rank]
        if keys:
            found |= {(rank, key): entry for key, entry in source.entries(keys)}
    page.object_list = [found[rank, key] for _, rank, key in page.object_list]
    return page


def _name(person):
    return str(person) if person else "Nobody signed in"


class _Log:
    """What the admin's own log says, where the kept history does not say it already."""

    def __init__(self, record, kept):
        self.kept = kept
        kind = ContentType.objects.get_for_model(record)
        self.lines = LogEntry.objects.filter(content_type=kind, object_id=str(record.pk))

    def moments(self):
        began = min((at for at, _ in self.kept.moments()), default=None) if self.kept else None
        for line in self.lines.only("action_time", "change_message"):
            if began is None or line.action_time < began or not _is_plain(line.change_message):
                yield line.action_time, line.pk

    def entries(self, keys):
        for line in self.lines.filter(pk__in=keys).select_related("user"):
            said = line.get_change_message() or f"{line.get_action_flag_display()}."
            yield line.pk, Entry(line.action_time, _name(line.user), said)


def _is_plain(message):
    """Whether a line of the log says no more than that this very record was added or changed."""
    try:
        parts = json.loads(message or "[]")
    except ValueError:
        return False
    return isinstance(parts, list) and not any(
        "name" in said for part in parts for said in part.values()
    )


class _Moves:
    """The moves of a status, which are its history."""

    def __init__(self, record):
        self.record = record

    def moments(self):
        return self.record.changes.values_list("at", "pk")

    def entries(self, keys):
        label = dict(self.record.Status.choices)
        for move in self.record.changes.filter(pk__in=keys).select_related("by"):
            status = ("status", label.get(move.old, move.old), label.get(move.new, move.new))
            yield move.pk, Entry(move.at, _name(move.by), move.note, [status])


class _Rows:
    """The rows of a record's kept history, each beside the one before."""

    def __init__(self, record):
        model = type(record)
        self.rows = history.of(model).filter(**{model._meta.pk.attname: record.pk})
        self.fields = self.rows.model.tracked_fields
        self.many = self.rows.model._history_m2m_fields

    def moments(self):
        if not hasattr(self, "_moments"):
            self._moments = list(self.rows.values_list("history_date", "pk"))
        return self._moments

    def entries(self, keys):
        in_order = [key for _, key in sorted(self.moments())]
        before = dict(zip(in_order[1:], in_order, strict=False))
        wanted = {*keys, *(before[key] for key in keys if key in before)}
        rows = self.rows.select_related("history_user").in_bulk(wanted)
        many = self._many_of(wanted)
        pairs = [(rows[key], rows.get(before.get(key))) for key in keys]
        changes = {row.pk: [*self._changes(row, old, many)] for row, old in pairs}
        names = _Names(change for found in changes.values() for change in found)
        for row, old in pairs:
            yield row.pk, self._entry(row, old, [names.in_words(*c) for c in changes[row.pk]])

    def _entry(self, row, old, changes):
        said = [DID[row.history_type]]
        if row.history_type == "~" and not changes:
            said = ["Saved as it was."] if old else ["Changed; what it was before is not kept."]
        if row.history_change_reason:
            said.append(row.history_change_reason)
        return Entry(row.history_date, _name(row.history_user), " ".join(said), changes)

    def _many_of(self, keys):
        """Return {(history row, field): keys of the other records}."""
        found = defaultdict(set)
        for field_ in self.many:
            other = f"{field_.m2m_reverse_field_name()}_id"
            rows = history.Kept.m2m_models[field_].objects.filter(history__in=keys)
            for row, key in rows.values_list("history_id", other):
                found[row, field_.name].add(key)
        return found

    def _changes(self, row, old, many):
        """Return (field, before, after) of what differs, as it is stored."""
        if old is None or row.history_type != "~":
            return
        for field_ in self.fields:
            pair = getattr(old, field_.attname), getattr(row, field_.attname)
            if pair[0] != pair[1]:
                yield (field_, *pair)
        for field_ in self.many:
            pair = many[old.pk, field_.name], many[row.pk, field_.name]
            if pair[0] != pair[1]:
                yield (field_, *pair)


class _Names:
    """Stored values in words; what they refer to is looked up once a model."""

    def __init__(self, changes):
        keys = defaultdict(set)
        for field_, *values in changes:
            if field_.is_relation:
                for value in values:
                    keys[field_.related_model] |= value if isinstance(value, set) else {value}
        self.names = {
            model: model._base_manager.select_related().in_bulk(found - {None})
            for model, found in keys.items()
        }

    def in_words(self, field_, old, new):
        """Return (label, before, after)."""
        before, after = self._one(field_, old), self._one(field_, new)
        return str(field_.verbose_name), *_apart(before, after)

    def _one(self, field_, value):
        if isinstance(value, set):
            return ", ".join(sorted(self._related(field_, key) for key in value)) or EMPTY
        if value in (None, ""):
            return EMPTY
        if field_.is_relation:
            return self._related(field_, value)
        return _in_words(field_, value)

    def _related(self, field_, key):
        found = self.names[field_.related_model].get(key)
        return str(found) if found else f"one that is gone (number {key})"


def _in_words(field_, value):
    if field_.flatchoices:
        return str(dict(field_.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return days.moment_in_words(value)
    if isinstance(value, date):
        return days.in_words(value)
    return str(value)


def _apart(old, new):
    """Return two texts without the long beginning and end that they share."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return _cut(old, start, end), _cut(new, start, end)


def _shared(one, other):
    """Return with how many characters two texts begin alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text, start, end):
    first, last = max(0, start - AROUND), min(len(text), len(text) - end + AROUND)
    return f"{'… ' * (first > 0)}{text[first:last]}{' …' * (last < len(text))}"
