"""What payees fill in: travel with its receipt, what is not right, the days of a statement."""

from decimal import Decimal

from django import forms

from facilitators.registry import DayField
from plp.core import uploads
from plp.core.money import CENT, DollarsField
from plp.core.texts import keepable
from plp.core.uploads import UploadField
from workshops.forms.fields import Line

MOST = Decimal(100_000)  # dollars; more is a slip of the keyboard


class ReceiptForm(forms.Form):
    """One receipt. `request` says which files were too large to arrive."""

    receipt = UploadField(
        label="Receipt",
        help_text="PDF, Word (.docx), PNG or JPEG, 10 MB at most. The partner reads it; cover card "
        "and account numbers first.",
        error_messages={
            "required": "Choose the receipt.",
            "empty": "This file is empty. Choose the receipt again.",
        },
    )

    def __init__(self, request, *args, **kwargs):
        is_sent = request.method == "POST"
        sent = (request.POST, request.FILES) if is_sent else ()
        super().__init__(*sent, *args, use_required_attribute=False, **kwargs)
        if is_sent and "receipt" in uploads.too_large(request):
            self.fields["receipt"].error_messages["required"] = uploads.TOO_LARGE


class TravelForm(ReceiptForm):
    """Travel to a workshop, as a facilitator enters it."""

    text = Line(
        label="What for",
        max_length=200,
        help_text="Such as “Train Chicago to Peoria and back”.",
        error_messages={"required": "Write what it was for."},
    )
    amount = DollarsField(
        label="Amount in dollars",
        min_value=CENT,
        max_value=MOST,
        error_messages={
            "required": "Write what you paid.",
            "min_value": "Write an amount of a cent or more.",
            "max_value": "Write less than $100,000.",
        },
    )
    field_order = ["text", "amount", "receipt"]


class NotRightForm(forms.Form):
    """What a payee finds not right about a line."""

    text = forms.CharField(
        label="What is not right?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what is not right, in a few words."},
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["text"].help_text = f"{reader} reads it word for word, in a mail."

    def clean_text(self):
        return keepable(self.cleaned_data["text"])


class StatementForm(forms.Form):
    """The days of a statement; what was paid on them stands in it."""

    first = DayField(label="From", error_messages={"required": "Choose the first day."})
    last = DayField(label="To", error_messages={"required": "Choose the last day."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    @classmethod
    def of_this_year(cls, on):
        """Return it filled in with the calendar year of a day, up to that day."""
        return cls(initial={"first": on.replace(month=1, day=1), "last": on})

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first. Change one of them.")
