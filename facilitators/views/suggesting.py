"""Suggesting a facilitator: a partner somebody it knows, and people themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from applications.registry import Right, acting_for, show
from facilitators import actions
from facilitators.forms.suggesting import JoinForm, SuggestionForm
from plp.core import limits
from plp.core.methods import get_or_post
from plp.core.pages import public_page
from plp.core.workflow import TransitionError

MOST = 50  # earlier suggestions of a page


@never_cache
@get_or_post
def suggest(request, pk):
    """Let a manager suggest somebody; below, what became of whom the partner has suggested."""
    partner = acting_for(request, pk, Right.MANAGE)
    form = SuggestionForm(request.POST or None)
    if request.method == "POST":
        limits.spend(request, "suggestion", key=f"partner {partner.pk}")
        if form.is_valid() and _suggested(request, partner, form):
            return redirect("facilitators:suggest", partner.pk)
    earlier = partner.suggestions.prefetch_related("courses")[:MOST]
    context = {"signed_in": True, "partner": partner, "form": form, "earlier": earlier}
    return render(request, "facilitators/suggesting/suggest.html", context)


def _suggested(request, partner, form):
    """Keep the suggestion; say why not beside the address."""
    person = form.save(commit=False)
    try:
        actions.suggest(person, form.cleaned_data["courses"], partner=partner, by=request.user)
    except TransitionError as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, f"You have suggested {person}. Staff answer you by mail.")
    return True


@login_not_required
@get_or_post
def join(request):
    """Let anybody suggest themselves; who did so before is answered alike."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            limits.spend(request, "suggestion", key=form.cleaned_data["email"])
            actions.suggest_oneself(form.save(commit=False), form.cleaned_data["courses"])
        return redirect("facilitators:join-done")
    return show(request, "facilitators/suggesting/join.html", {"form": form})


@public_page()
def join_done(request):
    return show(request, "facilitators/suggesting/join_done.html")
