"""What teachers thought of a workshop, for those who led it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.registry import facilitator_of
from workshops import thoughts


@never_cache
@require_safe
def led(request, workshop_pk):
    facilitator = facilitator_of(request)
    found = thoughts.led_by(facilitator).select_related("course", "partner_year__partner")
    workshop = get_object_or_404(found, pk=workshop_pk)
    context = {
        "signed_in": True,
        "facilitator": facilitator,
        "workshop": workshop,
        "thoughts": thoughts.of_workshop(workshop),
    }
    return render(request, "workshops/after/led.html", context)
