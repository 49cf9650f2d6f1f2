"""The forms in which a partner suggests a facilitator, and people suggest themselves."""

from crispy_forms.layout import Field
from django import forms

from applications.models import Course
from facilitators.forms.fields import ZipField, helper_of
from facilitators.models import Suggestion
from plp.core import guard
from plp.core.guard import GuardedForm


class SuggestionForm(forms.ModelForm):
    """Whom a partner suggests, for which courses, and why."""

    button = "Suggest them"
    trap = ()
    labels = {
        "name": "Their name",
        "email": "Their e-mail address",
        "home_zip": "Their home ZIP code",
        "why": "Why they would be good at it",
    }

    home_zip = ZipField(
        required=False, max_length=80, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    courses = forms.ModelMultipleChoiceField(
        Course.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        label="Courses",
        error_messages={"required": "Tick at least one course."},
    )

    class Meta:
        model = Suggestion
        fields = ["name", "email", "home_zip", "courses", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 6})}
        error_messages = {
            "name": {"required": "Write a name."},
            "email": {
                "required": "Write an e-mail address.",
                "invalid": "Write an e-mail address, such as ada@example.org.",
            },
            "why": {"required": "Write a few words, so that staff can judge."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        self.fields["home_zip"].is_optional = True
        self.helper = helper_of(
            "name",
            "email",
            Field("home_zip", wrapper_class="w-zip-wide"),
            "courses",
            "why",
            *self.trap,
            button=self.button,
        )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def _get_validation_exclusions(self):
        """Leave it to the action whether somebody is suggested already: it answers as it should."""
        return super()._get_validation_exclusions() | {"email"}


class JoinForm(GuardedForm, SuggestionForm):
    """Somebody suggests themselves, on a public page."""

    button = "Send it to Code.org staff"
    trap = (guard.FIELDS,)
    labels = {
        "name": "Your name",
        "email": "Your e-mail address",
        "home_zip": "Your home ZIP code",
        "why": "What you teach, and what you have led",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind in [("name", "name"), ("email", "email"), ("home_zip", "postal-code")]:
            self.fields[name].widget.attrs["autocomplete"] = kind
