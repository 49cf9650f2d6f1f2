"""A facilitator's home."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators import home as page
from facilitators.acting import facilitator_of
from facilitators.models import Contract
from facilitators.registry import parts_of
from plp.core.days import pacific_today

Status = Contract.Status


@never_cache
@require_safe
def home(request):
    """What waits for them, what they may lead, what they have signed, when they cannot come."""
    facilitator, on = facilitator_of(request), pacific_today()
    contracts = page.contracts_of(facilitator, on)
    waiting = page.due_for(facilitator, contracts, on)
    ahead = facilitator.unavailabilities.filter(last_day__gte=on)
    context = {
        "facilitator": facilitator,
        "on": on,
        "first": waiting[:1],
        "others": waiting[1:],
        "accreditations": page.accreditations_of(facilitator, on),
        "in_force": [each for each in contracts if each.status == Status.IN_FORCE],
        "signed": [each for each in contracts if each.status == Status.SIGNED],
        "ahead": ahead[: page.MOST_DAYS],
        "parts": parts_of(facilitator, on),
        "signed_in": True,
    }
    return render(request, "facilitators/own/home.html", context)
