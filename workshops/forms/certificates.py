"""What is filled in to check a certificate."""

import re

from django import forms

from plp.core.codes import ALPHABET
from workshops.forms.fields import Line, helper


class CheckForm(forms.Form):
    """The number of a certificate, however it is typed."""

    code = Line(
        max_length=40,
        label="Number of the certificate",
        help_text="It stands on it, such as K7M4-PXQ.",
        error_messages={"required": "Write the number that stands on the certificate."},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("code", button="Check it")

    def clean_code(self):
        letters = re.sub(rf"[^{ALPHABET}]", "", self.cleaned_data["code"].upper())
        return f"{letters[:4]}-{letters[4:]}"
