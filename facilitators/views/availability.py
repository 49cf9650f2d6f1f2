"""The days on which a facilitator cannot come, and their calendar."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators import calendars
from facilitators.acting import facilitator_of, own_page
from facilitators.actions import own as actions
from facilitators.forms.own import UnavailabilityForm
from facilitators.models import Facilitator, Unavailability
from plp.core.calendars import TYPE, calendar
from plp.core.days import pacific_today
from plp.core.methods import get_or_post

MOST_PAST = 100

own_page("Availability", "facilitators:availability", 50)


@never_cache
@get_or_post
def availability(request):
    """List the days ahead by month, and add to them."""
    facilitator, on = facilitator_of(request), pacific_today()
    form = UnavailabilityForm(
        request.POST if request.method == "POST" else None,
        instance=Unavailability(facilitator=facilitator),
        on=on,
    )
    if form.is_valid():
        made = actions.cannot_come(facilitator, **form.cleaned_data)
        messages.success(request, f"Added: {made.when}.")
        return redirect("facilitators:availability")
    found = facilitator.unavailabilities
    context = {
        "form": form,
        "months": _by_month(found.filter(last_day__gte=on), on),
        "past": found.filter(last_day__lt=on).order_by("-first_day", "-pk")[:MOST_PAST],
        "calendar": calendars.address(facilitator),
        "on": on,
        "signed_in": True,
    }
    return render(request, "facilitators/own/availability.html", context)


def _by_month(found, on):
    """Return (month, days), those that have begun before today in the month of today."""
    months = groupby(found, key=lambda each: f"{max(each.first_day, on):%B %Y}")
    return [(month, list(days)) for month, days in months]


@never_cache
@get_or_post
def remove(request, pk):
    """Take back that they cannot come; what is gone already is gone."""
    facilitator = facilitator_of(request)
    if request.method == "POST":
        if found := facilitator.unavailabilities.filter(pk=pk).first():
            actions.can_come(found)
            messages.success(request, f"Removed: {found.when}.")
        else:
            messages.error(request, "These days are not in your list.")
    return redirect("facilitators:availability")


@never_cache
@get_or_post
def renew_calendar(request):
    """Give their calendar another address."""
    facilitator = facilitator_of(request)
    if request.method == "POST":
        actions.renew_calendar(facilitator)
        messages.success(request, "Your calendar has a new address. The old one is closed.")
    return redirect("facilitators:availability")


@login_not_required
@never_cache
@require_safe
def feed(request, pk, secret):
    """A facilitator's calendar by its private address; nobody signs in, nothing is changed."""
    facilitator = Facilitator.objects.select_related("user").filter(pk=pk).first()
    if facilitator is None or not calendars.opens(facilitator, secret):
        raise Http404
    found = calendars.entries(facilitator, pacific_today())
    return HttpResponse(calendar(found, name="Professional learning"), content_type=TYPE)
