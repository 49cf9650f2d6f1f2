"""What people fill in to have an account."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth.password_validation import validate_password

from plp.core.models import Invitation, User


class NewAccountForm(forms.Form):
    """The name and password of somebody who was invited; the address is the invited one."""

    name = forms.CharField(
        max_length=200, label="Your name", widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label="E-mail", required=False, disabled=True)
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 8 characters, not only digits. A few words in a row are easy to keep.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation: Invitation, **kwargs):
        given = {"name": invitation.name, "email": invitation.email}
        super().__init__(*args, initial=given, **kwargs)
        # So that password managers know which account the password is for.
        self.fields["email"].widget.attrs["autocomplete"] = "username"
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "email", "password")
        self.helper.add_input(Submit("do", "Make my account"))
        self.helper.form_tag = True

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            person = User(email=cleaned["email"], name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
