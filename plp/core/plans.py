"""What loading a file would change, before it is done."""

from dataclasses import dataclass, field

from django.db import models, transaction

from plp.core import history, pages

BATCH = 2000


@dataclass
class Plan:
    """The difference between a file and the database, for rows of one model.

    `changed` holds pairs of a record with its new values and {column: (old, new)}; `keys` says
    which records the file names.
    """

    model: type[models.Model]
    columns: list[str]
    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    same: int = 0
    keys: list = field(default_factory=list)

    @property
    def name(self):
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_empty(self):
        return not (self.new or self.changed or self.removed)

    def __str__(self):
        return (
            f"{self.name}: {len(self.new):,} new, {len(self.changed):,} changed, "
            f"{len(self.removed):,} removed, {self.same:,} as they were"
        )

    @transaction.atomic
    def save(self):
        """Write the difference; does nothing where there is none."""
        if self.is_empty:
            return
        removed = [record.pk for record in self.removed]
        for start in range(0, len(removed), BATCH):
            self.model.objects.filter(pk__in=removed[start : start + BATCH]).delete()
        made = self.model.objects.bulk_create(self.new, batch_size=BATCH)
        changed = [record for record, _ in self.changed]
        self.model.objects.bulk_update(changed, self.columns, batch_size=BATCH)
        if self.model in history.KEPT:
            history.note(made, is_new=True)
            history.note(changed)
        pages.changed()


def compare(model, key, columns, wanted, *, whole=False) -> Plan:
    """Plan how the rows of a model become the wanted records, matched by one unique column.

    Columns not in `columns` keep their values. With `whole`, records that nobody wants go.
    """
    plan = Plan(model, columns, keys=[getattr(record, key) for record in wanted])
    related = [column for column in columns if model._meta.get_field(column).is_relation]
    records = model.objects.select_related(*related) if related else model.objects.all()
    existing = {getattr(record, key): record for record in records}
    for record in wanted:
        old = existing.pop(getattr(record, key), None)
        if old is None:
            plan.new.append(record)
            continue
        before_after = {
            column: (getattr(old, column), getattr(record, column))
            for column in columns
            if getattr(old, column) != getattr(record, column)
        }
        if before_after:
            for column, (_, new) in before_after.items():
                setattr(old, column, new)
            plan.changed.append((old, before_after))
        else:
            plan.same += 1
    if whole:
        plan.removed = list(existing.values())
    return plan
