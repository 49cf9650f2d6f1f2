"""A facilitator's own pages."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.acting import facilitator_of


@never_cache
@require_safe
def home(request):
    """What they have signed, are accredited for and are asked."""
    facilitator = facilitator_of(request)
    return render(request, "facilitators/own/home.html", {"facilitator": facilitator})
