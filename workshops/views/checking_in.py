"""The public page on which people say with a code that they are at a workshop."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import limits
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops.actions import checking_in
from workshops.forms.day import WorkshopCheckInForm
from workshops.models import Workshop
from workshops.views.own import page_of_seat


def _workshop(code):
    related = Workshop.objects.select_related("course").prefetch_related("sessions")
    return get_object_or_404(related, code=code.upper())


@login_not_required
@never_cache
@get_or_post
def check_in(request, code):
    """Note that somebody is here; nobody's name is ever listed, nor whether they are enrolled."""
    workshop, now = _workshop(code), timezone.now()
    form = WorkshopCheckInForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST":
        key = request.POST.get("email", "")
        limits.spend(request, "check-in", key=f"{workshop.code} {key}")
        if form.is_valid() and _is_here(workshop, form, now):
            return redirect("workshops:workshop-checked-in", workshop.code)
    context = {"workshop": workshop, "form": form, "closed": _closed(workshop, now)}
    return render(request, "workshops/day/check_in.html", context)


@page_of_seat
@get_or_post
def by_link(request, enrollment):
    """Let whoever has opened their own link say that they are here."""
    now, refused = timezone.now(), ""
    if request.method == "POST":
        limits.spend(request, "check-in", key=f"seat {enrollment.pk}")
        try:
            checking_in.check_in_by_link(enrollment, now=now)
        except TransitionError as refusal:
            refused = str(refusal)
        else:
            return redirect("workshops:seat-check-in", enrollment.pk)
    context = {
        "enrollment": enrollment,
        "workshop": enrollment.workshop,
        "closed": refused or _closed(enrollment.workshop, now),
        "said": checking_in.said_by(enrollment, now),
    }
    return render(request, "workshops/day/by_link.html", context)


def _closed(workshop, now):
    session = checking_in.day_for(workshop, now)
    if session is None:
        return checking_in.NO_DAY
    session.workshop = workshop
    return checking_in.closed_because(session, now)


def _is_here(workshop, form, now):
    if form.is_trapped:
        return True
    try:
        checking_in.check_in(workshop, now=now, **form.said)
    except TransitionError as refusal:
        field = "code" if str(refusal) == checking_in.WRONG else None
        form.add_error(field, str(refusal))
        return False
    return True


@login_not_required
@never_cache
@require_safe
def checked_in(request, code):
    """Say what comes next, to who is enrolled and who is not alike."""
    return render(request, "workshops/day/checked_in.html", {"workshop": _workshop(code)})
