"""The forms in which a partner chooses who leads, and facilitators answer."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from facilitators.models import Facilitator
from workshops.models import Assignment

LONGEST_REASON = 1_000  # characters


class Reason(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs):
        errors = {"required": "Write a few words on why."}
        super().__init__(max_length=LONGEST_REASON, error_messages=errors, **kwargs)


class ChooseForm(forms.Form):
    """Somebody whom a partner puts down for a workshop, and how far it has come with them."""

    HOW = [("pencil", "Pencil in"), ("ask", "Ask"), ("agreed", "They have agreed")]

    facilitator = forms.ModelChoiceField(Facilitator.objects.all())
    role = forms.ChoiceField(choices=Assignment.Role.choices)
    how = forms.ChoiceField(choices=HOW)


class ReasonForm(forms.Form):
    """Why somebody is taken off, or cannot come; the other side reads it."""

    reason = Reason(label="Why")

    def __init__(self, *args, reader, is_needed=True, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        field = self.fields["reason"]
        field.required, field.is_optional = is_needed, not is_needed
        field.help_text = f"{reader} read it." if is_needed else "For your own record."


class ReplaceForm(forms.Form):
    """Who comes in somebody's place, and why."""

    facilitator = forms.TypedChoiceField(
        label="Who comes instead",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who comes instead.",
            "invalid_choice": "Choose somebody of the list.",
        },
    )
    has_agreed = forms.BooleanField(
        label="They have agreed already",
        required=False,
        help_text="They are confirmed at once, and a mail tells them so. Otherwise they are asked.",
    )
    reason = Reason(label="Why", help_text="Who is replaced and your program managers read it.")

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        rows = [(each.key, each.in_a_line) for each in candidates]
        self.fields["facilitator"].choices = rows
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("facilitator", "has_agreed", "reason")
