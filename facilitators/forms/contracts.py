"""The forms in which a partner draws up a contract and takes one back."""

from datetime import date, timedelta
from decimal import Decimal

from crispy_forms.layout import HTML, Field, Fieldset
from django import forms

from applications.models import Course, PartnerYear, SchoolYear
from facilitators.actions.drafting import suggesting_terms
from facilitators.forms.fields import DayField, ReasonForm, helper_of, side_by_side
from facilitators.models import Contract, ContractTemplate
from plp.core import days
from plp.core.money import DollarsField, dollars

TIME_TO_SIGN = timedelta(days=14)
CHANGED = (
    "Somebody has changed this contract since you opened it. What you typed is still here: look "
    "at the contract in another window, then save again."
)
MONEY = ["day_rate", "travel_cap", "late_cancel_pay"]
NUMBERS = ["days_until_paid", "late_cancel_days"]
DAYS = ["first_day", "last_day", "answer_by"]
ASKED_FOR = {
    "school_year": "Choose the school year.",
    "courses": "Choose at least one course.",
    "travel_cap": "Write an amount, or 0.",
    "late_cancel_pay": "Write an amount, or 0.",
    "days_until_paid": "Write a number of days.",
    "late_cancel_days": "Write a number of days.",
    "answer_by": "Choose the last day on which it can be signed.",
}


def _money(name, **more):
    """Return a field for an amount; empty is what the model begins with, where it has that."""
    field = Contract._meta.get_field(name)
    said = {"label": field.verbose_name.capitalize(), "help_text": field.help_text} | more
    return DollarsField(max_digits=9, min_value=0, **said)


