"""The forms in which a partner proposes a call, edits its agenda and notes, and adds actions."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from applications.form.confirming import DayField
from applications.form.fields import Line
from applications.models import CallAction, ProgressCall
from plp.core import zones
from plp.core.editing import MARK, WatchedForm
from plp.core.zones import MomentField

Side = CallAction.Side


class TimeForm(forms.Form):
    """A time, as clocks in the region show it."""

    at = MomentField(label="Day and time", error_messages={"required": "Choose a day and a time."})

    def __init__(self, *args, region, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        zone = ZoneInfo(region.zone)
        self.fields["at"].zone = zone
        there = zones.in_words(timezone.now(), zone)
        self.fields["at"].help_text = f"As clocks show it in {region}. There it is now {there}."

    def clean_at(self):
        if self.cleaned_data["at"] <= timezone.now():
            raise forms.ValidationError("This time has passed. Choose a later one.")
        return self.cleaned_data["at"]


class ProposeForm(TimeForm):
    minutes = forms.IntegerField(
        label="Length in minutes", min_value=5, max_value=480, initial=30, localize=False
    )
    how = Line(
        label="How to take part",
        longest=300,
        help_text="A phone number or the address of a call.",
        error_messages={"required": "Write how we reach each other."},
    )


class WhyForm(forms.Form):
    why = Line(
        label="Why do you call it off?",
        longest=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="We read it in the mail.",
        error_messages={"required": "Write why."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class TextForm(WatchedForm):
    """One text of a call that both sides edit: whoever saves later is told, and sees both."""

    class Meta:
        model = ProgressCall
        fields = ["agenda"]
        widgets = {name: forms.Textarea({"rows": 12}) for name in ("agenda", "notes")}

    field_order = ["agenda", "notes", MARK]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)
            if name != MARK:
                field.help_text = "You and our staff both read it and edit it."


class NotesForm(TextForm):
    class Meta(TextForm.Meta):
        fields = ["notes"]

    prefix = "notes"


class ActionForm(forms.Form):
    what = Line(
        label="What is to be done?",
        longest=300,
        error_messages={"required": "Write what is to be done."},
    )
    who = forms.ChoiceField(label="Who does it?")
    due_on = DayField(label="Last day", required=False)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.people = {str(member.user_id): member.user for member in members}
        names = [(key, str(user)) for key, user in self.people.items()]
        partner = ("partner", "Somebody of yours")
        self.fields["who"].choices = [*names, partner, (Side.STAFF.value, "Code.org")]
        self.fields["due_on"].is_optional = True

    @property
    def said(self):
        """What is kept of it."""
        said = self.cleaned_data
        owner = self.people.get(said["who"])
        side = Side.STAFF if said["who"] == Side.STAFF else Side.PARTNER
        return {"what": said["what"], "side": side, "owner": owner, "due_on": said["due_on"]}
