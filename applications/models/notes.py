"""What staff write to one another about an application."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from applications.models.application import Application
from plp.core.days import pacific_day, pacific_today

A_MOMENT = timedelta(minutes=1)


class NoteQuerySet(models.QuerySet):
    def just_written(self, author, text):
        """Notes of somebody that said the same a moment ago: the button was pressed twice."""
        return self.filter(author=author, text=text, at__gt=timezone.now() - A_MOMENT)


class Note(models.Model):
    """A note among staff; no applicant ever reads it. Its author may change it on its own day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5_000)
    at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"Note on {self.application}"

    def may_be_changed_by(self, user):
        """Whether it is theirs and of today: later, others may have acted on it."""
        return self.author_id == user.pk and pacific_day(self.at) == pacific_today()
