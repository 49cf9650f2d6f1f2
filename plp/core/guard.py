"""What keeps robots out of the forms that need no login: a trap, and a signed moment of drawing."""

import re
import time

from crispy_forms.layout import Div
from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import QueryDict

TRAP, STAMP = "fax", "drawn_at"
PRESS_AGAIN = "Please press the button once more."

# What forms send beside what people type: our own fields, buttons and hidden marks.
_not_typed = {"csrfmiddlewaretoken", TRAP, STAMP, "do", "seen", "next"}
_signer = Signer(salt="plp.core.guard")

# Both fields, for a form's layout.
FIELDS = Div(TRAP, STAMP, css_class="trap", aria_hidden="true")


class _Stamp(forms.HiddenInput):
    """The moment of drawing, signed; new each time, so that pressing once more is enough."""

    def format_value(self, value):
        return _signer.sign(f"{time.time():.3f}")


class GuardedForm(forms.Form):
    """A form that robots fill in too soon, or too thoroughly: they see a field that people do not.

    Put it before `forms.Form` or `forms.ModelForm`, and `guard.FIELDS` into the layout. The view
    asks a valid form whether it `is_trapped`, and then answers as ever but does nothing.
    """

    # Plain fields: whatever arrives in them is no error that a person would have to read.
    fax = forms.Field(
        required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )
    drawn_at = forms.Field(required=False, widget=_Stamp)

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get(TRAP))

    def clean_drawn_at(self):
        if settings.FORM_SECONDS and not _was_open(self.cleaned_data[STAMP] or ""):
            self.add_error(None, PRESS_AGAIN)


def _was_open(stamp):
    """Return whether a form was drawn here, and long enough ago for a person to fill it in."""
    try:
        drawn_at = float(_signer.unsign(stamp))
    except BadSignature:
        return False
    return time.time() - drawn_at >= settings.FORM_SECONDS


def typed(data: QueryDict) -> list[tuple[str, str]]:
    """Return what somebody has typed, each text under its field's name, to be shown once more."""
    return [
        (_label(name), "\n".join(texts))
        for name, texts in data.lists()
        if name not in _not_typed and "password" not in name and any(texts)
    ]


def _label(name):
    """Return the name of a field as words: "Funding streams" for "q-funding-streams"."""
    return re.sub(r"^[a-z]-|[-_]", " ", name).strip().capitalize()
