"""The page on which staff match districts as people typed them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from applications.models import District
from applications.models.program import STATES
from plp.core.admin_helpers import step_page
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops.actions import districts

MAY = "applications.change_district"
TITLE = "Districts as they were typed"
AT_ONCE = 100  # names on the page


class TypedForm(forms.Form):
    """What becomes of one typed name."""

    name = forms.CharField(max_length=120)
    state = forms.ChoiceField(choices=STATES, required=False)
    district = forms.ModelChoiceField(District.objects.all(), required=False)


def own_pages(request):
    """Return what the first page of the admin lists of this."""
    if not request.user.has_perm(MAY):
        return []
    return [{"name": TITLE, "admin_url": reverse("admin:workshops_teacher_districts"), "perms": {}}]


def typed(request, model_admin):
    """List the names that match no district, and do with one of them what somebody chose."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    if request.method == "POST":
        _settle(request)
        return redirect("admin:workshops_teacher_districts")
    names = districts.typed_names()
    of_state = {}
    for district in District.objects.filter(state__in={each.state for each in names}):
        of_state.setdefault(district.state, []).append(district)
    rows = [(each, of_state.get(each.state, [])) for each in names[:AT_ONCE]]
    more = max(len(names) - AT_ONCE, 0)
    return step_page(request, model_admin, "workshops/districts", TITLE, rows=rows, more=more)


def _settle(request):
    form = TypedForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the names and districts on this page.")
        return
    try:
        messages.success(request, _done(request, **form.cleaned_data))
    except TransitionError as refusal:
        messages.error(request, str(refusal))


def _done(request, *, name, state, district):
    """Do what the pressed button says; return it in words."""
    by = request.user
    match request.POST.get("do"):
        case "keep":
            districts.keep_name(name, state, by=by)
            return f"“{name}” stays as it was typed."
        case "make" if by.has_perm("applications.add_district"):
            made = districts.make_district(name, state, by=by)
            return f"Made the district {made}."
        case "match" if district:
            number = districts.match(name, state, district, by=by)
            return f"“{name}” is {district} now, in {counted(number, 'place')}."
    raise TransitionError(f"Choose the district that “{name}” is.")