class ContractForm(forms.ModelForm):
    """A contract as it is drawn up: with whom is known, what is agreed is asked."""

    school_year = forms.ModelChoiceField(SchoolYear.objects.none(), empty_label=None)
    courses = forms.ModelMultipleChoiceField(
        Course.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="What they are to lead. Choose only what you expect of them.",
    )
    template = forms.ModelChoiceField(
        ContractTemplate.objects.none(),
        label="Text of the contract",
        required=False,
        empty_label="Choose a text",
        help_text="Only where it is signed here.",
    )
    day_rate = _money("day_rate", required=False)
    travel_cap = _money("travel_cap")
    late_cancel_pay = _money("late_cancel_pay")
    first_day = DayField(required=False)
    last_day = DayField(required=False)
    answer_by = DayField(
        label="Last day to sign",
        help_text="For both sides. After it, the offer expires by itself.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Contract
        fields = [
            "school_year",
            "courses",
            "first_day",
            "last_day",
            "paper",
            "template",
            "engagement",
            "day_rate",
            "travel_cap",
            "days_until_paid",
            "late_cancel_pay",
            "late_cancel_days",
            "terms",
            "answer_by",
        ]
        widgets = {
            "paper": forms.RadioSelect,
            "engagement": forms.RadioSelect,
            "terms": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"paper": "Where it is signed"}

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.on = on
        for name, asked in ASKED_FOR.items():
            self.fields[name].error_messages["required"] = asked
        for name in ["terms", "first_day", "last_day"]:
            self.fields[name].is_optional = True
        for name in NUMBERS:
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields[name].error_messages["invalid"] = "Write a number of days, in digits."
        self._offer_years()
        self._offer_texts()
        self._say_days()
        if self.instance.pk:
            self.initial["seen"] = self.version
        self.initial["answer_by"] = self.initial.get("answer_by") or on + TIME_TO_SIGN
        self.helper = _helper("Save the draft" if self.instance.pk else "Draw it up")

    def _offer_years(self):
        """Offer the partner's years that are not over; an amendment stays in its own."""
        partner, field = self.instance.partner, self.fields["school_year"]
        going = PartnerYear.objects.filter(partner=partner).exclude(
            status=PartnerYear.Status.NOT_RENEWING
        )
        years = SchoolYear.objects.filter(
            pk__in=going.values("program_year__school_year"), last_day__gte=self.on
        )
        if self.instance.pk:
            years |= SchoolYear.objects.filter(pk=self.instance.school_year_id)
        if self.instance.replaces_id:
            years = SchoolYear.objects.filter(pk=self.instance.school_year_id)
        field.queryset = years
        first = self.instance.school_year if self.instance.pk else years.first()
        self.initial.setdefault("school_year", first and first.pk)
        terms = suggesting_terms(self.instance.partner, first, self.on) if first else None
        if terms:
            self._suggest("day_rate", terms.facilitator_day_rate)
        if terms and terms.travel_cap:
            self._suggest("travel_cap", terms.travel_cap)

    def _suggest(self, name, amount):
        """Say what the program suggests; a new contract begins with it."""
        self.fields[name].help_text += f" The program suggests {dollars(amount)}."
        if not self.instance.pk:
            self.initial[name] = amount

    def _offer_texts(self):
        texts = ContractTemplate.objects.offered()
        self.fields["template"].queryset = texts
        if not self.instance.pk and len(texts) == 1:
            self.initial["template"] = texts[0].pk

    def _say_days(self):
        empty = "Leave it empty for the {} of the school year."
        self.fields["first_day"].help_text = empty.format("first day")
        self.fields["last_day"].help_text = empty.format("last day")

    @property
    def version(self):
        """What changes whenever somebody saves the contract."""
        last = self.instance.history.order_by("-pk").values_list("pk", flat=True).first()
        return f"{self.instance.status}-{last}"

    def clean(self):
        cleaned = super().clean()
        self._fill_days(cleaned)
        self._check_days(cleaned.get("school_year"), *(cleaned.get(name) for name in DAYS))
        self._check_text(cleaned)
        self._check_rate(cleaned)
        if self.instance.pk and cleaned.get("seen") != self.version:
            self.add_error(None, CHANGED)
            self.data = self.data.copy()
            self.data["seen"] = self.version
        return cleaned

    def _fill_days(self, cleaned):
        year = cleaned.get("school_year")
        for name in ["first_day", "last_day"]:
            if year and name not in self.errors and cleaned.get(name) is None:
                cleaned[name] = getattr(year, name)

    def _check_days(self, year, first, last, answer_by):
        for name, day in [("first_day", first), ("last_day", last)]:
            if year and day and not year.first_day <= day <= year.last_day:
                whole = days.span(year.first_day, year.last_day)
                self.add_error(name, f"Choose a day in the school year, {whole}.")
        if first and last and last < first and "first_day" not in self.errors:
            self.add_error("last_day", "This is before the first day.")
        elif last and "last_day" not in self.errors and last < self.on:
            self.add_error("last_day", "This day has passed.")
        if answer_by and answer_by < self.on:
            self.add_error("answer_by", "This day has passed. Choose today or a later day.")
        elif answer_by and last and answer_by > last:
            self.add_error("answer_by", "This is after the last day of the contract.")

    def _check_text(self, cleaned):
        if cleaned.get("paper") == Contract.Paper.OUTSIDE:
            cleaned["template"] = None
        elif not cleaned.get("template") and "template" not in self.errors:
            self.add_error("template", "Choose the text that both sign.")

    def _check_rate(self, cleaned):
        if cleaned.get("day_rate") is not None or "day_rate" in self.errors:
            return
        cleaned["day_rate"] = Decimal(0)
        if cleaned.get("engagement") == Contract.Engagement.CONTRACTOR:
            self.add_error("day_rate", "Write what a day is paid, in dollars.")


class WithdrawForm(ReasonForm):
    """Why a contract is taken back."""

    read_by = "The facilitator reads it word for word, if the contract was offered."


def _helper(button):
    return helper_of(
        Fieldset("What for", "school_year", "courses", side_by_side("first_day", "last_day")),
        Fieldset("The paper", "paper", "template"),
        Fieldset(
            "Pay",
            "engagement",
            side_by_side("day_rate", "days_until_paid"),
            Field("travel_cap", wrapper_class="w-mid"),
            side_by_side("late_cancel_pay", "late_cancel_days"),
        ),
        Fieldset("Also", "terms", Field("answer_by", wrapper_class="w-mid")),
        "seen",
        button=button,
        more=[HTML('<a class="btn btn-link" href="{{ cancel }}">Cancel</a>')],
    )
