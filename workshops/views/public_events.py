"""Public pages of community events: the list, one event, and its entry for calendars."""

from itertools import groupby

from django.http import Http404, HttpResponse

from applications.models.program import STATE_NAMES
from applications.registry import show
from plp.core import calendars
from plp.core.pages import edition_of, public_page
from workshops import facts
from workshops.calendars import entry

MOST = 100  # events of a page


@public_page("state")
def events(request):
    """What partners plan and list in public, by month, of all states or of one."""
    found = facts.upcoming(edition_of(request))
    codes = sorted({event.partner.region.state for event in found}, key=STATE_NAMES.get)
    asked = request.GET.get("state", "")
    state = asked if asked in STATE_NAMES else ""
    mine = [event for event in found if state in ("", event.partner.region.state)]
    months = groupby(mine[:MOST], key=lambda event: f"{event.first_day:%B %Y}")
    context = {
        "months": [(month, list(of_month)) for month, of_month in months],
        "states": [(code, STATE_NAMES[code]) for code in codes],
        "state": state,
        "state_name": STATE_NAMES.get(state, ""),
        "left_out": len(mine[MOST:]),
    }
    return show(request, "workshops/public_events/list.html", context)


@public_page()
def event(request, pk):
    found = facts.announced(edition_of(request)).get(pk)
    if found is None or found.status != found.Status.PLANNED:
        raise Http404
    return show(request, "workshops/public_events/event.html", {"event": found})


@public_page()
def calendar(request, pk):
    """One event for a calendar; one that was cancelled tells so until its day has passed."""
    found = facts.announced(edition_of(request)).get(pk)
    if found is None:
        raise Http404
    content = calendars.calendar([entry(found, found.get_absolute_url())])
    return HttpResponse(content, content_type=calendars.TYPE)
