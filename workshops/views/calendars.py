"""A partner's calendar by a member's private address; nobody signs in, nothing is changed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import Membership
from applications.registry import Look, dates_of
from plp.core import calendars
from plp.core.days import pacific_today
from workshops.calendars import entry, opens


@login_not_required
@never_cache
@require_safe
def feed(request, pk, secret):
    """Community events, the program's events and agreed calls: all that have a day."""
    related = Membership.objects.select_related("user", "partner__region")
    membership = related.filter(pk=pk).first()
    if membership is None or not opens(membership, secret):
        raise Http404
    partner, on = membership.partner, pacific_today()
    own = _own(partner, calendars.since(on))
    days = [
        calendars.day_entry(str(partner.pk), each.first, each.last, each.what, each.url)
        for each in dates_of(Look([partner], on))
        if each.url not in own
    ]
    content = calendars.calendar([*own.values(), *days], name=str(partner))
    return HttpResponse(content, content_type=calendars.TYPE)


def _own(partner, since):
    """Return {address: entry} of the partner's community events, cancelled ones too."""
    events = partner.community_events.filter(last_day__gte=since).with_versions()
    found = {}
    for event in events.select_related("partner__region"):
        address = reverse("workshops:community-event", args=[partner.pk, event.pk])
        found[address] = entry(event, address)
    return found
