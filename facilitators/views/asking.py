"""A partner asks facilitators about dates, or staff for help, and reads the answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.registry import Right, acting_for
from facilitators import actions
from facilitators.finding import ON_A_PAGE
from facilitators.forms.asking import AskForm
from facilitators.forms.finding import FindForm
from facilitators.views.finding import find_one, show
from plp.core.days import in_words, pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

READ_ONLY = "Your program managers ask facilitators and our staff; you read here what they do."
OVER = "The partnership has ended, so nobody is asked any more."


@never_cache
@require_safe
def questions(request, pk):
    """What a partner asked, and what was answered, the latest first."""
    partner = acting_for(request, pk)
    rows = partner.inquiries.select_related("facilitator", "course", "by")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    return show(request, "questions", page=page, inquiries=page.object_list)


@never_cache
@get_or_post
def ask(request, pk, facilitator):
    """Ask one facilitator about dates."""
    partner = acting_for(request, pk, Right.MANAGE)
    person = find_one(partner, facilitator)
    return _ask(
        request,
        person,
        lambda **said: actions.ask_facilitator(partner, person, **said),
        done=f"Asked {person}. You get a mail when they answer.",
    )


@never_cache
@get_or_post
def ask_staff(request, pk):
    """Ask staff for help where nobody is found."""
    partner = acting_for(request, pk, Right.MANAGE)
    return _ask(
        request,
        None,
        lambda **said: actions.ask_staff(partner, **said),
        done="Asked our staff. You get a mail when they answer.",
    )


def _ask(request, person, act, *, done):
    partner, today = request.acting.partner, pacific_today()
    if not request.acting.may_manage:
        messages.error(request, OVER if partner.ended_on else READ_ONLY)
        return redirect("facilitators:find", partner.pk)
    is_sent = request.method == "POST"
    initial = None if is_sent else _sought(request, today)
    sent = request.POST if is_sent else None
    form = AskForm(sent, initial=initial, is_to_staff=person is None)
    if is_sent and form.is_valid():
        try:
            act(by=request.user, on=today, **form.cleaned_data)
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("facilitators:questions", partner.pk)
    return show(request, "ask", form=form, person=person)


def _sought(request, today):
    """Return what was looked for, to begin a question with."""
    form = FindForm(request.GET, on=today)
    form.is_valid()
    said = form.cleaned_data
    course, day = said.get("course"), said.get("day")
    return {"course": course, "dates": in_words(day) if day else ""}
