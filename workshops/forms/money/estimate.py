"""The form that asks for which teacher group, and for how many funded teachers."""

from crispy_forms.layout import Field
from django import forms

from applications.registry import TeachersForm
from workshops.models import Cohort

CHOOSE = "Choose one of your groups."


class GroupName(forms.ModelChoiceField):
    """A choice among groups of one partner, whose name would say nothing."""

    def label_from_instance(self, cohort):
        return f"{cohort.course}, {cohort.school_year}"


class GroupEstimateForm(TeachersForm):
    group = GroupName(
        Cohort.objects.none(),
        label="Teacher group",
        empty_label=None,
        error_messages=dict.fromkeys(["required", "invalid_choice"], CHOOSE),
    )

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups

    def layout(self):
        return [Field("group", wrapper_class="w-mid"), *super().layout()]
