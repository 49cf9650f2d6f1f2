"""Who leads a workshop, as its partner chooses: put down, asked, confirmed, taken off, replaced."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import acting_for
from facilitators.models import Facilitator
from plp.core.days import pacific_today
from plp.core.methods import sent
from plp.core.workflow import TransitionError
from workshops import leading, listing
from workshops.acting import managed, posted
from workshops.actions import staffing
from workshops.forms.staffing import ChooseForm, ReasonForm, ReplaceForm
from workshops.models import Assignment, Workshop
from workshops.models.staffing import COUNTED_ON

Role, Status = Assignment.Role, Assignment.Status
DONE = {
    "pencil": "{} is penciled in, and hears nothing of it yet.",
    "ask": "{} is asked. We write to you when they answer.",
    "agreed": "{} is confirmed, and a mail tells them so.",
}


@never_cache
@require_safe
def without(request, pk):
    """The workshops of a partner that nobody is confirmed to lead, the first one first."""
    partner = acting_for(request, pk)
    rows = listing.rows(leading.without_lead(Workshop.objects.of(partner)))
    return _show(request, "without", workshops=rows, today=pacific_today())


@managed
def who_leads(request, workshop):
    return _page(request, workshop)


@posted
def choose(request, workshop):
    """Put somebody down: penciled in, asked, or confirmed on their word."""
    form = ChooseForm(request.POST)
    if not form.is_valid():
        raise Http404("Nobody of the list was chosen.")
    person, how = form.cleaned_data["facilitator"], form.cleaned_data["how"]

    def take():
        staffing.put_down(
            workshop, person, role=form.cleaned_data["role"], how=how, by=request.user
        )

    return _taken(request, workshop, take, DONE[how].format(person))


@posted
def ask(request, workshop, assignment_pk):
    found = _one(workshop, assignment_pk)
    done = DONE["ask"].format(found.facilitator)
    return _taken(request, workshop, lambda: staffing.ask(found, by=request.user), done)


@posted
def agreed(request, workshop, assignment_pk):
    """Note that somebody has agreed, as they told."""
    found = _one(workshop, assignment_pk)

    def take():
        staffing.confirm(found, by=request.user, on_their_word=True)

    return _taken(request, workshop, take, DONE["agreed"].format(found.facilitator))


@managed
def take_off(request, workshop, assignment_pk):
    """Take somebody off, and say why."""
    found = _one(workshop, assignment_pk)
    is_known = found.status != Status.PENCILED
    form = ReasonForm(
        sent(request), reader=f"{found.facilitator} and your program managers", is_needed=is_known
    )
    if request.method == "POST" and form.is_valid():
        try:
            staffing.release(found, by=request.user, reason=form.cleaned_data["reason"])
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.facilitator} is taken off.")
            return _back_to(workshop)
    context = {"form": form, "assignment": found, "is_known": is_known}
    return _show(request, "take_off", workshop=workshop, is_on=_is_on(found, workshop), **context)


@managed
def replace(request, workshop, assignment_pk):
    """Put somebody else in the place of who is on it."""
    found = _one(workshop, assignment_pk)
    on_it = workshop.assignments.active().values_list("facilitator", flat=True)
    people = leading.candidates(workshop, pacific_today(), beside=on_it)
    form = ReplaceForm(sent(request), candidates=people)
    if request.method == "POST" and form.is_valid() and _replaced(request, found, form):
        return _back_to(workshop)
    context = {"form": form, "assignment": found, "candidates": people}
    return _show(request, "replace", workshop=workshop, is_on=_is_on(found, workshop), **context)


def _replaced(request, found, form):
    said = form.cleaned_data | {
        "facilitator": Facilitator.objects.get(pk=form.cleaned_data["facilitator"])
    }
    try:
        new = staffing.replace(found, by=request.user, **said)
    except TransitionError as refusal:
        form.add_error("facilitator", str(refusal))
        return False
    messages.success(request, f"{new.facilitator} is put in the place of {found.facilitator}.")
    return True


# What the pages share


def _one(workshop, key):
    return get_object_or_404(workshop.assignments.select_related("facilitator"), pk=key)


def _is_on(assignment, workshop):
    return assignment.status in COUNTED_ON and workshop.is_going_on


def _taken(request, workshop, take, done):
    """Take a step and lead to the page; where it is refused, show the page with the reason."""
    try:
        take()
    except TransitionError as refusal:
        workshop.refresh_from_db(fields=["status"])
        return _page(request, workshop, problem=str(refusal))
    messages.success(request, done)
    return _back_to(workshop)


def _page(request, workshop, **context):
    """Show who is on a workshop, and who could be: as lead first, then also as co-lead."""
    on = pacific_today()
    rows = leading.led_by(workshop)
    on_it = [row.assignment for row in rows if row.assignment.status in COUNTED_ON]
    has_lead = any(each.role == Role.LEAD for each in on_it)
    is_going_on = workshop.is_going_on
    people = leading.candidates(workshop, on, beside=[each.facilitator_id for each in on_it])
    shown = {
        "workshop": workshop,
        "when": listing.when(workshop),
        "rows": rows,
        "role": Role.CO_LEAD if has_lead or request.GET.get("role") == "co_lead" else Role.LEAD,
        "has_lead": has_lead,
        "is_going_on": is_going_on,
        "ready": [each for each in people if each.is_ready],
        "fit": [each for each in people if each.may_come and not each.is_ready],
        "others": [each for each in people if not each.may_come],
        "place": leading.place_of(workshop),
    }
    return _show(request, "who_leads", **shown | context)


def _back_to(workshop):
    return redirect("workshops:who-leads", workshop.partner.pk, workshop.pk)


def _show(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"workshops/staffing/{template}.html", shared | context)
