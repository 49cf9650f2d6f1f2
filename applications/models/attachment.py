"""Files that applicants send along."""

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from applications.models.draft import Draft

MOST_FILES = 5


class Attachment(models.Model):
    """A file of a draft, and of the application it becomes; served only to who may read that."""

    FOLDER = "applications"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120, help_text="As it was called where it came from.")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField(help_text="bytes")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_sent(self):
        """Whether it is part of what was sent, and so stays: not if uploaded for a change."""
        request = self.draft.open_request
        return self.draft.is_sent and not (request and self.uploaded_at > request.asked_at)


@receiver(post_delete, sender=Attachment)
def delete_bytes(instance, **_):
    """Delete a file's bytes once its row is gone for certain, whatever took it along."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))
