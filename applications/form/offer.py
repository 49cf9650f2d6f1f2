"""The form in which a signatory answers an offer."""

from django import forms
from django.utils.html import format_html

from applications.form.fields import Line


class AnswerForm(forms.Form):
    """Yes or no, by name; a yes also accepts the terms."""

    accepts = forms.BooleanField(required=False)
    name = Line(label="Your full name", longest=120)
    answer = forms.ChoiceField(
        choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput, required=True
    )

    def __init__(self, *args, offer, terms, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        said = f"I may sign for {offer.application.organization}"
        self.fields["accepts"].label = said if terms is None else _with_terms(said, terms)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    @property
    def says_yes(self):
        return self.cleaned_data["answer"] == "yes"

    def clean(self):
        if self.cleaned_data.get("answer") == "yes" and not self.cleaned_data.get("accepts"):
            self.add_error("accepts", "Tick this to accept the offer.")


def _with_terms(said, terms):
    return format_html(
        '{}, and I accept the <a href="{}">terms, version {}</a>',
        said,
        terms.get_absolute_url(),
        terms.version,
    )
