"""What every kept file has, whatever it belongs to."""

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver


class KeptFile(models.Model):
    """A file whose bytes go once its row is gone for certain.

    A subclass declares FOLDER, what it belongs to, and `file`. Never names or pictures of students.
    """

    FOLDER = ""

    name = models.CharField(max_length=120, help_text="As it was called where it came from.")
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField(help_text="bytes")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.name


@receiver(post_delete)
def delete_bytes(sender, instance, **_):
    """Delete a file's bytes once its row is gone for certain, whatever took it along."""
    if issubclass(sender, KeptFile):
        storage, name = instance.file.storage, instance.file.name
        transaction.on_commit(lambda: storage.delete(name))
