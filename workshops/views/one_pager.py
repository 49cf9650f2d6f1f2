"""The one page about a workshop for who leads it: the partner's, and the facilitator's own."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from facilitators.registry import facilitator_of
from plp.core import files
from plp.core.days import pacific_today
from workshops import one_pager
from workshops.acting import workshop_of
from workshops.models import Assignment, Workshop


@never_cache
@require_safe
def page(request, pk, workshop_pk):
    workshop = workshop_of(request, pk, workshop_pk)
    context = {"partner": request.acting.partner}
    return _page(request, workshop, "one_page", **context)


@never_cache
@require_safe
def pdf(request, pk, workshop_pk):
    return _pdf(workshop_of(request, pk, workshop_pk))


@never_cache
@require_safe
def own_page(request, workshop_pk):
    return _page(request, _led_by(request, workshop_pk), "own_one_page")


@never_cache
@require_safe
def own_pdf(request, workshop_pk):
    return _pdf(_led_by(request, workshop_pk))


def _led_by(request, key) -> Workshop:
    """Return a workshop that who asks is confirmed for. Raises Http404 for anybody else."""
    facilitator = facilitator_of(request)
    confirmed = Assignment.objects.confirmed().filter(facilitator=facilitator, workshop=key)
    found = Workshop.objects.filter(pk__in=confirmed.order_by().values("workshop"))
    found = found.select_related("course", "partner_year__partner__region")
    return get_object_or_404(found.prefetch_related("sessions"))


def _page(request, workshop, template, **context):
    shown = {"signed_in": True, "workshop": workshop, "rows": one_pager.rows(workshop)}
    return render(request, f"workshops/venues/{template}.html", shown | context)


def _pdf(workshop):
    made = one_pager.as_pdf(workshop, contact_of(workshop.partner), pacific_today())
    return files.as_pdf(made, f"{workshop}.pdf")
