"""The forms in which a partner prepares the place of a workshop, and asks for supplies."""

from datetime import date

from django import forms
from django.db.models import QuerySet

from plp.core import days
from workshops.forms.fields import Line, helper, mark_optional
from workshops.models import Supply, VenueSheet, Workshop
from workshops.venue import SHEET

HELP = {
    "room": "As it is signposted: “Room 204, upstairs”.",
    "contact_phone": "The facilitators read it, nobody else.",
    "more": "The facilitators read it, teachers do not. No passwords and no door codes, please.",
}


class SheetForm(forms.ModelForm):
    """What people find at the place of a workshop; all of it can be filled in later."""

    room = Line(max_length=120, required=False, help_text=HELP["room"])
    contact_name = Line(label="Who helps on the day", max_length=120, required=False)

    class Meta:
        model = VenueSheet
        fields = SHEET
        help_texts = {name: text for name, text in HELP.items() if name != "room"}
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ["access", "parking", "shipping", "more"]
        } | {
            "wifi": forms.TextInput(attrs={"autocomplete": "off"}),
            "contact_phone": forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["contact_name"].widget.attrs["autocomplete"] = "off"
        mark_optional(self)
        self.helper = helper(*SHEET, button="Save the page")

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in SHEET}


class WorkshopField(forms.ModelChoiceField):
    def label_from_instance(self, workshop):
        day = workshop.first_day and days.in_words(workshop.first_day, weekday=False)
        return ", ".join(filter(None, [str(workshop), day, workshop.venue]))


class CopyForm(forms.Form):
    """Another workshop of the partner, from which the page about the place is copied."""

    source = WorkshopField(
        Workshop.objects.none(),
        label="Copy all of it from",
        empty_label="Choose a workshop",
        error_messages={
            "required": "Choose the workshop from which to copy.",
            "invalid_choice": "Nothing is said of the place of that workshop. Choose another.",
        },
    )

    def __init__(self, *args, workshops: QuerySet[Workshop], **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["source"].queryset = workshops
        self.helper = helper("source", button="Copy", look="btn-outline-primary")


class SupplyForm(forms.ModelForm):
    """Something that the program is to send, and by when it is needed."""

    what = Line(
        label="What you need",
        max_length=200,
        help_text="One thing at a time, and how many of it: “30 workbooks”.",
        error_messages={"required": "Write what you need, such as “30 workbooks”."},
    )
    needed_by = forms.DateField(
        label="Needed by",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day on which it may arrive.",
        error_messages={
            "required": "Choose the day.",
            "invalid": "Write a day such as 2016-09-23.",
        },
    )

    class Meta:
        model = Supply
        fields = ["what", "needed_by"]

    def __init__(self, *args, workshop: Workshop, on: date, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.on, self.last_day = on, _last_day_of(workshop)
        first = workshop.first_session
        first_day = first and first.day
        if first_day and not self.initial.get("needed_by"):
            self.initial["needed_by"] = max(first_day, on)
        self.fields["what"].widget.attrs["autocomplete"] = "off"
        self.helper = helper("what", "needed_by", button="Ask for it", look="btn-primary")

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        days.validate_day(day)
        if day < self.on:
            raise forms.ValidationError("This day has passed. Choose one from today on.")
        if self.last_day and day > self.last_day:
            last = days.in_words(self.last_day)
            raise forms.ValidationError(f"The workshop ends on {last}. Choose a day until then.")
        return day


def _last_day_of(workshop):
    return max((session.day for session in workshop.sessions.all()), default=None)
