"""Who comes to a workshop, for its partner: taking in, taking off, moving to another one."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import limits
from plp.core.methods import taken
from plp.core.tables import LoadError
from plp.core.texts import counted
from plp.core.workflow import TransitionError
from workshops import enrolling_lists, roster
from workshops.acting import managed, posted, workshop_of
from workshops.actions import enrolling
from workshops.forms.roster import AddForm, ConfirmListForm, ListForm, MoveForm, TakeOffForm
from workshops.models import Enrollment


@never_cache
@require_safe
def teacher(request, pk, workshop_pk, row):
    """What one teacher said when they signed up, and what their partner can do with their seat."""
    workshop = workshop_of(request, pk, workshop_pk)
    return _teacher_page(request, workshop, _row(workshop, row))


def _teacher_page(request, workshop, row, **forms):
    others = roster.series_of(workshop).exclude(pk=workshop.pk)
    forms.setdefault("off", TakeOffForm())
    forms.setdefault("moving", MoveForm(others=others))
    keys = [request.acting.partner.pk, workshop.pk, row.pk]
    forms["off"].helper.form_action = reverse("workshops:roster-off", args=keys)
    forms["moving"].helper.form_action = reverse("workshops:roster-move", args=keys)
    moves = [(Enrollment.Status(move.new).label, move) for move in row.changes.select_related("by")]
    return _show(request, "teacher", workshop, row=row, moves=moves, **forms)


@managed
def add(request, workshop):
    """Take in a teacher by hand, with a reason."""
    form = AddForm(request.POST or None, partner=request.acting.partner)
    if request.method == "POST":
        limits.spend(request, "teacher", key=str(request.acting.partner.pk))
        if form.is_valid() and _added(request, workshop, form):
            return _back(request, workshop)
    return _show(request, "add", workshop, form=form)


def _added(request, workshop, form):
    reason = form.cleaned_data["reason"]
    take = partial(enrolling.add, workshop, by=request.user, reason=reason, **form.typed)
    row = taken(form, take, "email")
    if row:
        messages.success(request, f"{row.name}: {row.get_status_display().lower()}.")
    return row


@managed
def add_list(request, workshop):
    """Take in teachers from a CSV file: what it would do is read first, and all or none are in."""
    is_confirmed = "people" in request.POST
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = (ConfirmListForm if is_confirmed else ListForm)(*sent)
    context = {"form": ListForm() if is_confirmed else form}
    if form.is_valid():
        try:
            text, reason = form.text(), form.cleaned_data["reason"]
            planned = enrolling_lists.plan(workshop, text)
            if is_confirmed:
                return _all_added(request, workshop, planned, reason)
            return _show(
                request, "list_preview", workshop, planned=planned, text=text, reason=reason
            )
        except LoadError as error:
            context = {"form": ListForm(initial={"reason": reason}), "problems": error.lines()}
    return _show(request, "list", workshop, **context)


def _all_added(request, workshop, planned, reason):
    try:
        enrolling.add_all(workshop, planned.rows, by=request.user, reason=reason)
    except TransitionError as refusal:
        messages.error(request, f"Nobody was added. {refusal}")
    else:
        messages.success(request, f"Added {counted(len(planned.rows), 'teacher')}.")
    return _back(request, workshop)


@posted
def enroll_group(request, workshop):
    """Enroll the teacher group in this workshop, or in all of its series that are to come."""
    group = roster.group_of(workshop)
    if group is None:
        messages.error(request, "There is no teacher group of this course and year yet.")
        return _back(request, workshop)
    series = roster.series_of(workshop)
    chosen = series if request.POST.get("which") == "series" else series.filter(pk=workshop.pk)
    given = enrolling.enroll_group(chosen, group, by=request.user)
    words = f"Enrolled the group: {counted(given, 'place')} given." if given else "All are on it."
    messages.success(request, words)
    return _back(request, workshop)


@posted
def take_off(request, workshop, row):
    found = _row(workshop, row)
    form = TakeOffForm(request.POST)
    more = form.data.get("more", "").strip()
    take = partial(enrolling.cancel, found, by=request.user)
    if form.is_valid() and taken(form, partial(take, more=more or _said_off(workshop))):
        messages.success(request, f"{found.name} is off the list.")
        return _back(request, workshop)
    return _teacher_page(request, workshop, found, off=form)


def _said_off(workshop):
    return f"{workshop.partner} took you off the list."


@posted
def move(request, workshop, row):
    found = _row(workshop, row)
    form = MoveForm(request.POST, others=roster.series_of(workshop).exclude(pk=workshop.pk))
    if form.is_valid():
        to = form.cleaned_data["to"]
        if taken(form, partial(enrolling.move_to, found, to, by=request.user), "to"):
            messages.success(request, f"{found.name} comes to {to} now.")
            return _back(request, workshop)
    return _teacher_page(request, workshop, found, moving=form)


def _row(workshop, key):
    found = workshop.enrollments.select_related("teacher", "workshop__partner_year__partner")
    return get_object_or_404(found, pk=key)


def _back(request, workshop):
    response = redirect("workshops:workshop", request.acting.partner.pk, workshop.pk)
    response["Location"] += "#teachers"
    return response


def _show(request, template, workshop, **context):
    shared = {"signed_in": True, "partner": request.acting.partner, "workshop": workshop}
    return render(request, f"workshops/roster/{template}.html", shared | context)
