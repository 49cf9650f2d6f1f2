"""The forms in which a partner says how it likes its workshops, and on which days it wants none."""

from django import forms

from facilitators.registry import DayField, ZipField
from workshops.forms.fields import LIMITS, Line, TimeField
from workshops.models import Blackout, PlanningWishes
from workshops.models.planning import WEEKDAYS


class WishesForm(forms.ModelForm):
    """How a partner likes its workshops: every new one begins with it."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Weekdays",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Proposals take other weekdays only where these are not enough.",
        error_messages={"required": "Choose at least one weekday."},
    )
    begins = TimeField(label="From", error_messages={"required": "Write when they begin."})
    ends = TimeField(label="To", error_messages={"required": "Write when they end."})
    venue = Line(label="Name of the place", max_length=200, required=False)
    address = Line(label="Street, city and state", max_length=200, required=False)
    zip_code = ZipField(label="ZIP code", required=False, max_length=20)
    provider_number = Line(
        label="Your provider number",
        max_length=40,
        required=False,
        help_text=PlanningWishes._meta.get_field("provider_number").help_text,
    )

    class Meta:
        model = PlanningWishes
        error_messages = dict.fromkeys(["capacity", "hours"], LIMITS)
        fields = [
            "weekdays",
            "begins",
            "ends",
            "capacity",
            "hours",
            "venue",
            "address",
            "zip_code",
            "provider_number",
        ]
        help_texts = {"hours": "On certificates. Half of it for half a day."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name in ("venue", "address", "zip_code", "provider_number"):
            self.fields[name].is_optional = True


class BlackoutForm(forms.ModelForm):
    """Days on which a partner wants no workshop."""

    first_day = DayField(label="First day", error_messages={"required": "Choose the first day."})
    last_day = DayField(
        label="Last day", required=False, help_text="Leave it empty if it is one day."
    )
    note = Line(label="Why", max_length=120, required=False, help_text="“State tests”")

    class Meta:
        model = Blackout
        fields = ["first_day", "last_day", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["last_day"].is_optional = self.fields["note"].is_optional = True

    def clean(self):
        cleaned = super().clean()
        if "last_day" not in self.errors:
            cleaned["last_day"] = cleaned.get("last_day") or cleaned.get("first_day")
        return cleaned
