"""What staff do with a workshop for its partner: another day or place, sign-up, cancelling."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from applications.registry import zip_in
from facilitators.registry import DayField
from plp.core.confirming import Step
from plp.core.workflow import TransitionError
from workshops import places
from workshops.actions import changing, opening
from workshops.actions.scheduling import Day
from workshops.forms.fields import TimeField
from workshops.models import Session, Workshop
from workshops.models.schedule import GOING_ON, TO_COME

Status = Workshop.Status
CHANGE, RUN = "workshops.change_workshop", "workshops.run_workshop"
TOLD = (
    "Teachers who have a seat or wait, facilitators and program managers are told once what has "
    "changed."
)


class ReasonForm(forms.Form):
    required_css_class = "required"

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="All who are written to read it.",
    )


class DayForm(forms.Form):
    """Another day for one day of a workshop."""

    required_css_class = "required"

    session = forms.ModelChoiceField(Session.objects.none(), label="Which day", empty_label=None)
    day = DayField(label="New day", help_text="The same day, to change its hours only.")
    begins = TimeField(label="From", help_text="Local time of the place.")
    ends = TimeField(label="To", help_text="Local time of the place, before midnight.")

    def __init__(self, *args, records, **kwargs):
        found = Session.objects.filter(workshop__in=records).select_related("workshop")
        if len(found) == 1:
            (only,) = found
            kwargs["initial"] = {
                "day": only.day,
                "begins": only.begins,
                "ends": only.ends,
            } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = found

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "Write a time after it begins.")
        return cleaned


class PlaceForm(forms.Form):
    """Another place for a workshop."""

    required_css_class = "required"

    venue = forms.CharField(label="Name of the place", max_length=200, required=False)
    address = forms.CharField(label="Street, city and state", max_length=200, required=False)
    zip_code = forms.CharField(
        label="ZIP code", max_length=20, help_text="It says the time zone, too."
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=[("", "As the ZIP code says"), *places.choices()],
    )
    capacity = forms.IntegerField(label="Seats", min_value=1, max_value=1_000, localize=False)

    def __init__(self, *args, records, **kwargs):
        first = records[0]
        names = ["venue", "address", "zip_code", "capacity"]
        is_ours = {name: getattr(first, name) for name in names}
        kwargs["initial"] = is_ours | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_zip_code(self):
        found = zip_in(self.cleaned_data["zip_code"])
        if not found:
            raise ValidationError("Write the five digits of a ZIP code.")
        return found

    def clean(self):
        cleaned = super().clean()
        if zip_code := cleaned.get("zip_code"):
            cleaned["zone"] = cleaned.get("zone") or places.zone_at(zip_code)
            if not cleaned["zone"]:
                self.add_error("zip_code", "We do not know this ZIP code: choose the time zone.")
        return cleaned


def _move(workshop, *, by, session, day: date, begins, ends):
    rows = workshop.sessions.exclude(pk=session.pk)
    if rows.filter(day=day).exists():
        raise TransitionError("The workshop has this day already.")
    days = [*map(Day.of, rows)]
    _change(workshop, [*days, Day(day, begins, ends, session.worth)], {}, by)


def _place(workshop, *, by, **fields):
    _change(workshop, [*map(Day.of, workshop.sessions.all())], fields, by)


def _change(workshop, days, fields, by):
    try:
        changing.change_workshop(workshop, days, fields, by=by)
    except ValidationError as error:
        raise TransitionError(error.messages[0]) from error


def _is(*statuses):
    return lambda workshop: workshop.status in statuses


def _days_of(workshop):
    return "; ".join(map(str, workshop.sessions.all()))


def _where_of(workshop):
    return f"{workshop.where} {workshop.zip_code}, {workshop.capacity} seats"


STEPS = [
    Step(
        slug="move",
        label="Change a day",
        done="Changed a day of",
        consequence=f"Who is confirmed to lead is booked at the new hours. {TOLD}",
        permission=CHANGE,
        take=_move,
        form=DayForm,
        fits=_is(*GOING_ON),
        why_not="It is over or cancelled.",
        knows_records=True,
        is_single=True,
        stands=_days_of,
    ),
    Step(
        slug="place",
        label="Change place or seats",
        done="Changed the place of",
        consequence=f"Its times are local times of the new place. {TOLD}",
        permission=CHANGE,
        take=_place,
        form=PlaceForm,
        fits=_is(*GOING_ON),
        why_not="It is over or cancelled.",
        knows_records=True,
        is_single=True,
        stands=_where_of,
    ),
    Step(
        slug="open",
        label="Open sign-up",
        done="Opened for sign-up",
        consequence="Teachers can sign up on its public page.",
        permission=CHANGE,
        take=opening.open_sign_up,
        fits=_is(Status.PLANNED),
        why_not="It is open already, or it has begun or is cancelled.",
    ),
    Step(
        slug="close",
        label="Close sign-up",
        done="Closed sign-up for",
        consequence="Nobody else can sign up; who has a seat keeps it.",
        permission=CHANGE,
        take=opening.close_sign_up,
        fits=_is(Status.OPEN),
        why_not="It is not open for sign-up.",
    ),
    Step(
        slug="cancel",
        label="Cancel",
        done="Cancelled",
        consequence="It does not count, who leads is free again, and all concerned are told once. "
        "It cannot be undone.",
        permission=RUN,
        take=opening.cancel_workshop,
        form=ReasonForm,
        fits=_is(*TO_COME),
        why_not="It has begun, or is cancelled already.",
    ),
]
