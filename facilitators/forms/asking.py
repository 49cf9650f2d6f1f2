"""What a partner asks about dates, and what is answered."""

from django import forms

from facilitators.forms.fields import helper_of
from facilitators.models import Inquiry
from plp.core import guard
from plp.core.guard import GuardedForm


class AskForm(forms.ModelForm):
    """Which course, when and where."""

    class Meta:
        model = Inquiry
        fields = ["course", "dates", "place", "message"]
        labels = {"dates": "Which days", "place": "Where", "message": "What else they should know"}
        widgets = {"message": forms.Textarea({"rows": 5})}
        error_messages = {
            "course": {
                "required": "Choose a course.",
                "invalid_choice": "Choose a course of the list.",
            },
            "dates": {"required": "Write which days you think of."},
        }

    def __init__(self, *args, button="Ask", is_to_staff=False, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if is_to_staff:
            self.fields["message"].label = "What else we should know"
        self.fields["course"].queryset = self.fields["course"].queryset.order_by("name")
        self.fields["course"].empty_label = "Choose a course"
        self.fields["dates"].help_text = "In words: Saturday, 8 October, or the week after."
        self.fields["place"].help_text = "The school or town, if you know it already."
        _finish(self, *self.Meta.fields, button=button)

    def clean_dates(self):
        return " ".join(self.cleaned_data["dates"].split())

    def clean_place(self):
        return " ".join(self.cleaned_data["place"].split())


class AnswerForm(GuardedForm):
    """Whether a facilitator can come."""

    says = forms.ChoiceField(
        label="Can you come?",
        choices=Inquiry.Says.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one."},
    )
    answer = forms.CharField(
        label="In your own words",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Which of the days suit you, what you would need to know.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        _finish(self, "says", "answer", guard.FIELDS, button="Send the answer")
        for name in [guard.TRAP, guard.STAMP]:
            self.fields[name].is_optional = False

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in ["says", "answer"]}


def _finish(form, *layout, button):
    for field in form.fields.values():
        field.is_optional = not field.required
    form.helper = helper_of(*layout, button=button)
