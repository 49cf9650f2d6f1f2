"""The form that takes a CSV file of workshops."""

from django import forms

from workshops.forms.planning import ChooseForm
from workshops.loading import NEEDED, OPTIONAL

LARGEST_FILE = 1_000_000  # bytes


class FileForm(ChooseForm):
    """For which course and year, and the file."""

    file = forms.FileField(
        label="CSV file",
        help_text=f"Columns: {', '.join(NEEDED)}; and, if you have them, {', '.join(OPTIONAL)}.",
        error_messages={
            "required": "Choose a CSV file.",
            "empty": "This file is empty. Choose another.",
        },
    )
    number = shape = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 1 MB. Send a part of it.")
        return file
