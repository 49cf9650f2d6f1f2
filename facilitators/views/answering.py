"""A facilitator reads what partners ask about dates, and answers: signed in, or by a link."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facilitators import actions, asked
from facilitators.acting import facilitator_of, own_page
from facilitators.finding import ON_A_PAGE
from facilitators.forms.asking import AnswerForm
from facilitators.models import Inquiry
from plp.core import limits
from plp.core.days import pacific_today
from plp.core.guard import typed
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError

own_page("Questions", "facilitators:own-questions", 30)


@never_cache
@require_safe
def own_questions(request):
    """What partners asked them, those without an answer first."""
    facilitator = facilitator_of(request)
    rows = facilitator.inquiries.select_related("partner__region", "course")
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")
    pages = Paginator(rows, ON_A_PAGE)
    context = {"page": pages.get_page(request.GET.get("p")), "signed_in": True}
    return render(request, "facilitators/own/questions.html", context)


@never_cache
@get_or_post
def own_question(request, inquiry):
    """One question, which they answer here."""
    facilitator = facilitator_of(request)
    rows = facilitator.inquiries.select_related("partner__region", "course", "facilitator")
    found = get_object_or_404(rows, pk=inquiry)
    here = ("facilitators:own-question", found.pk)
    return _answer(request, found, here, "facilitators/own/question.html", by=request.user)


def by_link(view):
    """Decorate a view of one question: whoever may not answer it gets the same page as if there
    were none. What they have just typed is shown to them, so that it is not lost."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request, pk, *args, **kwargs):
        rows = Inquiry.objects.select_related("partner__region", "course", "facilitator")
        found = rows.filter(pk=pk, facilitator__isnull=False).first()
        return (found and view(request, found, *args, **kwargs)) or _closed(request)

    return answer


def _closed(request):
    context = {"typed": typed(request.POST)}
    return render(request, "facilitators/question_closed.html", context, status=404)


@by_link
@require_safe
def open_link(request, found, secret):
    """Open a link: from now on this browser may answer, on this page alone."""
    if not asked.opens(found, secret, pacific_today()):
        return None
    response = redirect("facilitators:question", found.pk)
    asked.remember(response, request, found)
    return response


@by_link
@get_or_post
def question(request, found):
    """One question, which somebody without an account answers here."""
    if not asked.is_open(request, found, pacific_today()):
        return None
    here = ("facilitators:question", found.pk)
    return _answer(request, found, here, "facilitators/question.html", by=None)


def _answer(request, found, here, template, *, by):
    today = pacific_today()
    last_day = asked.last_day(found)
    is_sent = request.method == "POST"
    before = {"says": found.says, "answer": found.answer}
    form = AnswerForm(request.POST if is_sent else None, initial=before)
    if is_sent:
        limits.spend(request, "question", key=str(found.pk))
        if form.is_valid() and _answered(form, found, by, today):
            return redirect(*here)
    context = {
        "inquiry": found,
        "form": form,
        "last_day": last_day,
        "is_over": today > last_day,
        "signed_in": by is not None,
    }
    return render(request, template, context)


def _answered(form, found, by, today):
    """Keep the answer; what fell into the trap is answered as ever, and not kept."""
    if form.is_trapped:
        return True
    try:
        actions.answer_inquiry(found, by=by, on=today, **form.said)
    except TransitionError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
