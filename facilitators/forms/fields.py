"""What forms of this app share: days, ZIP codes, a reason, and how fields stand on a page."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms

from applications.models import ZipCode
from applications.registry import zip_in
from plp.core.days import validate_day
from plp.core.texts import keepable

LONGEST_REASON = 1_000  # characters


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    default_error_messages = {"invalid": "Write a day such as 2016-12-05."}
    default_validators = [validate_day]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ZipField(forms.CharField):
    """A ZIP code as people write it, also with the four digits that may follow: the five digits."""

    widget = forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"})

    def clean(self, value):
        typed = super().clean(value)
        code = zip_in(typed) if typed else ""
        if code is None:
            raise forms.ValidationError("Write the 5 digits of a ZIP code, such as 60601.")
        return code


def place_of(code: str) -> ZipCode:
    """Return where a ZIP code lies. Raises ValidationError for one that we do not know."""
    found = ZipCode.objects.filter(code=code).first()
    if found is None:
        raise forms.ValidationError(f"We do not know the ZIP code {code}. Look at its digits.")
    return found


class ReasonForm(forms.Form):
    """Why somebody takes a step that others read of."""

    label = "Why"
    read_by = ""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, in a few words."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["reason"].label = self.label
        self.fields["reason"].help_text = self.read_by

    def clean_reason(self):
        return keepable(self.cleaned_data["reason"])


def helper_of(*layout, button: str, look: str = "btn-bus", more=()) -> FormHelper:
    """Return how a form is laid out, with its button, and what stands beside that."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*layout, StrictButton(button, type="submit", css_class=look), *more)
    return helper


def side_by_side(*names: str) -> Div:
    return Div(*(Field(name, wrapper_class="w-mid") for name in names), css_class="side-by-side")
