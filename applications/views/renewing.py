"""A partner's next year: it confirms it, or says that it does not go on."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from applications.acting import acting_for
from applications.actions import renewing as actions
from applications.form.renewing import RenewForm
from applications.models import PartnerYear
from applications.models.partner import ANSWERS
from applications.promises import share_of_full_time
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError


@never_cache
@get_or_post
def renew(request, pk, year):
    """Show what the next year asks, and take the word of a program manager or signatory."""
    partner = acting_for(request, pk, *ANSWERS)
    mine = partner.years.select_related(
        "partner", "program_year__program", "program_year__school_year"
    )
    year = get_object_or_404(mine, pk=year)
    managers = partner.memberships.filter(may_manage=True, user__is_active=True)
    form = RenewForm(
        request.POST if request.method == "POST" else None,
        year=year,
        managers=list(managers.select_related("user").prefetch_related("shares")),
        terms=year.program_year.program.terms.published(pacific_today()).first(),
        asks_funding=actions.funding_of(year) is not None,
    )
    if request.method == "POST" and form.is_valid() and _taken(request, year, form):
        return redirect("applications:renew", partner.pk, year.pk)
    return render(request, "applications/portal/renew.html", _context(request, year, form))


def _taken(request, year, form):
    """Take what was said; also true where the same person has said the same a moment before."""
    try:
        if form.goes_on:
            actions.renew(year, by=request.user, on=pacific_today(), **form.said())
        else:
            actions.decline_year(year, by=request.user, reason=form.cleaned_data["reason"])
    except TransitionError as error:
        year.refresh_from_db(fields=["status"])
        if _has_said_so(year, request.user, form):
            return True
        form.add_error(None, str(error))
        return False
    return True


def _has_said_so(year, user, form):
    wanted = PartnerYear.Status.CONFIRMED if form.goes_on else PartnerYear.Status.NOT_RENEWING
    return year.changes.filter(new=wanted, by=user).exists()


def _context(request, year, form):
    rows = year.requirements.select_related("requirement__course", "requirement__commitment")
    return {
        "signed_in": True,
        "partner": year.partner,
        "year": year,
        "form": form,
        "terms": form.terms_now,
        "rows": list(rows),
        "need": share_of_full_time(year.program_year),
        "answered": year.changes.select_related("by").last(),
        "may_answer": request.acting.may(*ANSWERS),
        "contact": year.program_year.program.contact_email,
    }
