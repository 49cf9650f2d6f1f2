"""The form that asks for how large a group one wants to know what it would bring."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from applications.form.fields import choice

MOST_TEACHERS = 500
WRONG = f"Write a number from 0 to {MOST_TEACHERS}, in digits."
UNKNOWN = "unknown"


class TeachersForm(forms.Form):
    """How many teachers would be funded."""

    teachers = forms.IntegerField(
        label="Funded teachers in the group",
        min_value=0,
        max_value=MOST_TEACHERS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Those who come to at least one workshop day.",
        error_messages={
            "required": "Write how many teachers.",
            **dict.fromkeys(["invalid", "min_value", "max_value"], WRONG),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        button = StrictButton("Work it out", type="submit", css_class="btn-primary")
        self.helper.layout = Layout(*self.layout(), button)

    def layout(self):
        return [Field("teachers", wrapper_class="w-mid")]


class EstimateForm(TeachersForm):
    """Also whether one is urban, as far as one knows."""

    urban = choice(
        [("no", "No"), ("yes", "Yes"), (UNKNOWN, "I do not know: show both")],
        label="Would you be an urban partner?",
        required=False,
        initial=UNKNOWN,
    )

    def __init__(self, *args, urban_means, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["urban"].help_text = urban_means

    def layout(self):
        return [*super().layout(), "urban"]
