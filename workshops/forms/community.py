"""The forms in which a partner plans and records what it does for its community."""

from datetime import date, datetime, timedelta

from django import forms

from facilitators.registry import DayField, side_by_side
from plp.core import zones
from workshops.forms.fields import TimeField, helper, one_line
from workshops.models import CommunityEvent
from workshops.suggesting import suggested

LONGEST = timedelta(days=31)
LONGEST_REASON = 1_000  # characters
CHANGED = (
    "Somebody has changed this event since you opened it. What you typed is still here: look at "
    "the event in another window, then save again."
)
OPTIONAL = ["begins", "ends", "with_whom", "joined", "about", "link"]
ASKED_FOR = {
    "title": "Write what you call it.",
    "first_day": "Choose the day, or the first of several.",
    "place": "Write where it takes place.",
}


class EventForm(forms.ModelForm):
    """An event as it is planned; the days that are usual for its kind are filled in."""

    kind = forms.ChoiceField(
        choices=CommunityEvent.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    first_day = DayField(label="Day, or the first of several")
    last_day = DayField(
        label="Last day", required=False, help_text="Leave it empty if it is over on one day."
    )
    begins = TimeField(label="From", required=False)
    ends = TimeField(label="To", required=False)
    link = forms.URLField(
        label="Link",
        required=False,
        assume_scheme="https",
        help_text="To its page, where there is one.",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": "Write an address such as https://example.org/meetup."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CommunityEvent
        fields = [
            "kind",
            "title",
            "first_day",
            "last_day",
            "begins",
            "ends",
            "place",
            "with_whom",
            "joined",
            "about",
            "link",
            "is_public",
        ]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        labels = {
            "title": "What you call it",
            "place": "Where",
            "with_whom": "With which university, company or school",
            "joined": "Existing community that you join",
            "about": "What happens there",
            "is_public": "List it in public",
        }

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name in [*OPTIONAL, "last_day"]:
            self.fields[name].is_optional = True
        for name, asked in ASKED_FOR.items():
            self.fields[name].error_messages["required"] = asked
        there = zones.name_on(self.instance.first_day or on, self.instance.zone)
        self.fields["begins"].help_text = f"Local time of your region, {there}."
        if self.instance.pk:
            self.initial["seen"] = self.version
        else:
            self._begin_with_usual_days(on)
        self.helper = helper(
            "kind",
            "title",
            side_by_side("first_day", "last_day"),
            side_by_side("begins", "ends"),
            "place",
            "with_whom",
            "joined",
            "about",
            "link",
            "is_public",
            "seen",
            button="Save the changes" if self.instance.pk else "Plan it",
        )

    def _begin_with_usual_days(self, on):
        kind = self.initial.get("kind")
        if days := suggested(kind, on):
            self.initial["first_day"], self.initial["last_day"] = days
        if kind == CommunityEvent.Kind.HOUR_OF_CODE:
            self.initial["title"] = CommunityEvent.Kind.HOUR_OF_CODE.label

    @property
    def version(self):
        """What changes whenever somebody saves the event."""
        last = self.instance.history.order_by("-pk").values_list("pk", flat=True).first()
        return f"{self.instance.status}-{last}"

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_place(self):
        return one_line(self.cleaned_data["place"])

    def clean_with_whom(self):
        return one_line(self.cleaned_data["with_whom"])

    def clean_joined(self):
        return one_line(self.cleaned_data["joined"])

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and "last_day" not in self.errors:
            cleaned["last_day"] = last = last or first
            self._check_days(first, last)
        self._check_times(first, cleaned.get("begins"), cleaned.get("ends"))
        if self.instance.pk and cleaned.get("seen") != self.version:
            self.add_error(None, CHANGED)
            self.data = self.data.copy()
            self.data["seen"] = self.version
        return cleaned

    def _check_days(self, first, last):
        if last < first:
            self.add_error("last_day", "This is before the first day.")
        elif last - first >= LONGEST:
            self.add_error("last_day", f"Choose at most {LONGEST.days} days, or plan two events.")

    def _check_times(self, day, begins, ends):
        if ends and not begins and "begins" not in self.errors:
            self.add_error("begins", "Write when it begins, too.")
        if begins and ends and ends <= begins:
            self.add_error("ends", "Write a time after it begins. It ends on the same day.")
        for name, time in [("begins", begins), ("ends", ends)]:
            if day and time:
                self._check_clock(name, datetime.combine(day, time))

    def _check_clock(self, name, there):
        try:
            zones.moment_in(self.instance.zone, there)
        except forms.ValidationError as error:
            self.add_error(name, error)


class RecordForm(forms.Form):
    """How an event went: how many came, and what shows it."""

    headcount = forms.IntegerField(
        label="How many came",
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="A number only. A good guess will do.",
        error_messages={
            "required": "Write how many came.",
            "invalid": "Write a number, in digits.",
        },
    )
    link = forms.URLField(
        label="Link to what shows it",
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": "Write an address such as https://example.org/meetup."},
    )

    def __init__(self, *args, event: CommunityEvent, **kwargs):
        initial = {"headcount": event.headcount, "link": event.link}
        super().__init__(*args, use_required_attribute=False, initial=initial, **kwargs)
        self.fields["link"].is_optional = True


class CancelForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        label="Why it does not take place",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For you and Code.org staff; the public page does not say it.",
        error_messages={"required": "Write why, in a few words."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
