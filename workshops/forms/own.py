"""What teachers fill in on their own pages."""

from django import forms

from plp.core.guard import GuardedForm
from workshops.forms.events import HELP
from workshops.forms.fields import Line, helper, mark_optional
from workshops.models import Enrollment

TYPED = ["name", "school", "district_name", "state", "diet", "access_needs"]


class LinkForm(GuardedForm):
    """The address to which one's own link is mailed."""

    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="The address with which you signed up.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Write the address with which you signed up.",
            "invalid": "Write an e-mail address, such as ada@example.org.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("email", button="Mail me my link", is_guarded=True)


class TypedForm(forms.ModelForm):
    """What a teacher has typed for one workshop."""

    name = Line(
        max_length=120,
        label="Your name",
        help_text="As it should stand on your certificate.",
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Write your name."},
    )
    school = Line(max_length=200, required=False)
    district_name = Line(max_length=120, required=False, label="School district")

    class Meta:
        model = Enrollment
        fields = TYPED
        help_texts = HELP
        widgets = {name: forms.Textarea({"rows": 2}) for name in ["diet", "access_needs"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        mark_optional(self)
        self.helper = helper(*TYPED, button="Save")

    @property
    def typed(self):
        return {name: self.cleaned_data[name] for name in TYPED}
