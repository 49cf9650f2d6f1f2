"""The partner portal: what a partner's people see of it."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import portal
from applications.acting import acting_for
from applications.models import Partner
from applications.promises import share_of_full_time
from plp.core.days import pacific_today


@never_cache
@require_safe
def choose(request):
    """Lead people to their partner, or let those who act for several choose."""
    partners = Partner.objects.visible_to(request.user).select_related("region")
    if len(partners) == 1:
        return redirect("applications:portal-home", partners[0].pk)
    return render(
        request, "applications/portal/choose.html", {"partners": partners, "signed_in": True}
    )


@never_cache
@require_safe
def home(request, pk):
    """Where a partnership is: region, people, commitments, requirements, what comes next."""
    partner = acting_for(request, pk)
    today = pacific_today()
    years = portal.years(partner)
    year = portal.chosen(years, request.GET.get("year", ""), today)
    events = portal.events(year)
    context = {
        "signed_in": True,
        "partner": partner,
        "years": years,
        "year": year,
        "share": share_of_full_time(year) if year and year.manager_fte else "",
        "contact": portal.contact(year),
        "members": partner.memberships.select_related("user"),
        "invitations": portal.invitations(partner),
        "commitments": portal.commitments(year, events),
        "steps": portal.next_steps(partner, events, today),
        "today": today,
    }
    return render(request, "applications/portal/home.html", context)
