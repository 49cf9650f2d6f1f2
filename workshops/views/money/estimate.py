"""What more or fewer teachers would bring: an estimate for any group of a partner."""

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from applications.registry import acting_for_money
from plp.core.days import pacific_today
from workshops.forms.money.estimate import GroupEstimateForm
from workshops.models import Cohort
from workshops.money.estimating import estimate_of


@never_cache
@require_safe
def estimate(request, pk):
    """Work out what a group would bring; at first, the newest with the teachers it has."""
    partner = acting_for_money(request, pk)
    groups = Cohort.objects.filter(partner=partner).select_related("course", "school_year")
    form = _form(request, groups)
    context = {"signed_in": True, "partner": partner, "contact": contact_of(partner), "form": form}
    if form and form.is_valid():
        typed = form.cleaned_data
        context["found"] = estimate_of(typed["group"], typed["teachers"], pacific_today())
    return render(request, "workshops/money/estimate/estimate.html", context)


def _form(request, groups):
    """Return the form as it was sent, else filled in; without any group, none."""
    newest = groups.annotate(number=Count("members")).first()
    if newest is None:
        return None
    filled = {"group": newest.pk, "teachers": newest.number}
    return GroupEstimateForm(filled | request.GET.dict(), groups=groups)
