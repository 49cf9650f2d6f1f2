"""What a partner fills in to be reimbursed: an invoice, its amounts, its papers, a note."""

from datetime import date
from decimal import Decimal

from django import forms

from facilitators.registry import DayField, side_by_side
from plp.core.money import CENT, DollarsField
from plp.core.texts import keepable
from plp.core.uploads import UploadField
from workshops.forms.fields import Line, helper
from workshops.models import Reimbursement, ReimbursementFile

MOST = Decimal("1000000")


class InvoiceForm(forms.Form):
    """What was paid, other than for teacher groups and community events."""

    title = Line(
        label="What it is for",
        max_length=120,
        help_text="Such as “Workbooks for the workshop in October”.",
        error_messages={"required": "Write what it is for."},
    )
    of_day = DayField(
        label="Day of the invoice",
        error_messages={"required": "Choose the day that stands on it."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("title", side_by_side("of_day"), button="Begin the request")

    def clean_of_day(self):
        day: date = self.cleaned_data["of_day"]
        Reimbursement._meta.get_field("of_day").run_validators(day)
        return day


class LineForm(forms.Form):
    """One amount that was paid."""

    text = Line(
        label="What you paid for",
        max_length=200,
        error_messages={"required": "Write what it was for."},
    )
    amount = DollarsField(
        label="Amount in dollars",
        min_value=CENT,
        max_value=MOST,
        error_messages={"required": "Write how much it was."},
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)  # so many were seen

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, prefix="line", **kwargs)
        self.helper = helper(
            side_by_side("text", "amount"),
            "after",
            button="Add the amount",
            look="btn-outline-primary",
        )
        self.helper.form_tag = False


class PaperForm(forms.Form):
    """A file that shows what was paid, or who came."""

    role = forms.ChoiceField(label="What it is", choices=ReimbursementFile.Role)
    file = UploadField(
        label="File",
        help_text="PDF, Word (.docx), PNG or JPEG, 10 MB at most. Cover card and account numbers "
        "first.",
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty. Choose it again.",
        },
    )

    def __init__(self, *args, too_large="", **kwargs):
        super().__init__(*args, use_required_attribute=False, prefix="paper", **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = too_large
        self.helper = helper(
            side_by_side("role"), "file", button="Upload", look="btn-outline-primary"
        )
        self.helper.form_tag = False


class SendForm(forms.Form):
    """What is said along with a request, and the stamp of what was seen of it."""

    note = forms.CharField(
        label="What we should know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["note"].is_optional = True
        self.helper = helper("note", "seen", button="Send the request")
        self.helper.form_tag = False

    def clean_note(self):
        return keepable(self.cleaned_data["note"]).strip()
