"""What forms of this app share: times, lines of text, and how fields stand on a page."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from plp.core import guard, zones
from plp.core.texts import keepable

# What is said of a number beyond what it may be, in words that say what to do.
LIMITS = {
    "min_value": "Write %(limit_value)s or more.",
    "max_value": "Write %(limit_value)s or less.",
}


class TimeField(forms.TimeField):
    """A time of day, as browsers send it or as people write it."""

    default_error_messages = {"invalid": "Write a time such as 14:30 or 2:30 PM."}
    input_formats = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def in_words(self, value):
        """Return a clean value as it is read once more before it counts."""
        return zones.clock(value) if value else ""


class Line(forms.CharField):
    """A line of text; any white space in it is one space: mails rely on that."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def clean(self, value):
        return keepable(super().clean(value))


def one_line(text: str) -> str:
    return " ".join(keepable(text).split())


def helper(*fields, button="", is_guarded=False, look="btn-bus"):
    """Return how a form is laid out: its fields, and the button that sends it."""
    made = FormHelper()
    made.attrs = {"novalidate": ""}
    own = [guard.FIELDS] if is_guarded else []
    send = [StrictButton(button, type="submit", css_class=look)]
    made.layout = Layout(*fields, *own, *send)
    return made


def mark_optional(form):
    for field in form.fields.values():
        field.is_optional = not field.required
