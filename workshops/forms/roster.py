"""What managers fill in to take teachers into a workshop, off it, or from one to another."""

from django import forms

from plp.core.admin_importing import one_newline, refuse_large
from plp.core.tables import decode
from workshops.enrolling_lists import FILE, NEEDED, OPTIONAL
from workshops.forms.events import TeacherForm
from workshops.forms.fields import Line, helper, mark_optional
from workshops.models import Workshop

LARGEST_FILE = 500_000  # bytes
WHY = "Write why they are added by hand."


class AddForm(TeacherForm):
    """A teacher who is added by hand, and why."""

    reason = Line(
        max_length=300,
        label="Why are they added by hand?",
        help_text="“Called us, has no e-mail at school yet”. It stays on record.",
        error_messages={"required": WHY},
    )

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, partner=partner, button="Add this teacher", **kwargs)


class ListForm(forms.Form):
    """A CSV file of teachers, and why they are added."""

    file = forms.FileField(
        label="CSV file",
        help_text=f"Columns: {', '.join(NEEDED)}; and, if you have them, {', '.join(OPTIONAL)}. "
        "Other columns are not read.",
        error_messages={
            "required": "Choose a CSV file.",
            "empty": "This file is empty. Choose another.",
        },
    )
    reason = Line(
        max_length=300,
        label="Why are they added by hand?",
        help_text="It stays on record.",
        error_messages={"required": WHY},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("file", "reason", button="Look at what it would do")
        mark_optional(self)

    def clean_file(self):
        return refuse_large(self.cleaned_data["file"], LARGEST_FILE)

    def text(self):
        """Return the text of the file; raises LoadError if it is none."""
        return one_newline(decode(FILE, self.cleaned_data["file"].read()))


class ConfirmListForm(forms.Form):
    """The same file as text, as the preview carried it."""

    people = forms.CharField(strip=False, max_length=LARGEST_FILE)
    reason = forms.CharField(max_length=300)

    def text(self):
        return one_newline(self.cleaned_data["people"])


class TakeOffForm(forms.Form):
    """What the teacher is told who is taken off."""

    more = forms.CharField(
        label="What do you write to them?",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="It stands in the mail that tells them.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = helper("more", button="Take them off", look="btn-outline-danger")
        mark_optional(self)


class MoveForm(forms.Form):
    """To which other workshop of the series a teacher is moved."""

    to = forms.ModelChoiceField(
        Workshop.objects.none(),
        label="To which workshop?",
        empty_label="Choose a workshop",
        error_messages={
            "required": "Choose a workshop.",
            "invalid_choice": "Choose one of these workshops.",
        },
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["to"].queryset = others
        self.fields["to"].label_from_instance = _named
        self.helper = helper("to", button="Move them", look="btn-outline-primary")


def _named(workshop):
    day = f", {workshop.first_day:%-d %B %Y}" if workshop.first_day else ""
    return f"{workshop}{day}"
