"""What a partner says of whom it looks for."""

from django import forms

from applications.models import Course
from facilitators.finding import at_zip
from facilitators.forms.fields import DayField, ZipField, place_of

WITHIN = [("", "Any distance"), *((n, f"{n} miles") for n in (25, 50, 100, 250))]


class FindForm(forms.Form):
    """Course, day and place; everything may be left empty."""

    course = forms.ModelChoiceField(
        Course.objects.order_by("name"),
        required=False,
        empty_label="Any course",
        error_messages={"invalid_choice": "Choose a course of the list."},
    )
    day = DayField(label="Free on", required=False)
    zip = ZipField(label="Near ZIP code", required=False, max_length=20)
    within = forms.TypedChoiceField(
        label="Within",
        choices=WITHIN,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose a distance of the list."},
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.on = on

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and day < self.on:
            raise forms.ValidationError("This day is over. Choose today or a later day.")
        return day

    def clean_zip(self):
        """Return the place of a ZIP code, or None where none was typed."""
        code = self.cleaned_data["zip"]
        return at_zip(place_of(code)) if code else None
