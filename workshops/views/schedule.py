"""A partner's workshops: the list of them, and the page of each."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for, portal_page
from plp.core.days import pacific_today
from workshops import listing, parts
from workshops.acting import workshop_of
from workshops.models import Workshop

portal_page("Workshops", "workshops:workshops", 22)


@never_cache
@require_safe
def workshops(request, pk):
    """All workshops of a partner, by school year."""
    partner = acting_for(request, pk)
    context = {
        "signed_in": True,
        "partner": partner,
        "years": listing.years(partner),
        "ways": parts.ways_to_plan() if request.acting.may_manage else [],
    }
    return render(request, "workshops/schedule/list.html", context)


@never_cache
@require_safe
def workshop(request, pk, workshop_pk):
    return page_of(request, workshop_of(request, pk, workshop_pk))


def page_of(request, workshop: Workshop, **context):
    """Show a workshop, and what can be done with it."""
    seen = parts.Seen(workshop, request.acting, pacific_today())
    shown = {
        "signed_in": True,
        "partner": request.acting.partner,
        "workshop": workshop,
        "days": workshop.sessions.all(),
        "when": listing.when(workshop),
        "moves": [
            (Workshop.Status(move.new).label, move)
            for move in workshop.changes.select_related("by")
        ],
        "parts": parts.parts_of(seen),
    }
    return render(request, "workshops/schedule/workshop.html", shown | context)
