"""Records with a status: one door through which it changes, and a log of every move."""

from django.conf import settings
from django.db import models, transaction


class TransitionError(Exception):
    """A step that cannot be taken now; its text is shown to the person who tried."""


class Workflow(models.Model):
    """A record with a status; subclasses declare MOVES and a log named `changes`."""

    MOVES: dict[str, set[str]] = {}
    MOVED = {"status"}  # what only `move()` writes

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Leave the status of a row that is there to `move()`: it may have moved meanwhile."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self._saved_fields()
        super().save(*args, **kwargs)

    def _saved_fields(self):
        kept_back = self.MOVED | self.get_deferred_fields()
        fields = (f for f in self._meta.concrete_fields if not f.primary_key)
        return [field.name for field in fields if not kept_back & {field.name, field.attname}]

    def can_move(self, to):
        return to in self.MOVES.get(self.status, ())

    def validate_constraints(self, exclude=None):
        # Forms leave status out, and Django then skips every constraint that names it.
        super().validate_constraints(exclude=set(exclude or ()) - {"status"})

    @transaction.atomic
    def move(self, to, *, by, note="", **fields):
        """Change the status, and fields that change with it, and log who did it.

        The UPDATE names the status we loaded, so when two people decide at once the second is
        refused rather than overwriting the first.

        Raises TransitionError; nothing is written then.
        """
        to = self.Status(to)
        if not self.can_move(to):
            raise TransitionError(f"{self.get_status_display()} cannot become {to.label}.")
        unmoved = type(self).objects.filter(pk=self.pk, status=self.status)
        if not unmoved.update(status=to, **fields):
            raise TransitionError("Someone else has just changed this; reload it.")
        self.changes.create(old=self.status, new=to, by=by, note=note)
        for name, value in {"status": to, **fields}.items():
            setattr(self, name, value)


class StatusChange(models.Model):
    """One move of one record: from what to what, by whom and why."""

    old = models.CharField(max_length=20)
    new = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.old} → {self.new}"
