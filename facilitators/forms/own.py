"""What facilitators say of themselves, and when they cannot come."""

from datetime import date, timedelta

from crispy_forms.layout import Field
from django import forms

from facilitators.forms.fields import DayField, ZipField, helper_of, place_of, side_by_side
from facilitators.models import Facilitator, Unavailability
from plp.core.days import in_words

LONGEST = timedelta(days=366)
MOST_AHEAD = 200  # ranges of days that somebody can have named ahead


class ProfileForm(forms.ModelForm):
    """Who somebody is for partners; their address is not changed here."""

    home_zip = ZipField(
        label="Home ZIP code",
        required=False,
        max_length=20,
        help_text="Partners see how many miles it is to them, never the ZIP code. Without it you "
        "stand last where they search by distance.",
    )

    class Meta:
        model = Facilitator
        fields = [
            "name",
            "phone",
            "extension",
            "home_zip",
            "travels_up_to",
            "bio",
            "courses",
            "is_listed",
        ]
        labels = {
            "travels_up_to": "How far you travel, in miles",
            "bio": "About you",
            "courses": "What you would like to lead",
            "is_listed": "Partners can find me",
        }
        help_texts = {
            "phone": "Staff see it, and partners with whom you have signed a contract.",
            "bio": "Every partner reads it: what you teach, and what you have led.",
            "courses": "Only an accreditation lets you lead a course; staff read here whom to ask.",
            "is_listed": "Untick it for as long as you take no new work. Contracts stay as they "
            "are.",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "bio": forms.Textarea(attrs={"rows": 6}),
            "courses": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "name": {"required": "Write your name, as partners know you."},
            "phone": {"invalid": "Write a phone number such as (415) 555-2671."},
            "travels_up_to": {
                "required": "Write a number of miles; 0 is where you live.",
                "invalid": "Write a number of miles, in digits.",
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name in ["phone", "extension", "home_zip", "bio", "courses"]:
            self.fields[name].is_optional = True
        self.helper = helper_of(
            "name",
            side_by_side("phone", "extension"),
            Field("home_zip", wrapper_class="w-zip-wide"),
            Field("travels_up_to", wrapper_class="w-zip-wide"),
            "bio",
            "courses",
            "is_listed",
            button="Save",
            look="btn-primary",
        )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_home_zip(self):
        code = self.cleaned_data["home_zip"]
        return place_of(code).code if code else ""


class UnavailabilityForm(forms.ModelForm):
    """A day, or days from a first to a last one, on which somebody cannot come."""

    first_day = DayField(
        label="Day, or the first of several",
        error_messages={"required": "Choose the day, or the first of several."},
    )
    last_day = DayField(
        label="Last day", required=False, help_text="Leave it empty if it is one day."
    )

    class Meta:
        model = Unavailability
        fields = ["first_day", "last_day", "note"]
        labels = {"note": "Note for yourself"}
        help_texts = {"note": "Partners do not see it, and your calendar does not show it."}

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.on = on
        for name in ["last_day", "note"]:
            self.fields[name].is_optional = True
        self.helper = helper_of(
            side_by_side("first_day", "last_day"),
            "note",
            button="Add these days",
            look="btn-primary",
        )

    def clean(self):
        cleaned = super().clean()
        first = cleaned.get("first_day")
        if first and "last_day" not in self.errors:
            cleaned["last_day"] = cleaned.get("last_day") or first
            self._check(first, cleaned["last_day"])
        ahead = Unavailability.objects.filter(facilitator=self.instance.facilitator)
        if ahead.filter(last_day__gte=self.on).count() >= MOST_AHEAD:
            self.add_error(None, "You have named very many days. Remove some, or join them.")
        return cleaned

    def _check(self, first, last):
        if last < first:
            self.add_error("last_day", "This is before the first day.")
        elif last - first >= LONGEST:
            self.add_error("last_day", "Choose at most a year at a time.")
        elif last < self.on:
            name = "first_day" if first == last else "last_day"
            self.add_error(name, f"This is over: today is {in_words(self.on)}.")
