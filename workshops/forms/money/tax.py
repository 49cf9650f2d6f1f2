"""What a partner says of a payee's form W-9."""

from django import forms

from facilitators.registry import DayField


class W9Form(forms.Form):
    """Since when the form is on file."""

    since = DayField(
        label="On file since",
        required=False,
        help_text="Leave it empty where you do not have it. Keep the form itself in your own "
        "files: no tax or bank number belongs here.",
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["since"].is_optional = True
        self.on = on

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > self.on:
            raise forms.ValidationError("This day is still to come. Write the day you got it.")
        return since
