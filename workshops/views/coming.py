"""The page of a teacher who was brought to an event, and the page on which people check in."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.actions.partnering import contact_of
from applications.models import ProgramEvent
from plp.core import limits
from plp.core.days import pacific_today
from plp.core.guard import typed
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError
from workshops import invited
from workshops.actions import attending, registering
from workshops.forms.events import AnswerForm, CheckInForm
from workshops.models import EventRegistration, Said


def teacher_page(view):
    """Decorate a view of one invitation: whoever may not answer it gets the same page as if there
    were none. What they have just typed is shown to them, so that it is not lost."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request, pk, *args, **kwargs):
        rows = EventRegistration.objects.select_related("teacher", "event", "partner")
        found = rows.filter(pk=pk, teacher__isnull=False).first()
        return (found and view(request, found, *args, **kwargs)) or _closed(request)

    return answer


def _closed(request):
    context = {"typed": typed(request.POST)}
    return render(request, "workshops/events/registration_closed.html", context, status=404)


@teacher_page
@require_safe
def open_link(request, found, secret):
    """Open a link: from now on this browser may answer, on this page alone."""
    if not invited.opens(found, secret, pacific_today()):
        return None
    response = redirect("workshops:registration", found.pk)
    invited.remember(response, request, found)
    return response


@teacher_page
@get_or_post
def registration(request, found):
    """Ask a teacher whether they come and what they need, and let them change it."""
    on = pacific_today()
    if not invited.is_open(request, found, on):
        return None
    said, closed = found.said, registering.closed_because(found.event, on)
    form = AnswerForm(request.POST or None, instance=found, initial=_said_before(said))
    if request.method == "POST":
        limits.spend(request, "registration", key=str(found.pk))
        if form.is_valid() and _answered(form, found, on):
            return redirect("workshops:registration", found.pk)
    context = {
        "registration": found,
        "event": found.event,
        "form": form,
        "said": said,
        "closed": closed,
        "contact": contact_of(found.partner),
    }
    return render(request, "workshops/events/registration.html", context)


def _said_before(said):
    return {Said.COMES: {"comes": "yes"}, Said.NOT: {"comes": "no"}}.get(said, {})


def _answered(form, found, on):
    """Keep the answer; what fell into the trap is answered as ever, and not kept."""
    if form.is_trapped:
        return True
    try:
        registering.answer_invitation(found, on=on, **form.said)
    except TransitionError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_not_required
@never_cache
@get_or_post
def check_in(request, pk):
    """Let people say with a code that they are at an event; nobody's name is ever listed."""
    event, now = get_object_or_404(ProgramEvent, pk=pk), timezone.now()
    form = CheckInForm(request.POST or None)
    if request.method == "POST":
        key = request.POST.get("email", "")
        limits.spend(request, "check-in", key=f"{pk} {key}")
        if form.is_valid() and _is_here(event, form, now):
            return redirect("workshops:checked-in", pk)
    context = {"event": event, "form": form, "closed": attending.check_in_closed(event, now)}
    return render(request, "workshops/events/check_in.html", context)


def _is_here(event, form, now):
    if form.is_trapped:
        return True
    try:
        said = {name: form.cleaned_data[name] for name in ("code", "email")}
        attending.check_in(event, now=now, **said)
    except TransitionError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_not_required
@never_cache
@require_safe
def checked_in(request, pk):
    """Say that somebody is noted as here, and nothing of whom."""
    event = get_object_or_404(ProgramEvent, pk=pk)
    return render(request, "workshops/events/checked_in.html", {"event": event})
