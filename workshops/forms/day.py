"""What is typed on the day of a workshop: by who checks in, and by who lets somebody in."""

from django import forms

from plp.core import guard
from workshops.forms.events import CheckInForm
from workshops.forms.fields import Line, helper, mark_optional

ADDRESS = {
    "required": "Write an e-mail address: it is how we know them.",
    "invalid": "Write an e-mail address, such as ada@example.org.",
}


class WorkshopCheckInForm(CheckInForm):
    """With what a teacher says that they are at a workshop."""

    name = Line(
        max_length=120,
        required=False,
        label="Your name",
        help_text="Only where you have not signed up: so they find you and let you in.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    school = Line(
        max_length=200,
        required=False,
        label="Your school",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_optional(self)
        for name in (guard.TRAP, guard.STAMP):
            self.fields[name].is_optional = False
        self.fields["email"].help_text = "The address with which you have signed up."
        fields = ["code", "email", "name", "school"]
        self.helper = helper(*fields, button="I am here", is_guarded=True)

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in ("code", "email", "name", "school")}


class LetInForm(forms.Form):
    """What somebody who checked in is called, where they have not said it."""

    name = Line(max_length=120, error_messages={"required": "Write their name."})


class WalkInForm(forms.Form):
    """Somebody who stands before the manager, and is not on the list."""

    name = Line(max_length=120, error_messages={"required": "Write their name."})
    email = forms.EmailField(label="E-mail", max_length=254, error_messages=ADDRESS)
    school = Line(max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        mark_optional(self)
        self.helper = helper(*self.fields, button="Let them in", look="btn-primary")
        self.helper.form_tag = False
