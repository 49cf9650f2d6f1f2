"""Workshops by the month: of a partner, and those that a facilitator leads."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for
from facilitators.registry import facilitator_of, own_page
from plp.core.days import pacific_today
from workshops import calendars, months
from workshops.models import Session

own_page("Calendar", "workshops:own-month", 25)


@never_cache
@require_safe
def of_partner(request, pk):
    """A month of a partner's workshops, with holidays and the days on which it wants none."""
    partner, on = acting_for(request, pk), pacific_today()
    first = months.asked_for(request.GET.get("month", ""), on)
    mine = Session.objects.filter(workshop__partner_year__partner=partner)
    entries = [
        months.Entry(each, str(each.workshop), _page(partner, each))
        for each in months.sessions_in(mine, first)
    ]
    closed = list(partner.blackouts.all())
    member = next((m for m in request.acting.members if m.user_id == request.user.pk), None)
    context = {
        "partner": partner,
        "month": months.month_of(
            first, entries, on=on, state=partner.region.state, off=lambda day: _closed(closed, day)
        ),
        "calendar": calendars.address(member) if member else "",
        "signed_in": True,
    }
    return render(request, "workshops/months/partner.html", context)


def _page(partner, session):
    return reverse("workshops:workshop", args=[partner.pk, session.workshop_id])


def _closed(blackouts, day):
    return [each.note or "No workshops" for each in blackouts if _is_in(each, day)]


@never_cache
@require_safe
def of_facilitator(request):
    """A month of the workshops that a facilitator leads or is asked to, and when they are away."""
    facilitator, on = facilitator_of(request), pacific_today()
    first = months.asked_for(request.GET.get("month", ""), on)
    mine = facilitator.assignments.told()
    found = Session.objects.filter(workshop__in=mine.values("workshop"))
    page = reverse("facilitators:own")
    entries = [
        months.Entry(each, f"{each.workshop}, {each.workshop.partner}", page)
        for each in months.sessions_in(found, first)
    ]
    away = list(facilitator.unavailabilities.all())
    month = months.month_of(first, entries, on=on, off=lambda day: _away(away, day))
    context = {"facilitator": facilitator, "month": month, "signed_in": True}
    return render(request, "workshops/months/facilitator.html", context)


def _away(unavailabilities, day):
    return ["You cannot come" for each in unavailabilities if _is_in(each, day)]


def _is_in(span, day):
    return span.first_day <= day <= span.last_day
