"""What a facilitator is asked to lead and leads, and how they answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators.registry import facilitator_of, own_page
from plp.core.days import pacific_today
from plp.core.methods import get_or_post, sent
from plp.core.workflow import TransitionError
from workshops import own_leading as page
from workshops.actions import staffing
from workshops.forms.staffing import ReasonForm
from workshops.models import Assignment

Status = Assignment.Status
own_page("Workshops", "workshops:own-workshops", 15)


@never_cache
@require_safe
def own_workshops(request):
    """What they are asked, what they lead, and what is over."""
    facilitator = facilitator_of(request)
    rows = page.rows(facilitator)
    context = {"signed_in": True, "on": pacific_today(), **page.sorted_out(rows, pacific_today())}
    return render(request, "workshops/leading/list.html", context)


@never_cache
@require_safe
def own_workshop(request, assignment_pk):
    return _page(request, _own(request, assignment_pk))


@never_cache
@get_or_post
def say_yes(request, assignment_pk):
    """Agree to lead a workshop; who comes by its address is led to the workshop."""
    found = _own(request, assignment_pk)
    if request.method == "POST":
        try:
            staffing.confirm(found, by=request.user)
        except TransitionError as refusal:
            return _page(request, _own(request, assignment_pk), problem=str(refusal))
        messages.success(request, f"You come. {found.workshop.partner} knows it by mail.")
    return redirect("workshops:own-workshop", found.pk)


@never_cache
@get_or_post
def say_no(request, assignment_pk):
    """Say that they cannot come, or not after all, and why."""
    found = _own(request, assignment_pk)
    form = ReasonForm(
        sent(request),
        reader=f"The program managers of {found.workshop.partner}",
    )
    if request.method == "POST" and form.is_valid():
        try:
            staffing.decline(found, by=request.user, reason=form.cleaned_data["reason"])
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.workshop.partner} knows that you cannot come.")
            return redirect("workshops:own-workshop", found.pk)
    context = {"signed_in": True, "assignment": found, "workshop": found.workshop, "form": form}
    context["can_decline"] = page.can_decline(found)
    return render(request, "workshops/leading/decline.html", context)


def _page(request, found, problem=""):
    context = {
        "signed_in": True,
        "on": pacific_today(),
        "problem": problem,
        **page.of_one(found, pacific_today()),
    }
    return render(request, "workshops/leading/workshop.html", context)


def _own(request, key):
    """Return what somebody was asked; who is only penciled in has nothing to read."""
    return get_object_or_404(page.rows(facilitator_of(request)), pk=key)
