"""The day of a workshop, on the phone of who manages it: who is here, and who walks in."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import Right
from plp.core import zones
from plp.core.keys import key_in
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops.acting import workshop_of
from workshops.actions import checking_in, marking, running, walking_in
from workshops.actions.marking import Mark
from workshops.forms.day import LetInForm, WalkInForm
from workshops.models import Session, WalkIn, Workshop
from workshops.roll import roll_of, rolls_of, waiting_at, walk_ins_in_words


def of_a_day(view):
    """Decorate a view of one day of a workshop: (request, session); posting is for managers."""

    @never_cache
    @wraps(view)
    def answer(request, pk, workshop_pk, session_pk, **keys):
        workshop = workshop_of(request, pk, workshop_pk, Right.MANAGE)
        session = next((s for s in workshop.sessions.all() if s.pk == session_pk), None)
        if session is None:
            raise Http404("The workshop has no such day.")
        session.workshop = workshop
        return view(request, session, **keys)

    return answer


def posted(view):
    """Decorate a view of a day that a manager posts to; who comes by its address is led to it."""

    @of_a_day
    @get_or_post
    @wraps(view)
    def answer(request, session, **keys):
        return view(request, session, **keys) if request.method == "POST" else _back(session)

    return answer


@never_cache
@require_safe
def nearest(request, pk, workshop_pk):
    """Lead to the day that is nearest to now, or to the workshop where it has none."""
    workshop = workshop_of(request, pk, workshop_pk)
    session = checking_in.day_for(workshop, timezone.now())
    if session is None:
        return redirect("workshops:workshop", pk, workshop_pk)
    return redirect(day_address(session))


@of_a_day
@require_safe
def day(request, session):
    return _show(request, session)


@posted
def start(request, session):
    """Begin the workshop."""
    return _taken(request, session, running.start, session.workshop)


@posted
def mark(request, session):
    """Mark one teacher, as a browser without JavaScript sends it."""
    key, is_present = key_in(request.POST.get("enrollment")), request.POST.get("present") == "1"
    marks = [Mark(key, is_present, timezone.now())] if key else []
    return _taken(request, session, marking.mark_all, session, marks, anchor=f"#t{key}")


@posted
def let_in(request, session, walk_in):
    found = get_object_or_404(session.walk_ins, pk=walk_in)
    form = LetInForm(request.POST if "name" in request.POST else {"name": found.name})
    if not form.is_valid():
        return _show(request, session, nameless=found.pk, typed=form)
    found.session = session
    return _taken(request, session, walking_in.let_in, found, **form.cleaned_data)


@posted
def send_away(request, session, walk_in):
    found: WalkIn = get_object_or_404(session.walk_ins, pk=walk_in)
    found.session = session
    return _taken(request, session, walking_in.send_away, found)


@posted
def walk_in(request, session):
    """Let in somebody whom the manager writes down."""
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data | {"by": request.user, "now": timezone.now()}
            walking_in.let_in_by_hand(session, **said)
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is let in.")
            return _back(session)
    return _show(request, session, form=form)


@never_cache
@get_or_post
def end(request, pk, workshop_pk):
    """Say what follows the end of a workshop, then end it."""
    workshop = workshop_of(request, pk, workshop_pk, Right.MANAGE)
    now, refused = timezone.now(), ""
    if request.method == "POST":
        try:
            running.end(workshop, by=request.user, now=now)
        except TransitionError as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"Ended: {workshop}.")
            return redirect("workshops:day-of", pk, workshop_pk)
    context = {
        "workshop": workshop,
        "rolls": rolls_of(workshop, list(workshop.sessions.all())),
        "refused": refused or running.not_to_end(workshop, now),
    }
    return _page(request, "end", **context)


# What the pages share


def day_address(session: Session) -> str:
    workshop = session.workshop
    keys = [workshop.partner_year.partner_id, workshop.pk, session.pk]
    return reverse("workshops:day", args=keys)


def _back(session, anchor=""):
    return redirect(f"{day_address(session)}{anchor}")


def _taken(request, session, step, *what, anchor="", **said):
    """Take a step, and lead back to the day; show it with the reason where it was refused."""
    try:
        step(*what, by=request.user, now=timezone.now(), **said)
    except TransitionError as refusal:
        return _show(request, session, problem=str(refusal))
    return _back(session, anchor)


def _show(request, session, **context):
    workshop, now = session.workshop, timezone.now()
    waiting = waiting_at(session)
    opens, not_to_mark = running.starts_from(workshop), marking.not_to_mark(session, now)
    may_manage = request.acting.may_manage
    more = {
        "roll": roll_of(session),
        "waiting": waiting,
        "waiting_in_words": walk_ins_in_words(len(waiting)),
        "session": session,
        "sessions": list(workshop.sessions.all()),
        "workshop": workshop,
        "may_mark": may_manage and not not_to_mark,
        "not_to_mark": not_to_mark,
        "may_start": may_manage and workshop.is_to_come and opens <= now,
        "may_end": may_manage and workshop.status == Workshop.Status.IN_PROGRESS,
        "opens_in_words": zones.in_words(opens, workshop.tz),
        "form": context.pop("form", None) or WalkInForm(),
    }
    return _page(request, "day", **more | context)


def _page(request, template, **context):
    shared = {"signed_in": True, "partner": request.acting.partner}
    return render(request, f"workshops/day/{template}.html", shared | context)
