"""Entering an application for an organization that cannot use the form: through the same form."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied

from applications import actions
from applications.models import Pin, Program
from applications.views.drafts import first_page
from plp.core.admin_helpers import step_page


class EnterForm(forms.Form):
    required_css_class = "required"

    email = forms.EmailField(
        label="E-mail of the organization",
        help_text="The link to the draft is mailed there, so that they can read and finish it.",
    )
    pin = forms.ModelChoiceField(
        Pin.objects.none(),
        label="City",
        required=False,
        empty_label="Choose it in the form",
        help_text="Cities that take applications.",
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        pins = Pin.objects.filter(program=program).with_status().select_related("region")
        self.fields["pin"].queryset = pins.taking_applications()


def enter(request, *, model_admin):
    """Start a draft for someone and go on in the form, also while the period is closed."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    program = Program.objects.current().first()
    form = EnterForm(request.POST or None, program=program)
    if request.method == "POST" and program and form.is_valid():
        draft = actions.start_draft(program, by=request.user, **form.cleaned_data)
        return first_page(request, draft)
    if program is None:
        messages.error(request, "There is no current program to apply to.")
    title = "Enter an application for someone"
    return step_page(request, model_admin, "applications/application/enter", title, form=form)
