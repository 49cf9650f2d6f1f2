"""How a partner comes to sustain the work: what years cost, what is found, against our targets."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.models.partner import HANDLING_MONEY
from applications.registry import acting_for_money
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent
from workshops.actions import sustaining as actions
from workshops.forms.money.funding import NeedForm, OtherFundingForm
from workshops.models import FundingNeed, OtherFunding
from workshops.money import sustaining
from workshops.money.looking import targets_of

READ_ONLY = "Your program managers and who handles money change this; you read here what they say."
OVER = "The partnership has ended, so this stays as it is."


def changed(view):
    """Decorate the view of a form that only who may handle money or manages fills in; others are
    led back and told why."""

    @never_cache
    @get_or_post
    @wraps(view)
    def answer(request, pk, **keys):
        partner = acting_for_money(request, pk)
        if not request.acting.may(*HANDLING_MONEY):
            messages.error(request, OVER if partner.ended_on else READ_ONLY)
            return redirect("workshops:funding", pk)
        return view(request, partner, **keys)

    return answer


@never_cache
@require_safe
def funding(request, pk):
    """What each school year costs and what is found for it, with what we ask by when."""
    partner = acting_for_money(request, pk)
    on = pacific_today()
    context = {
        "targets": targets_of([partner], on),
        "years": sustaining.years_of(partner),
        "may_change": request.acting.may(*HANDLING_MONEY),
        "on": on,
    }
    return _show(request, "funding", **context)


@changed
def need(request, partner, school_year):
    """Say what a school year costs."""
    school_year = get_object_or_404(sustaining.school_years(partner), pk=school_year)
    said = FundingNeed.objects.filter(partner=partner, school_year=school_year).first()
    form = NeedForm(sent(request), instance=said)
    if request.method == "POST" and form.is_valid():
        actions.say_what_it_costs(partner, school_year, **form.cleaned_data)
        return _done(request, partner, f"Saved what {school_year} costs you.")
    return _show(request, "need", form=form, school_year=school_year)


@changed
def add(request, partner):
    initial = {"school_year": request.GET.get("year")}
    made = OtherFunding(partner=partner)
    form = OtherFundingForm(sent(request), instance=made, initial=initial, partner=partner)
    if request.method == "POST" and form.is_valid():
        found = actions.add_funding(form.save(commit=False), by=request.user)
        return _done(request, partner, f"Added: {found.source}.")
    return _show(request, "found", form=form)


@changed
def change(request, partner, funding_pk):
    found = get_object_or_404(partner.other_funding, pk=funding_pk)
    source = found.source
    form = OtherFundingForm(sent(request), instance=found, partner=partner)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _done(request, partner, f"Changed: {found.source}.")
    return _show(request, "found", form=form, found=found, source=source)


@changed
def delete(request, partner, funding_pk):
    """Ask, and delete what did not come after all."""
    found = get_object_or_404(partner.other_funding.select_related("school_year"), pk=funding_pk)
    if request.method == "POST":
        actions.take_out(found)
        return _done(request, partner, f"Deleted: {found.source}.")
    return _show(request, "delete", found=found)


def _done(request, partner, words):
    messages.success(request, words)
    return redirect("workshops:funding", partner.pk)


def _show(request, name, **context):
    context = {"signed_in": True, "partner": request.acting.partner} | context
    return render(request, f"workshops/money/funding/{name}.html", context)
