"""What people fill in on the program's events, teachers and their groups."""

import re

from django import forms

from applications.models import Course, Partner, SchoolYear
from applications.models.program import STATES_AND_TERRITORIES
from plp.core.codes import ALPHABET
from plp.core.guard import GuardedForm
from workshops.forms.fields import Line, helper, mark_optional
from workshops.models import EventRegistration
from workshops.models.events import PRIVATE

HELP = {
    "travel": "When and how you arrive and leave, as far as you know.",
    "diet": "Allergies, vegetarian, kosher, halal, or nothing.",
    "access_needs": "A ramp, an interpreter, a quiet room, large print.",
}


class DetailsForm(forms.ModelForm):
    """What staff must know of who comes; they alone read it."""

    class Meta:
        model = EventRegistration
        fields = PRIVATE
        help_texts = HELP
        widgets = {
            name: forms.Textarea({"rows": 2}) for name in ["travel", "diet", "access_needs"]
        } | {
            "emergency_name": forms.TextInput({"autocomplete": "off"}),
            "emergency_phone": forms.TextInput({"autocomplete": "off", "type": "tel"}),
        }

    def __init__(self, *args, button="Register", **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        mark_optional(self)
        self.helper = helper(*PRIVATE, button=button)

    @property
    def details(self):
        return {name: self.cleaned_data[name] for name in PRIVATE}


class AnswerForm(GuardedForm, DetailsForm):
    """Whether a teacher comes, and what they need."""

    comes = forms.ChoiceField(
        label="Do you come?",
        choices=[("yes", "Yes, I come"), ("no", "No, I do not come")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("comes", *PRIVATE, button="Send my answer", is_guarded=True)

    @property
    def said(self):
        return {"comes": self.cleaned_data["comes"] == "yes", **self.details}


class TeacherForm(forms.Form):
    """A teacher whom a partner names."""

    name = Line(max_length=120, error_messages={"required": "Write their name."})
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Their own: it is how we know them.",
        error_messages={
            "required": "Write their e-mail address.",
            "invalid": "Write an e-mail address, such as ada@example.org.",
        },
    )
    school = Line(max_length=200, required=False)
    district = Line(
        max_length=120,
        required=False,
        help_text="Its name, as people write it. We match it to the districts that we know.",
    )
    state = forms.ChoiceField(choices=STATES_AND_TERRITORIES)

    def __init__(self, *args, partner: Partner, button="Bring this teacher", **kwargs):
        initial = {"state": partner.region.state} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.helper = helper(*self.fields, button=button)
        mark_optional(self)

    @property
    def typed(self):
        names = ["name", "email", "school", "district", "state"]
        return {name: self.cleaned_data[name] for name in names}


class GroupTeacherForm(TeacherForm):
    """A teacher who is taken into a group by hand: of which course and school year."""

    course = forms.ModelChoiceField(Course.objects.none(), empty_label=None)
    school_year = forms.ModelChoiceField(SchoolYear.objects.none(), empty_label=None)

    def __init__(self, *args, partner: Partner, **kwargs):
        super().__init__(*args, partner=partner, button="Take into the group", **kwargs)
        years = partner.years.values("program_year")
        self.fields["course"].queryset = Course.objects.filter(
            pk__in=partner.years.values("program_year__courses")
        )
        self.fields["school_year"].queryset = SchoolYear.objects.filter(
            pk__in=partner.years.values("program_year__school_year")
        ).order_by("first_day")
        self.helper = helper(
            "course", "school_year", *TeacherForm.base_fields, button="Take into the group"
        )
        self.has_years = years.exists()


class CheckInForm(GuardedForm):
    """With what somebody says that they are here."""

    code = Line(
        max_length=20,
        label="Code",
        help_text="It is shown where you are, such as K7M4-PXQ.",
        error_messages={"required": "Write the code that is shown where you are."},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="The address with which you are registered.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Write the address with which you are registered.",
            "invalid": "Write an e-mail address, such as ada@example.org.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("code", "email", button="I am here", is_guarded=True)

    def clean_code(self):
        """Return the code as it is kept, however it was typed."""
        letters = re.sub(rf"[^{ALPHABET}]", "", self.cleaned_data["code"].upper())
        return f"{letters[:4]}-{letters[4:]}"
