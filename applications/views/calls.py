"""Progress calls on a partner's pages: their times, agenda, notes and actions."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from applications.acting import acting_for
from applications.actions import calling
from applications.form.calling import (
    ActionForm,
    NotesForm,
    ProposeForm,
    TextForm,
    TimeForm,
    WhyForm,
)
from applications.look import Look
from applications.models import CallAction, ProgressCall
from applications.models.partner import Right
from plp.core import limits
from plp.core.days import far, pacific_day, pacific_today
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

Status = ProgressCall.Status


def _of(partner):
    calls = ProgressCall.objects.filter(partner_year__partner=partner)
    return calls.select_related(*calling.READ)


@never_cache
@get_or_post
def listed(request, pk):
    """All progress calls of a partner, and a form to propose one."""
    partner = acting_for(request, pk, Right.MANAGE)
    form = ProposeForm(request.POST or None, region=partner.region)
    if request.method == "POST" and form.is_valid():
        limits.spend(request, "interview", key=f"partner {pk}")
        try:
            call = _propose(request, partner, form.cleaned_data)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Proposed: {call.when}.")
            return redirect("applications:call", pk, call.pk)
    calls = list(_of(partner).prefetch_related("actions"))
    context = {
        "signed_in": True,
        "partner": partner,
        "form": form,
        "may": request.acting.may_manage,
        "to_come": [c for c in calls if c.is_open],
        "completed": [c for c in reversed(calls) if c.status == Status.COMPLETED],
        "called_off": [c for c in reversed(calls) if c.status == Status.CALLED_OFF],
    }
    return render(request, "applications/portal/calls.html", context)


def _propose(request, partner, said):
    year = Look([partner], pacific_day(said["at"])).year_of(partner)
    if year is None:
        raise TransitionError("No year is opened for you yet. Write to us.")
    call = ProgressCall(partner_year=year, **said)
    return calling.propose_call(call, by=request.user, is_staff=False, on=pacific_today())


@never_cache
@get_or_post
def one(request, pk, call):
    """One progress call: answer its time, edit agenda and notes, add and tick actions."""
    partner = acting_for(request, pk)
    found = get_object_or_404(_of(partner), pk=call)
    forms = _forms(partner, found)
    if request.method == "POST":
        do, _, key = request.POST.get("do", "").partition("-")
        if do in {"done", "undone"}:
            return _tick(request, found, key, is_done=do == "done")
        acting_for(request, pk, Right.MANAGE)
        take = TAKES.get(do)
        forms = take(request, partner, found, forms) if take else None
        if forms is None:
            messages.success(request, DONE[do])
            return redirect("applications:call", pk, call)
    context = forms | {
        "signed_in": True,
        "partner": partner,
        "call": found,
        "has_begun": found.has_begun(timezone.now()),
        "actions": found.actions.select_related("owner", "done_by"),
        "may": request.acting.may_manage,
        "far": far(found.at.astimezone(found.zone).date(), pacific_today()),
        "is_edited": found.status != Status.CALLED_OFF,
        "off_because": _word(found),
    }
    return render(request, "applications/portal/call.html", context)


def _word(call):
    if call.status != Status.CALLED_OFF:
        return ""
    return call.changes.filter(new=Status.CALLED_OFF).values_list("note", flat=True).last()


def _forms(partner, call):
    members = list(partner.memberships.select_related("user"))
    return {
        "agenda_form": TextForm(instance=call),
        "notes_form": NotesForm(instance=call),
        "other_form": TimeForm(region=partner.region),
        "why_form": WhyForm(),
        "action_form": ActionForm(members=members),
        "members": members,
        "refused": "",
        "bad": None,
    }


def _step(request, call, forms, take, form=None):
    """Take a step with a call as it was shown; return the page's forms where it is refused."""
    if form and not form.is_valid():
        return forms | {"bad": form}
    if request.POST.get("seen") != call.version:
        return forms | {"refused": calling.CHANGED}
    try:
        take(call, by=request.user, is_staff=False, **(form.cleaned_data if form else {}))
    except TransitionError as error:
        call.refresh_from_db()
        return forms | {"refused": str(error)}
    return None


def _agree(request, partner, call, forms):
    if call.status == Status.AGREED:  # pressed twice
        return None
    return _step(request, call, forms, calling.agree)


def _other(request, partner, call, forms):
    form = TimeForm(request.POST, region=partner.region)
    return _step(request, call, forms | {"other_form": form}, calling.propose_other, form)


def _off(request, partner, call, forms):
    form = WhyForm(request.POST)
    return _step(request, call, forms | {"why_form": form}, calling.call_off_call, form)


def _edit(name, form_class):
    def edit(request, partner, call, forms):
        """Save one text, compared with what was saved last, and never over it unseen."""
        with transaction.atomic():
            locked = ProgressCall.objects.select_for_update(of=["self"]).get(pk=call.pk)
            if locked.status == Status.CALLED_OFF:
                return forms | {"refused": calling.IS_OFF}
            form = form_class(request.POST, instance=locked)
            if form.is_valid():
                form.save()
                return None
        return forms | {f"{name}_form": form, "bad": form}

    return edit


def _add(request, partner, call, forms):
    form = ActionForm(request.POST, members=forms["members"])
    if not form.is_valid():
        return forms | {"action_form": form, "bad": form}
    try:
        calling.add_action(call, **form.said)
    except TransitionError as error:
        return forms | {"refused": str(error)}
    return None


TAKES = {
    "agree": _agree,
    "other": _other,
    "off": _off,
    "agenda": _edit("agenda", TextForm),
    "notes": _edit("notes", NotesForm),
    "action": _add,
}
DONE = {
    "agree": "Agreed to this time.",
    "other": "Proposed this time.",
    "off": "Called off.",
    "agenda": "Saved the agenda.",
    "notes": "Saved the notes.",
    "action": "Added the action.",
}


def _tick(request, call, key, *, is_done):
    """Note that an action is done: managers may, and whoever took it on."""
    action = get_object_or_404(CallAction, pk=key_in(key), call=call)
    if action.owner != request.user:
        acting_for(request, call.partner_year.partner_id, Right.MANAGE)
    calling.tick(action, by=request.user, is_done=is_done)
    address = redirect("applications:call", call.partner_year.partner_id, call.pk)
    address["Location"] += "#actions"
    return address
