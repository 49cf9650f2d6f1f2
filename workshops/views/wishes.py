"""The page of a partner's wishes: how it likes its workshops, and the days without any."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from applications.registry import Right, acting_for
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.texts import in_a_row
from workshops.actions import wishing
from workshops.forms.wishes import BlackoutForm, WishesForm
from workshops.models import Blackout, PlanningWishes
from workshops.models.planning import WEEKDAYS

HERE = "workshops:workshop-wishes"


@never_cache
@get_or_post
def wishes(request, pk):
    partner = acting_for(request, pk, Right.MANAGE)
    kept = PlanningWishes.objects.filter(partner=partner).first() or PlanningWishes()
    form = WishesForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        wishing.keep_wishes(partner, form.instance)
        messages.success(request, "Saved. What you plan from now on begins with these wishes.")
        return redirect(HERE, pk)
    return _show(request, partner, form=form)


@never_cache
@get_or_post
def close(request, pk):
    """Add days without workshops."""
    partner = acting_for(request, pk, Right.MANAGE)
    if request.method != "POST":
        return redirect(HERE, pk)
    form = BlackoutForm(request.POST, prefix="days")
    if form.is_valid():
        found = wishing.close(partner, form.instance)
        messages.success(request, f"No workshop is proposed on these days: {found}.")
        return redirect(HERE, pk)
    kept = PlanningWishes.objects.filter(partner=partner).first()
    return _show(request, partner, form=WishesForm(instance=kept), closing=form)


@never_cache
@get_or_post
def reopen(request, pk, row):
    """Take days without workshops off; taken off twice is fine."""
    partner = acting_for(request, pk, Right.MANAGE)
    if request.method == "POST":
        for found in Blackout.objects.filter(partner=partner, pk=row):
            found.delete()
            messages.success(request, f"Taken off: {found}.")
    return redirect(HERE, pk)


def _show(request, partner, form, closing=None):
    context = {
        "signed_in": True,
        "partner": partner,
        "form": form,
        "closing": closing or BlackoutForm(prefix="days"),
        "weekdays": in_a_row(WEEKDAYS[day] for day in form.instance.weekdays),
        "closed": [row for row in partner.blackouts.all() if row.last_day >= pacific_today()],
    }
    return render(request, "workshops/planning/wishes.html", context)
