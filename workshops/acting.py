"""Whose workshop a page of the portal is about, and who may change it."""

from functools import wraps

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from applications.models import Partner
from applications.registry import Right, acting_for
from plp.core.methods import get_or_post
from workshops.models import Workshop

READ_ONLY = "Your program managers plan and change workshops; you read here what they do."
OVER = "The partnership has ended, so no workshop is planned or changed any more."


def workshop_of(request: HttpRequest, pk: int, workshop_pk: int, *rights: Right) -> Workshop:
    """Return a workshop of a partner that somebody acts for, its days read already.

    Raises Http404 for anybody else; what is posted needs one of the rights, where some are named.
    """
    return _find(acting_for(request, pk, *rights), workshop_pk)


def _find(partner: Partner, key):
    related = ["partner_year__program_year__program", "partner_year__program_year__school_year"]
    found = Workshop.objects.of(partner).select_related(
        "course", "partner_year__partner__region", *related
    )
    return get_object_or_404(found.prefetch_related("sessions"), pk=key)


def managed(view):
    """Decorate the view of a form that only who may manage fills in: (request, workshop).

    Others of the partner are led to the workshop, and told why.
    """

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, workshop_pk, **keys):
        workshop = workshop_of(request, pk, workshop_pk, Right.MANAGE)
        if not request.acting.may_manage:
            messages.error(request, OVER if request.acting.partner.ended_on else READ_ONLY)
            return redirect("workshops:workshop", pk, workshop_pk)
        return view(request, workshop, **keys)

    return answer


def posted(view):
    """Decorate a view that a manager posts to: (request, workshop); whoever comes by its address,
    as after signing in anew, is led to the workshop."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, workshop_pk, **keys):
        workshop = workshop_of(request, pk, workshop_pk, Right.MANAGE)
        if request.method == "POST":
            return view(request, workshop, **keys)
        return redirect("workshops:workshop", pk, workshop_pk)

    return answer
