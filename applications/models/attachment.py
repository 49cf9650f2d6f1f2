"""Files that applicants send along."""

from django.db import models, transaction

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

    def delete(self, *args, **kwargs):
        """Delete the row and, once that is certain, its bytes."""
        storage, name = self.file.storage, self.file.name
        done = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(name))
        return done
