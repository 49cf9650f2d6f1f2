"""The place of a workshop, as its partner prepares it: checklist, sheet, supplies."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core.days import pacific_today
from plp.core.methods import sent
from plp.core.workflow import TransitionError
from workshops import venue
from workshops.acting import managed, posted, workshop_of
from workshops.actions import venues as actions
from workshops.forms.venues import CopyForm, SheetForm, SupplyForm
from workshops.models import ChecklistItem, Workshop


@never_cache
@require_safe
def place(request, pk, workshop_pk):
    return _page_of(request, workshop_of(request, pk, workshop_pk))


@managed
def change(request, workshop):
    """Say what people find at the place."""
    form = SheetForm(sent(request), instance=venue.sheet_of(workshop))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_place(workshop, **form.said)
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved what people find at the place.")
            return _back_to(workshop)
    return _show(request, workshop, "change", form=form, is_prepared=_is_prepared(workshop))


@posted
def copy(request, workshop):
    form = CopyForm(request.POST, workshops=venue.to_copy_from(workshop))
    if not form.is_valid():
        return _page_of(request, workshop, copying=form)
    source = form.cleaned_data["source"]
    return _tried(
        request,
        workshop,
        lambda: actions.copy_place(workshop, source),
        f"Copied what was said for {source}. Look whether all of it is true here.",
    )


@posted
def tick(request, workshop, item):
    """Tick an item of the checklist, or untick it."""
    found = get_object_or_404(ChecklistItem, pk=item)
    if "undo" in request.POST:
        return _tried(
            request,
            workshop,
            lambda: actions.untick(workshop, found),
            f"Not done yet: {found}.",
        )
    return _tried(
        request,
        workshop,
        lambda: actions.tick(workshop, found, by=request.user),
        f"Done: {found}.",
    )


@posted
def ask(request, workshop):
    """Ask the program for supplies."""
    form = SupplyForm(request.POST, workshop=workshop, on=pacific_today())
    if not form.is_valid():
        return _page_of(request, workshop, asking=form)
    try:
        actions.ask_for(workshop, by=request.user, **form.cleaned_data)
    except TransitionError as refusal:
        form.add_error("what", str(refusal))
        return _page_of(request, workshop, asking=form)
    messages.success(request, f"Asked for: {form.cleaned_data['what']}.")
    return _back_to(workshop)


@posted
def take_back(request, workshop, supply):
    found = get_object_or_404(workshop.supplies, pk=supply)
    return _tried(
        request,
        workshop,
        lambda: actions.take_back(found),
        f"Not asked for any more: {found.what}.",
    )


def _tried(request, workshop, act, done):
    """Do something, and lead back to the page; say why where it cannot be done."""
    try:
        act()
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _back_to(workshop)


def _page_of(request, workshop, *, copying=None, asking=None):
    today = pacific_today()
    checklist = venue.checklist_of(workshop)
    may_change = request.acting.may_manage and _is_prepared(workshop)
    others = venue.to_copy_from(workshop) if may_change else Workshop.objects.none()
    forms = {}
    if may_change:
        forms["copying"] = copying or CopyForm(workshops=others)
        forms["asking"] = asking or SupplyForm(workshop=workshop, on=today)
    sheet = venue.sheet_of(workshop)
    return _show(
        request,
        workshop,
        "place",
        today=today,
        sheet=sheet,
        is_filled=venue.is_filled(sheet),
        checklist=[(entry, entry.is_late(today)) for entry in checklist],
        done=sum(bool(entry.done_at) for entry in checklist),
        supplies=workshop.supplies.select_related("by"),
        may_change=may_change,
        can_copy=bool(forms) and len(forms["copying"].fields["source"].choices) > 1,
        **forms,
    )


def _is_prepared(workshop):
    """Whether anything is still prepared for it."""
    return workshop.is_going_on


def _back_to(workshop):
    return redirect("workshops:place", workshop.partner.pk, workshop.pk)


def _show(request, workshop, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner, "workshop": workshop}
    return render(request, f"workshops/venues/{template}.html", shared | context)
