"""The form in which a partner confirms what no other record shows."""

from datetime import date

from django import forms

from applications.form.fields import Day, Line
from applications.models import PartnerRequirement, Requirement
from plp.core import days, uploads
from plp.core.uploads import UploadField

LONGEST_TEXT = 2_000  # characters
PRIVACY = "We keep to the privacy policy, and so does everybody who works for us on the program."


class DayField(Day):
    """A day that is chosen in the browser's own calendar."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class EvidenceForm(forms.Form):
    """One more file for a confirmation that is given."""

    file = UploadField(
        label="Choose a file", error_messages={"required": "Choose a file, then press Upload."}
    )

    def __init__(self, *args, too_large=(), **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.too_large = too_large

    def clean(self):
        if self.add_prefix("file") in self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", uploads.TOO_LARGE)
        return super().clean()


class ConfirmForm(EvidenceForm):
    """What is confirmed, since when and until when, with a file as evidence."""

    text = Line(
        label="What do you confirm?",
        longest=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Write what you confirm."},
    )
    done_on = DayField(
        label="Since when does it hold?", error_messages={"required": "Choose a day."}
    )
    valid_until = DayField(label="Last day it holds", required=False)
    file = UploadField(
        label="Evidence",
        required=False,
        help_text="One file of 10 MB at most: PDF, Word (.docx), PNG or JPEG. You can add others "
        "once it is given. Never names or pictures of students.",
    )
    field_order = ["text", "done_on", "valid_until", "file"]

    def __init__(self, *args, row: PartnerRequirement, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.is_funding = on, row.requirement.kind == Requirement.Kind.FUNDING
        self.end = row.partner_year.program_year.school_year.last_day
        self.fields["file"].is_optional = True
        self.initial = {"done_on": on} | self.initial
        last = days.in_words(self.end, weekday=False)
        if self.is_funding:
            self.fields["text"].help_text = (
                "Which money pays the program manager and the workshops before we reimburse them, "
                "and who has set it aside."
            )
            self.fields["valid_until"].required = True
            self.fields["valid_until"].error_messages["required"] = "Choose the last day."
            self.fields["valid_until"].help_text = f"At most {last}: we ask again each year."
            self.initial = {"valid_until": self.end} | self.initial
        else:
            self.fields["valid_until"].is_optional = True
            self.fields["valid_until"].help_text = "Empty: it holds for good."
            self.initial = {"text": PRIVACY} | self.initial

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > self.on:
            raise forms.ValidationError("This day is still to come. Confirm what holds today.")
        return day

    def clean_valid_until(self):
        until, since = self.cleaned_data["valid_until"], self.cleaned_data.get("done_on")
        if until and since and until < since:
            raise forms.ValidationError("It ends before it begins. Choose a later day.")
        if until and self.is_funding and until > self.end:
            last = days.in_words(self.end, weekday=False)
            raise forms.ValidationError(f"Choose {last} or an earlier day: we ask each year.")
        return until

    @property
    def said(self):
        """What is kept of it, beside the file."""
        return {name: self.cleaned_data[name] for name in ("text", "done_on", "valid_until")}


def too_large(request) -> dict[str, str]:
    """Return the files of a request that were larger than may be, by field."""
    return uploads.too_large(request) if request.method == "POST" else {}
