"""The forms in which a contract is signed, declined or ended early, and a document is checked."""

import re

from django import forms

from facilitators.consent import sentence
from facilitators.forms.fields import DayField, ReasonForm
from facilitators.models import Contract
from plp.core.codes import PATTERN
from plp.core.texts import keepable


class SignForm(forms.Form):
    """A name, typed by whoever signs, and the sentence that they agree to.

    Whether the name is theirs is said by the step itself, which knows the account.
    """

    agrees = forms.BooleanField(error_messages={"required": "Tick this to sign."})
    name = forms.CharField(
        label="Your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Type your full name."},
    )

    def __init__(self, *args, contract: Contract, side: str, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.sentence = sentence(contract, side)
        self.fields["agrees"].label = self.sentence

    def clean_name(self):
        return " ".join(keepable(self.cleaned_data["name"]).split())


class DeclineForm(ReasonForm):
    """Why a facilitator does not sign."""

    label = "Why you decline"
    read_by = "The partner reads it word for word, in a mail."


class EndForm(ReasonForm):
    """From when and why a contract ends early."""

    label = "Why it ends early"
    read_by = "The facilitator reads it word for word, in a mail."

    last_day = DayField(
        label="Its last day",
        help_text="The last day on which the facilitator leads workshops under it.",
        error_messages={"required": "Choose its last day."},
    )
    field_order = ["last_day", "reason"]


NEITHER = "Choose the document, or write its number and SHA-256 instead."


class VerifyForm(forms.Form):
    """A document to be checked, or its number and SHA-256."""

    document = forms.FileField(
        label="The document",
        required=False,
        help_text="The PDF, 10 MB at most. Nothing of it is kept.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"empty": "This file is empty. Choose the PDF of the contract."},
    )
    number = forms.CharField(
        label="Number of the contract",
        required=False,
        max_length=40,
        help_text="At the top of each page, such as K7M4-PXQ.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sha256 = forms.CharField(
        label="SHA-256 of the document",
        required=False,
        max_length=200,
        help_text="64 letters and digits; programs that compute it call it a checksum.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, too_large: str = "", **kwargs):
        self.too_large = too_large
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_number(self):
        number = "".join(self.cleaned_data["number"].upper().split())
        if number and not re.fullmatch(PATTERN, number):
            raise forms.ValidationError("Write it as it stands there, such as K7M4-PXQ.")
        return number

    def clean_sha256(self):
        typed = "".join(self.cleaned_data["sha256"].lower().split())
        if typed and not re.fullmatch("[0-9a-f]{64}", typed):
            raise forms.ValidationError("It has 64 letters from a to f and digits.")
        return typed

    def clean(self):
        said = super().clean()
        if self.too_large:
            self.add_error("document", self.too_large)
        elif said.get("document"):
            for name in ["number", "sha256"]:  # the document says both
                self.errors.pop(name, None)
        elif not self.errors:
            self._check_both(said)
        return said

    def _check_both(self, said):
        if not said["number"] and not said["sha256"]:
            self.add_error("document", NEITHER)
        elif not said["number"]:
            self.add_error("number", "Write the number, too.")
        elif not said["sha256"]:
            self.add_error("sha256", "Write the SHA-256, too.")
