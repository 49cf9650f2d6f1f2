"""What a partner says of whom it looks for."""

from django import forms

from applications.models import Course, ZipCode
from applications.registry import zip_in
from facilitators.finding import at_zip
from plp.core.days import validate_day

WITHIN = [("", "Any distance"), *((n, f"{n} miles") for n in (25, 50, 100, 250))]


class DayField(forms.DateField):
    default_error_messages = {"invalid": "Write a day such as 2016-12-05."}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FindForm(forms.Form):
    """Course, day and place; everything may be left empty."""

    course = forms.ModelChoiceField(
        Course.objects.order_by("name"),
        required=False,
        empty_label="Any course",
        error_messages={"invalid_choice": "Choose a course of the list."},
    )
    day = DayField(label="Free on", required=False, validators=[validate_day])
    zip = forms.CharField(
        label="Near ZIP code",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
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
        typed = self.cleaned_data["zip"]
        if not typed:
            return None
        code = zip_in(typed)
        if code is None:
            raise forms.ValidationError("Write a ZIP code of 5 digits, such as 90012.")
        found = ZipCode.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"We do not know the ZIP code {code}. Try one near it.")
        return at_zip(found)
