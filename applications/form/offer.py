"""The forms in which an offer is answered, and an application withdrawn."""

from django import forms
from django.utils.html import format_html

from applications.form.fields import Line


class AnswerForm(forms.Form):
    """Yes or no, by name; a yes also accepts the terms."""

    accepts = forms.BooleanField(required=False)
    name = Line(
        label="Your full name", longest=120, error_messages={"required": "Write your full name."}
    )
    terms = forms.CharField(required=False, widget=forms.HiddenInput)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput, required=True
    )

    def __init__(self, *args, offer, terms, **kwargs):
        self.terms_now = str(terms.pk) if terms else ""
        super().__init__(*args, use_required_attribute=False, **kwargs)
        said = f"I may sign for {offer.application.organization}"
        self.fields["accepts"].label = said if terms is None else _with_terms(said, terms)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    @property
    def asks_again(self):
        """Whether a no was said for the first time: it cannot be taken back."""
        said = self.is_bound and self.is_valid() and not self.says_yes
        return said and not self.cleaned_data["sure"]

    @property
    def says_yes(self):
        return self.cleaned_data["answer"] == "yes"

    def clean(self):
        """Refuse a yes without its tick, or with one for other terms than those in force."""
        if self.cleaned_data.get("answer") != "yes":
            return
        if not self.cleaned_data.get("accepts"):
            self.add_error("accepts", "Tick this to accept the offer.")
        elif self.cleaned_data.get("terms") != self.terms_now:
            self.add_error("accepts", "The terms have changed. Read them, then tick this again.")


def _with_terms(said, terms):
    return format_html(
        '{}, and I accept the <a href="{}">terms, version {}</a>',
        said,
        terms.get_absolute_url(),
        terms.version,
    )


class WithdrawForm(forms.Form):
    """Why an applicant withdraws, if they want to say."""

    reason = Line(
        label="Why?",
        help_text="It helps us to do better. Staff read it.",
        longest=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_optional = True
