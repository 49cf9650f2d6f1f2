"""The form in which a partner writes its annual report."""

from django import forms

from applications.annual import OPTIONAL, PARTS
from applications.form.fields import Line

LONGEST_PART = 10_000  # characters


class ReportForm(forms.Form):
    """Its parts: none is needed to save, all but the story to send."""

    def __init__(self, *args, is_sending=False, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, (label, help_text) in PARTS.items():
            is_required = is_sending and name not in OPTIONAL
            self.fields[name] = Line(
                label=label,
                help_text=help_text,
                longest=LONGEST_PART,
                required=is_required,
                error_messages={"required": "Write this part before you send the report."},
                widget=forms.Textarea({"rows": 6}),
            )
            self.fields[name].is_optional = name in OPTIONAL

    @property
    def texts(self):
        return {name: self.cleaned_data[name] for name in PARTS}

    def show_others(self, texts):
        """Show beside each part what somebody else has saved, where it differs."""
        for name in PARTS:
            theirs = texts.get(name, "")
            if theirs != self.cleaned_data.get(name, ""):
                said = f"“{theirs}”" if theirs else "nothing"
                self.add_error(
                    name,
                    f"Somebody has saved other words meanwhile: {said}. Save again to replace them "
                    "with yours.",
                )
