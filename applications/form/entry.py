"""The forms at the door: starting an application, and asking for one's link again."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from applications.form.fields import Email
from applications.models.program import STATE_NAMES
from plp.core import guard
from plp.core.guard import GuardedForm


class StartForm(GuardedForm, forms.Form):
    """Where the link goes, and the city, if it is known already."""

    email = Email(
        label="Your e-mail address", help_text="We mail you a private link to come back with."
    )
    pin = forms.ChoiceField(
        label="City you would serve",
        required=False,
        help_text="You can choose or change it later.",
        error_messages={"invalid_choice": "Choose a city from the list, or none yet."},
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        cities = [
            (slug, f"{place.region.city}, {STATE_NAMES[place.region.state]}")
            for slug, place in places.items()
            if place.is_sought
        ]
        self.fields["pin"].choices = [("", "I do not know yet"), *cities]
        self.fields["pin"].is_optional = True
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "email",
            Field("pin", wrapper_class="w-mid"),
            guard.FIELDS,
            StrictButton("Start", type="submit", css_class="btn-bus"),
        )


class LinkForm(GuardedForm, forms.Form):
    """Whom to mail the links of what they have begun or sent."""

    email = Email(label="Your e-mail address")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "email",
            guard.FIELDS,
            StrictButton("Send my link", type="submit", css_class="btn-bus"),
        )
