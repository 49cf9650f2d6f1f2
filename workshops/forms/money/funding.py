"""The forms on what a school year costs a partner, and on what it has found elsewhere."""

from django import forms

from applications.models import Partner
from facilitators.registry import DayField
from plp.core.money import DollarsField
from workshops.forms.fields import helper, one_line
from workshops.models import FundingNeed, OtherFunding
from workshops.money.sustaining import school_years

AMOUNT = {"required": "Write an amount in dollars, such as 12,500."}
OPTIONAL = "note"


class NeedForm(forms.ModelForm):
    """What a school year costs a partner, as it reckons."""

    class Meta:
        model = FundingNeed
        fields = ["amount", "note"]
        labels = {"amount": "What the year costs you", "note": "How you reckon"}
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"amount": DollarsField}
        error_messages = {"amount": AMOUNT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields[OPTIONAL].is_optional = True
        self.helper = helper("amount", "note", button="Save what it costs")


class OtherFundingForm(forms.ModelForm):
    """Money that is found elsewhere for a school year."""

    since = DayField(
        label="Certain since",
        help_text="The day on which it was promised to you.",
        error_messages={"required": "Choose the day on which it was promised."},
    )

    class Meta:
        model = OtherFunding
        fields = ["school_year", "source", "amount", "since", "note"]
        labels = {"source": "From whom", "note": "What it is for"}
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"amount": DollarsField}
        error_messages = {
            "amount": AMOUNT,
            "source": {"required": "Write who gives it."},
            "school_year": {"required": "Choose the school year that it is for."},
        }

    def __init__(self, *args, partner: Partner, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields[OPTIONAL].is_optional = True
        self.fields["school_year"].queryset = school_years(partner)
        self.fields["school_year"].empty_label = "Choose a school year"
        button = "Save the changes" if self.instance.pk else "Add it"
        self.helper = helper("school_year", "source", "amount", "since", "note", button=button)

    def clean_source(self):
        return one_line(self.cleaned_data["source"])
