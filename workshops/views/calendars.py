"""Calendars by a private address, of a partner's members and of teachers; nobody signs in, nothing
is changed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models import Membership
from applications.registry import Look, dates_of
from plp.core import calendars
from plp.core.days import pacific_today
from workshops import entries
from workshops.calendars import entry, opens, opens_teachers
from workshops.models import Teacher


@login_not_required
@never_cache
@require_safe
def feed(request, pk, secret):
    """Workshops, community events, the program's events and agreed calls: all that have a day."""
    related = Membership.objects.select_related("user", "partner__region")
    membership = related.filter(pk=pk).first()
    if membership is None or not opens(membership, secret):
        raise Http404
    partner, on = membership.partner, pacific_today()
    own = _own(partner, calendars.since(on))
    workshops = entries.of_partner(partner, calendars.since(on))
    known = {*own, *(page for page, _ in workshops)}
    days = [
        calendars.day_entry(str(partner.pk), each.first, each.last, each.what, each.url)
        for each in dates_of(Look([partner], on))
        if each.url not in known
    ]
    all_of_it = [*own.values(), *(each for _, each in workshops), *days]
    content = calendars.calendar(all_of_it, name=str(partner))
    return HttpResponse(content, content_type=calendars.TYPE)


@login_not_required
@never_cache
@require_safe
def of_teacher(request, pk, secret):
    """The workshops that a teacher comes to, or waits for."""
    teacher = Teacher.objects.filter(pk=pk).first()
    if teacher is None or not opens_teachers(teacher, secret):
        raise Http404
    found = entries.of_teacher(teacher, calendars.since(pacific_today()))
    content = calendars.calendar(found, name="Your workshops")
    return HttpResponse(content, content_type=calendars.TYPE)


def _own(partner, since):
    """Return {address: entry} of the partner's community events, cancelled ones too."""
    events = partner.community_events.filter(last_day__gte=since).with_versions()
    found = {}
    for event in events.select_related("partner__region"):
        address = reverse("workshops:community-event", args=[partner.pk, event.pk])
        found[address] = entry(event, address)
    return found
