"""What a request may upload: the rest of a file that is too large is read and thrown away; what is
no PDF, DOCX, PNG or JPEG is refused."""

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from plp.core import files

LARGEST_FILE = 10_000_000  # bytes
TOO_LARGE = "This file is larger than 10 MB. Make it smaller, or send a part of it."
MOST_FILES = 10  # in one request; more are left out
ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg"


class Quota(FileUploadHandler):
    """Lets no file beyond the limits reach the handlers after it; the form's fields all arrive.

    A file is skipped while its bytes come, never when it begins: Django then closes the file that
    the next handler holds, which is still the one before, already taken.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.begun = 0
        self.too_large = {}
        self.is_parsing = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Parse with all handlers as Django would, but free the file that a lost connection cut.

        Django tells them where the data ends too early, not where reading it raises.
        """
        if self.is_parsing:
            return None
        self.is_parsing = True
        handlers = self.request.upload_handlers
        try:
            return MultiPartParser(META, input_data, handlers, encoding).parse()
        except Exception:
            for handler in handlers:
                handler.upload_interrupted()
            raise

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.begun += 1

    def receive_data_chunk(self, raw_data, start):
        if self.begun > MOST_FILES:
            raise SkipFile
        if start + len(raw_data) > LARGEST_FILE:
            self.too_large[self.field_name] = self.file_name
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        """Leave the finished file to the next handler."""


def too_large(request: HttpRequest) -> dict[str, str]:
    """Return {field: name of its file} of the files that were too large and did not arrive."""
    _ = request.FILES  # reads the request, where nothing has yet
    quotas = [handler for handler in request.upload_handlers if isinstance(handler, Quota)]
    return {field: name for quota in quotas for field, name in quota.too_large.items()}


class UploadField(forms.FileField):
    """A file that is judged by its name and content."""

    widget = forms.FileInput({"accept": ACCEPT})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload:
            try:
                files.kind_of(upload.name, upload)
            except files.NotTaken as error:
                raise forms.ValidationError(str(error)) from None
        return upload
