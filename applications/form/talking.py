"""The forms in which a referee answers, and an applicant chooses a time."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from applications.form.fields import Line, choice
from applications.models import Interview, ReferenceRequest
from plp.core import guard, zones
from plp.core.guard import GuardedForm

LONGEST_WORDS = 5_000  # characters


def _words(label, required="", **kwargs):
    return Line(
        label=label,
        longest=LONGEST_WORDS,
        required=bool(required),
        error_messages={"required": required},
        widget=forms.Textarea({"rows": 4}),
        **kwargs,
    )


class ReferenceForm(GuardedForm, forms.Form):
    """What somebody says of an applicant's work."""

    known_for = _words(
        "How do you know each other’s work?", "Write how you know each other’s work."
    )
    strengths = _words("What are they good at?", "Write what they are good at.")
    doubts = _words(
        "What would you worry about?", help_text="What should we know before we rely on them?"
    )
    recommends = choice(
        ReferenceRequest.Recommends.choices, label="Would you recommend them as our partner?"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["doubts"].is_optional = True
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "known_for",
            "strengths",
            "doubts",
            "recommends",
            guard.FIELDS,
            StrictButton("Send my answer", type="submit", css_class="btn-bus"),
        )

    @property
    def said(self):
        """What is kept of it."""
        own = ["known_for", "strengths", "doubts", "recommends"]
        return {name: self.cleaned_data[name] for name in own}


NONE = "none"


class TimeForm(forms.Form):
    """Which of the proposed times suits an applicant, or why none does."""

    time = choice([], label="Which time suits you?")
    words = _words(
        "If none suits: why, and when could you?",
        help_text="Staff read it, and propose other times.",
    )

    def __init__(self, *args, interview: Interview, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.times = {str(t.pk): t.at for t in interview.times.filter(at__gt=timezone.now())}
        labels = [(pk, zones.in_words(at, interview.zone)) for pk, at in self.times.items()]
        self.fields["time"].choices = [*labels, (NONE, "None of these suits us")]
        self.fields["words"].is_optional = True

    def clean(self):
        if self.cleaned_data.get("time") == NONE and not self.cleaned_data.get("words"):
            self.add_error("words", "Write why none suits, and when you could.")

    @property
    def at(self):
        """The chosen moment, or None where none suits."""
        return self.times.get(self.cleaned_data["time"])
