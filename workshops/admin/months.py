"""Workshops by the month, as staff see them: of one state or course, or all."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.models import Course
from applications.models.program import STATES
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from workshops import months
from workshops.models import Session


class MonthForm(forms.Form):
    """Which workshops are shown."""

    state = forms.ChoiceField(label="State", required=False)
    course = forms.ModelChoiceField(
        Course.objects.all(), label="Course", required=False, empty_label="All courses"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "All states"), *STATES]


def month_page(request, model_admin):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    on, form = pacific_today(), MonthForm(request.GET)
    form.is_valid()
    state, course = (form.cleaned_data.get(name) for name in ("state", "course"))
    first = months.asked_for(request.GET.get("month", ""), on)
    found = Session.objects.all()
    if state:
        found = found.filter(workshop__partner_year__partner__region__state=state)
    if course:
        found = found.filter(workshop__course=course)
    entries = [_entry(each) for each in months.sessions_in(found, first)]
    return step_page(
        request,
        model_admin,
        "workshops/workshop/month",
        "Calendar",
        form=form,
        month=months.month_of(first, entries, on=on, state=state or ""),
        address=reverse("admin:workshops_workshop_month"),
        query=f"state={state or ''}&course={course.pk if course else ''}&",
    )


def _entry(session):
    page = reverse("admin:workshops_workshop_change", args=[session.workshop_id])
    return months.Entry(session, f"{session.workshop.partner}: {session.workshop}", page)
