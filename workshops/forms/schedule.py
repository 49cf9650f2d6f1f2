"""The forms in which a workshop is changed, and cancelled."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from applications.registry import zip_in
from facilitators.registry import DayField
from plp.core import zones
from plp.core.texts import keepable
from workshops import places
from workshops.actions.changing import CHANGED, is_so_already, version_of
from workshops.actions.scheduling import WHOLE, Day
from workshops.forms.fields import LIMITS, TimeField, one_line
from workshops.models import Session, Workshop
from workshops.rules import hours_of

MORE_DAYS = 2  # empty lines below the days that are there
WORTH = Session._meta.get_field("worth").choices
OPTIONAL = {
    *("title", "venue", "address", "zip_code", "meeting_link", "zone", "sign_up_until", "about")
}
DAY_PARTS = ["day", "begins", "ends", "worth"]
ZONE = (
    "All times are local times there; now it is {}. Choose one only where the ZIP code does not "
    "say it right, or where it is online."
)
UNKNOWN = "We do not know this ZIP code, so choose the time zone, too."


class DayForm(forms.Form):
    """One day of a workshop; a line without a day is none."""

    day = DayField(label="Day", required=False)
    begins = TimeField(label="From", required=False)
    ends = TimeField(label="To", required=False)
    worth = forms.TypedChoiceField(
        label="Counts as", choices=WORTH, coerce=Decimal, empty_value=WHOLE, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("day"):
            return cleaned
        asked = {"begins": "Write when it begins.", "ends": "Write when it ends."}
        for name, sentence in asked.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if not self.errors and cleaned["ends"] <= cleaned["begins"]:
            self.add_error("ends", "Write a time after it begins. It ends before midnight.")
        return cleaned

    @property
    def is_first(self):
        return self.prefix == "day-0"

    def check_clock(self, tz):
        """Refuse times that no clock of the place shows, or shows twice."""
        try:
            hours_of(self.as_day, tz)
        except ValidationError as error:
            self.add_error("begins", error)

    @property
    def as_day(self):
        """The day, or None where none is named."""
        cleaned = self.cleaned_data
        return Day(*(cleaned[name] for name in DAY_PARTS)) if cleaned.get("day") else None


class ChangeForm(forms.ModelForm):
    """A workshop as it is planned, with its days."""

    zip_code = forms.CharField(
        label="ZIP code",
        required=False,
        max_length=20,
        help_text="Of the place. It says the time zone, too.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    meeting_link = forms.URLField(
        label="Meeting link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Where it is virtual. Only who has a seat or leads reads it.",
        error_messages={"invalid": "Write a link, such as https://meet.example.org/loops."},
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
    )
    sign_up_until = DayField(
        label="Last day to sign up",
        required=False,
        help_text="Leave it empty, and sign-up closes some days before, as the program says.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Workshop
        fields = [
            "title",
            "number",
            "mode",
            "venue",
            "address",
            "zip_code",
            "meeting_link",
            "zone",
            "capacity",
            "hours",
            "sign_up",
            "sign_up_until",
            "about",
        ]
        labels = {
            "title": "Title",
            "number": "Number in the series",
            "mode": "How",
            "venue": "Name of the place",
            "address": "Street, city and state",
            "sign_up": "Who may sign up",
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        error_messages = dict.fromkeys(["number", "capacity", "hours"], LIMITS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        workshop = self.instance
        for name, field in self.fields.items():
            field.is_optional = name in OPTIONAL
        self.fields["zone"].choices = [
            ("", "As the ZIP code says"),
            *places.choices(workshop.zone),
        ]
        self.fields["zone"].help_text = ZONE.format(_zone_in_words(workshop))
        is_proposed = workshop.zone == places.zone_at(workshop.zip_code)
        self.initial["zone"] = "" if is_proposed else workshop.zone
        self.initial["seen"] = str(version_of(workshop))
        self._rows, self._zone = list(workshop.sessions.all()), workshop.zone
        self.days = self._day_forms(self._rows)

    def _day_forms(self, sessions):
        initial = [{name: getattr(row, name) for name in DAY_PARTS} for row in sessions]
        initial += [{}] * MORE_DAYS
        data = self.data if self.is_bound else None
        return [
            DayForm(data, prefix=f"day-{at}", initial=of_one) for at, of_one in enumerate(initial)
        ]

    def is_valid(self):
        return super().is_valid() and not any(form.errors for form in self.days)

    @property
    def all_errors(self):
        """(the field's name on the page, label, what is wrong), in the order of the page."""
        found = [
            (field.id_for_label, field.label, error)
            for form in [*self.days, self]
            for field in form
            for error in field.errors
        ]
        return [*found, *(("", "", error) for error in self.non_field_errors())]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_venue(self):
        return one_line(self.cleaned_data["venue"])

    def clean_address(self):
        return one_line(self.cleaned_data["address"])

    def clean_about(self):
        return keepable(self.cleaned_data["about"])

    def clean_zip_code(self):
        typed = self.cleaned_data["zip_code"].strip()
        found = zip_in(typed) if typed else ""
        if found is None:
            raise ValidationError("Write the five digits of a ZIP code, such as 60601.")
        return found

    def clean(self):
        cleaned = super().clean()
        if "zip_code" in cleaned and "zone" in cleaned:
            self._find_zone(cleaned)
        self._check_days(cleaned)
        if cleaned.get("seen") != self.initial["seen"] and not self._is_sent_twice():
            self.add_error(None, CHANGED)
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
        return cleaned

    def _is_sent_twice(self):
        """Whether all that it says is saved already, as by pressing twice."""
        is_clean = not self.errors and not any(form.errors for form in self.days)
        return is_clean and is_so_already(self.instance, *self.said)

    def _find_zone(self, cleaned):
        """Take the zone of the ZIP code, unless one is chosen; without either, it stays."""
        zip_code = cleaned["zip_code"]
        zone = cleaned["zone"] or places.zone_at(zip_code)
        if not zone and zip_code != self.instance.zip_code and zip_code:
            self.add_error("zip_code", UNKNOWN)
        cleaned["zone"] = zone or self.instance.zone

    def _check_days(self, cleaned):
        valid = [form for form in self.days if form.is_valid() and form.as_day]
        if not valid and not any(form.errors for form in self.days):
            self.days[0].add_error("day", "Name the day on which it takes place.")
        named = set()
        for form in valid:
            day = form.as_day.day
            if cleaned.get("zone"):
                form.check_clock(ZoneInfo(cleaned["zone"]))
            if day in named:
                form.add_error("day", "This day is named twice. Write one line for each day.")
            named.add(day)

    @property
    def is_moved(self):
        """Whether its days or hours would be others."""
        days, fields = self.said
        saved = [Day(*(getattr(row, name) for name in DAY_PARTS)) for row in self._rows]
        return days != saved or fields["zone"] != self._zone

    @property
    def said(self):
        """The days and the fields, as they are to be saved."""
        days = sorted(form.as_day for form in self.days if form.as_day)
        return days, {name: self.cleaned_data[name] for name in self.Meta.fields}


class CancelForm(forms.Form):
    """Why a workshop does not take place."""

    reason = forms.CharField(
        label="Why it does not take place",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="All who are written to read it.",
        error_messages={"required": "Write why, in a few words."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_reason(self):
        return keepable(self.cleaned_data["reason"])


def _zone_in_words(workshop):
    day = next((row.day for row in workshop.sessions.all()), workshop.made_at.date())
    return zones.name_on(day, workshop.tz)
