"""The forms in which workshops are planned: what holds for all of them, and each one's own."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict

from facilitators.registry import DayField, ZipField
from plp.core import zones
from plp.core.codes import new_code
from plp.core.days import in_words
from plp.core.texts import counted, in_a_row
from workshops.actions.scheduling import WHOLE, Day
from workshops.forms.fields import LIMITS, Line, TimeField
from workshops.models import Session, Workshop
from workshops.models.schedule import MOST_SEATS
from workshops.planning import Desk, Setting
from workshops.proposing import Shape
from workshops.rules import Plan, is_fit

MOST_WORKSHOPS = 12  # proposed at once
WORTH = Session._meta.get_field("worth").choices
NOBODY = [("", "Nobody yet")]


class ChooseForm(forms.Form):
    """For which course and year workshops are proposed, how many, and how their days lie."""

    of = forms.ChoiceField(label="Course and year")
    number = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=MOST_WORKSHOPS,
        required=False,
        error_messages=LIMITS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    shape = forms.ChoiceField(
        label="Each of them", choices=Shape.choices, initial=Shape.DAY, required=False
    )

    def __init__(self, *args, desk: Desk, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["of"].choices = [(each.key, each.label) for each in desk.choices.values()]

    def clean_shape(self):
        return Shape(self.cleaned_data["shape"] or Shape.DAY)


class CommonForm(forms.Form):
    """What holds for all workshops that are planned at once."""

    mode = forms.ChoiceField(label="How", choices=Workshop.Mode.choices)
    sign_up = forms.ChoiceField(label="Who may sign up", choices=Workshop.SignUp.choices)
    capacity = forms.IntegerField(
        label="Seats",
        min_value=1,
        max_value=MOST_SEATS,
        error_messages=LIMITS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    hours = forms.DecimalField(
        label="Credited hours",
        min_value=0,
        max_value=12,
        max_digits=3,
        decimal_places=1,
        error_messages=LIMITS,
        help_text="For a whole day.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class RowForm(forms.Form):
    """One workshop: its days, its place and who would lead it."""

    is_kept = forms.BooleanField(label="Plan this one", required=False, initial=True)
    code = forms.CharField(required=False, widget=forms.HiddenInput)
    lead = forms.ChoiceField(label="Lead", required=False)
    venue = Line(label="Name of the place", max_length=200, required=False)
    address = Line(label="Street, city and state", max_length=200, required=False)
    zip_code = ZipField(label="ZIP code", required=False, max_length=20)

    def __init__(self, *args, setting: Setting, slots: int, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.setting, self.slots = setting, range(slots)
        self.tz, self.remarks, self.was_read = setting.tz, [], False
        for slot in self.slots:
            self._add_day(slot)
        names = {key: self._named(key, miles) for key, miles in setting.near}
        self.fields["lead"].choices = [*NOBODY, *names.items()]
        self.fields["code"].initial = self.signer.sign(new_code())

    def _add_day(self, slot):
        more = f" {slot + 1}" if len(self.slots) > 1 else ""
        asked = {"required": "Choose the day."}
        self.fields |= {
            f"day_{slot}": DayField(label=f"Day{more}", required=slot == 0, error_messages=asked),
            f"begins_{slot}": TimeField(label="From", required=False),
            f"ends_{slot}": TimeField(label="To", required=False),
            f"worth_{slot}": forms.TypedChoiceField(
                label="Counts as", choices=WORTH, coerce=Decimal, empty_value=WHOLE, required=False
            ),
        }

    def _named(self, key, miles):
        name = self.setting.known.people[key].name
        return name if miles is None else f"{name}, {counted(miles, 'mile')}"

    @property
    def signer(self):
        return signing.Signer(salt=f"workshops.planning.{self.setting.partner.pk}")

    @property
    def is_wanted(self):
        """Whether it is to be planned; what is left out is not looked at."""
        return f"{self.prefix}-is_kept" in self.data

    def hush(self):
        """Say nothing of what is missing: it was not typed yet."""
        self.full_clean()
        self._errors = ErrorDict()

    def full_clean(self):
        super().full_clean()
        if not self.is_wanted:
            self._errors = ErrorDict()

    def clean_code(self):
        """Return the code that the form was given; one that it was not given is none."""
        try:
            return self.signer.unsign(self.cleaned_data["code"])
        except signing.BadSignature:
            return ""

    def clean(self):
        cleaned = super().clean()
        for slot in self.slots:
            for name, asked in [
                ("begins", "Write when it begins."),
                ("ends", "Write when it ends."),
            ]:
                field = f"{name}_{slot}"
                if (
                    cleaned.get(f"day_{slot}")
                    and not cleaned.get(field)
                    and field not in self.errors
                ):
                    self.add_error(field, asked)
        return cleaned

    # Once it is clean

    @property
    def days(self):
        """Its days, in order."""
        slots = [slot for slot in self.slots if self.cleaned_data.get(f"day_{slot}")]
        names = ("day", "begins", "ends", "worth")
        return sorted(
            Day(*(self.cleaned_data[f"{name}_{slot}"] for name in names)) for slot in slots
        )

    @property
    def lead_key(self):
        """The key of who would lead it, or None."""
        return int(self.cleaned_data["lead"]) if self.cleaned_data["lead"] else None

    @property
    def plan(self):
        return Plan(
            self.setting.choice.course, self.days, self.tz, [self.lead_key] if self.lead_key else []
        )

    def find_zone(self, zones_of: dict[str, str]) -> None:
        """Take the zone of its ZIP code, if we know it."""
        if name := zones_of.get(self.cleaned_data["zip_code"]):
            self.tz = ZoneInfo(name)

    def group_leads(self) -> None:
        """Order who could lead by whether they are fit on its days, the nearest first."""
        plan, people = self.plan, self.setting.known.people
        best, free, rest = [], [], []
        for key, miles in self.setting.near:
            name = (key, self._named(key, miles))
            if is_fit(plan, people[key]):
                best.append(name)
            else:
                (free if is_fit(plan, people[key], contracted=False) else rest).append(name)
        groups = [
            ("Free, accredited, under contract", best),
            ("Free and accredited, no contract for it", free),
            ("Not free or not accredited then", rest),
        ]
        self.fields["lead"].choices = [*NOBODY, *(group for group in groups if group[1])]

    @property
    def days_in_words(self):
        return in_a_row(in_words(day.day) for day in self.days)

    @property
    def zone_in_words(self):
        """What the time of its place is called on its first day."""
        return zones.name_on(self.days[0].day, self.tz)

    # On the page

    @property
    def day_fields(self):
        """The fields of each day; what follows the first is folded away while it is empty."""
        names = ("day", "begins", "ends", "worth")
        return [[self[f"{name}_{slot}"] for name in names] for slot in self.slots]

    @property
    def first_day_fields(self):
        return self.day_fields[0]

    @property
    def more_day_fields(self):
        return self.day_fields[1:]

    @property
    def has_more_days(self):
        return any(
            self[f"day_{slot}"].value() or self[f"day_{slot}"].errors for slot in self.slots[1:]
        )

    @property
    def place_fields(self):
        return [self["venue"], self["address"], self["zip_code"]]
