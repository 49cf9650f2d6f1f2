"""What a teacher fills in who signs up for a workshop."""

from crispy_forms.layout import Fieldset
from django import forms

from applications.models.program import STATES_AND_TERRITORIES
from plp.core.guard import GuardedForm
from workshops.forms.events import HELP
from workshops.forms.fields import Line, helper, mark_optional
from workshops.models.enrollment import PRIVATE


class SignUpForm(GuardedForm):
    """Who comes, and what they need there."""

    name = Line(
        max_length=120,
        label="Your name",
        help_text="As it should stand on your certificate.",
        error_messages={"required": "Write your name."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="We write to it whether you have a seat.",
        error_messages={
            "required": "Write your e-mail address.",
            "invalid": "Write an e-mail address, such as ada@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    school = Line(
        max_length=200,
        error_messages={"required": "Write where you teach."},
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    district = Line(max_length=120, label="School district", required=False)
    state = forms.ChoiceField(
        label="State or territory",
        choices=[("", "Choose one"), *STATES_AND_TERRITORIES],
        error_messages={"required": "Choose your state.", "invalid_choice": "Choose your state."},
    )
    diet = forms.CharField(
        label="Food that you do not eat",
        required=False,
        max_length=1000,
        help_text=HELP["diet"],
        widget=forms.Textarea({"rows": 2}),
    )
    access_needs = forms.CharField(
        label="What you need to take part",
        required=False,
        max_length=2000,
        help_text=HELP["access_needs"],
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, button="Sign up", **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        mark_optional(self)
        self.helper = helper(
            Fieldset("You", "name", "email", "school", "district", "state"),
            Fieldset("What you need on the day", *PRIVATE),
            button=button,
            is_guarded=True,
        )

    @property
    def said(self):
        names = ["name", "email", "school", "district", "state", *PRIVATE]
        return {name: self.cleaned_data[name] for name in names}
