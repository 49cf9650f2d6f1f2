"""A facilitator's own page of what they are accredited for."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.acting import facilitator_of
from facilitators.emails.people import contact_of_program
from facilitators.models import Accreditation
from plp.core.days import pacific_today

State = Accreditation.State
HOLD = {State.VALID, State.ENDING}


@never_cache
@require_safe
def accreditations(request):
    """What they may lead, from when to when, and what they could lead before."""
    facilitator = facilitator_of(request)
    on = pacific_today()
    found = facilitator.accreditations.select_related("course").order_by("last_day", "pk")
    rows = [(each, each.state_on(on)) for each in found]
    context = {
        "signed_in": True,
        "facilitator": facilitator,
        "on": on,
        "now": [row for row in rows if row[1] in HOLD],
        "to_come": [row for row in rows if row[1] == State.TO_COME],
        "over": [row for row in reversed(rows) if row[1] in {State.ENDED, State.REVOKED}],
        "contact": contact_of_program(),
    }
    return render(request, "facilitators/own/accreditations.html", context)
