"""The forms in which a partner says that it has paid, sets right, and answers a payee."""

from datetime import date

from django import forms

from facilitators.registry import DayField
from plp.core.days import in_words
from plp.core.money import DollarsField
from plp.core.texts import keepable
from workshops.forms.fields import Line
from workshops.models import Objection, Payable, PayableLine

LONGEST_REASON = 1_000  # characters


class PaidForm(forms.Form):
    """When something was paid, and what it is called in the bank's books."""

    paid_on = DayField(
        label="Day on which you paid", error_messages={"required": "Choose the day."}
    )
    reference = Line(
        label="Reference",
        max_length=Payable._meta.get_field("reference").max_length,
        help_text="The number of the check or transfer. The payee reads it.",
        error_messages={"required": "Write by what you find the payment again."},
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.on = on

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > self.on:
            raise forms.ValidationError(
                f"You typed {in_words(day)}, which is to come. Write the day once you have paid."
            )
        return day


class CorrectionForm(forms.ModelForm):
    """What is added to a payment, or taken back, and why."""

    class Meta:
        model = PayableLine
        fields = ["text", "amount"]
        field_classes = {"amount": DollarsField}
        labels = {"text": "What for", "amount": "Amount in dollars"}
        help_texts = {
            "text": "The payee reads it.",
            "amount": "With a minus sign where they got too much: -50.",
        }
        error_messages = {
            "text": {"required": "Write what it is for."},
            "amount": {"required": "Write an amount."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["amount"].widget.attrs["inputmode"] = "text"  # with a minus sign

    def clean_text(self):
        return " ".join(keepable(self.cleaned_data["text"]).split())

    def clean_amount(self):
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError("Write more or less than 0.")
        return self.cleaned_data["amount"]


class BackForm(forms.Form):
    """Why an approval is taken back."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        help_text="The payee reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_reason(self):
        return keepable(self.cleaned_data["reason"])


class AnswerForm(forms.Form):
    """What a payee is answered who finds a line not right."""

    text = forms.CharField(
        label="Your answer",
        max_length=Objection._meta.get_field("answer").max_length,
        help_text="They get it as a mail.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your answer."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_text(self):
        return keepable(self.cleaned_data["text"])
