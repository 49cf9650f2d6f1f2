"""Files that applicants send along."""

from django.db import models

from applications.models.draft import Draft
from applications.models.files import KeptFile

MOST_FILES = 5


class Attachment(KeptFile):
    """A file of a draft, and of the application it becomes; served only to who may read that."""

    FOLDER = "applications"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)

    @property
    def is_sent(self):
        """Whether it is part of what was sent, and so stays: not if uploaded for a change."""
        request = self.draft.open_request
        return self.draft.is_sent and not (request and self.uploaded_at > request.asked_at)
