"""Who changed what and when: declared in one line a model, kept by django-simple-history.

Rows come from `save()` and `delete()`. What writes past them (`QuerySet.update()`, `bulk_create`,
`bulk_update`) says so with `note`.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.db import models
from simple_history import register
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

BEGAN = "As it was when its history began."
BATCH = 1_000

KEPT: dict[type[models.Model], "Kept"] = {}

_reason: ContextVar[str] = ContextVar("reason", default="")


class Manager(HistoryManager):
    """The library's own, of which it makes a class each time that `history` is read, also as often
    as anything is saved: half a millisecond. One class is enough."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class Kept(HistoricalRecords):
    """The history of one model, with the reason that holds where it is written."""

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            KEPT[sender] = self

    def post_save(self, instance, created, using=None, update_fields=None, **kwargs):
        """Write nothing where nothing that is kept was saved, as when somebody signs in."""
        kept = {field.name for field in self.fields_included(instance)}
        if update_fields is None or kept & {*update_fields}:
            super().post_save(instance, created, using=using, **kwargs)

    def get_change_reason_for_object(self, instance, history_type, using):
        return _reason.get() or None


def kept_history(exclude: Iterable[str] = (), many: Iterable[str] = ()) -> Kept:
    """Return what a model declares as `history`: it keeps all columns but the excluded.

    `many` names its many-to-many fields of which the history is kept too. Exclude what is secret,
    what is bulky, and a status, whose moves are its history.
    """
    return Kept(**_options(exclude, many))


def keep_history_of(model: type[models.Model], many: Iterable[str] = ()) -> None:
    """Keep the history of a model that is Django's own, in this app."""
    register(model, app="plp.core", records_class=Kept, **_options((), many))


def _options(exclude, many):
    fields = {"excluded_fields": [*exclude], "m2m_fields": [*many]}
    return fields | {"history_manager": Manager}


@contextmanager
def because(reason: str):
    """Say why in all history that is written inside."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def note(records: Iterable[models.Model], *, is_new: bool = False) -> None:
    """Write history for records of one model that were written past `save()`, as they are now."""
    records = list(records)
    if not records:
        return
    model, reason = type(records[0]), _reason.get() or None
    kept = KEPT[model]
    rows = model.history.bulk_history_create(
        records, update=not is_new, default_change_reason=reason, batch_size=BATCH
    )
    written = {record.pk: row for record, row in zip(records, rows, strict=True)}
    for field in kept.get_m2m_fields_from_model(model):
        _note_many(field, written)


def _note_many(field, written):
    """Write to history rows, by the key of their record, which others each record had by then."""
    keys, through = list(written), field.remote_field.through
    columns = [column.attname for column in through._meta.fields]
    of = f"{field.m2m_field_name()}_id"
    for start in range(0, len(keys), BATCH):
        pairs = through.objects.filter(**{f"{of}__in": keys[start : start + BATCH]})
        model = Kept.m2m_models[field]
        model.objects.bulk_create(
            model(history=written[getattr(pair, of)], **{c: getattr(pair, c) for c in columns})
            for pair in pairs
        )


def of(model: type[models.Model]) -> models.QuerySet:
    """Return the history rows of a model, the latest first."""
    return model.history.model.objects.all()


def forget(rows: models.QuerySet) -> int:
    """Delete history rows, many-to-many fields included; return how many there were."""
    for field in rows.model._history_m2m_fields:
        Kept.m2m_models[field].objects.filter(history__in=rows).delete()
    return rows.delete()[0]


def begin() -> None:
    """Write how each record stands that has no history yet: its first change then has a before."""
    with because(BEGAN):
        for model in KEPT:
            known = of(model).order_by().values(model._meta.pk.attname)
            note(model._default_manager.exclude(pk__in=known).order_by("pk"), is_new=True)
