"""Paper for the day of a workshop: the sign-in sheet, and the code in large."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from plp.core import files, qr
from plp.core.days import pacific_today
from workshops import sheets
from workshops.acting import workshop_of
from workshops.views.day import of_a_day


@never_cache
@require_safe
def sheet(request, pk, workshop_pk):
    """The sign-in sheet, to be printed."""
    workshop = workshop_of(request, pk, workshop_pk)
    context = {"rolls": sheets.rolls(workshop), "spare": sheets.SPARE}
    return _page(request, "sheet", workshop, **context)


@never_cache
@require_safe
def sheet_pdf(request, pk, workshop_pk):
    workshop = workshop_of(request, pk, workshop_pk)
    contact = contact_of(request.acting.partner)
    content = sheets.as_pdf(workshop, contact=contact, on=pacific_today())
    return files.as_pdf(content, f"sign-in-{workshop.code}.pdf", is_saved=True)


@of_a_day
@require_safe
def code(request, session):
    """The code of a day as everybody in the room can read it, or point their phone at it."""
    workshop = session.workshop
    path = reverse("workshops:workshop-check-in", args=[workshop.code])
    address = settings.SITE_URL + path
    drawn = ""
    if session.check_in_code:
        drawn = qr.svg(f"{address}?code={session.check_in_code}", says="QR code of the address")
    shown = address.partition("://")[2]
    return _page(request, "code", workshop, session=session, address=shown, qr=drawn)


def _page(request, template, workshop, **context):
    shared = {"signed_in": True, "partner": request.acting.partner, "workshop": workshop}
    return render(request, f"workshops/day/{template}.html", shared | context)
