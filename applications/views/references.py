"""The page on which a referee answers, once."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import actions, referees
from applications.form.talking import ReferenceForm
from applications.models import ReferenceRequest
from applications.public import show
from applications.views.drafts import get_or_post
from plp.core import limits
from plp.core.guard import typed
from plp.core.pages import edition_of


def reference_page(view):
    """Decorate a view of one request: whoever may not answer it gets the same page as if there
    were none. What they have just typed is shown to them, so that it is not lost."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request, pk, *args, **kwargs):
        related = "reference__application"
        about = [f"{related}__draft__program", f"{related}__pin__region"]
        found = ReferenceRequest.objects.select_related(*about).filter(pk=pk).first()
        return (found and view(request, found, *args, **kwargs)) or _closed(request)

    return answer


def _closed(request):
    response = show(request, "applications/reference/closed.html", {"typed": typed(request.POST)})
    response.status_code = 404
    return response


@reference_page
@require_safe
def open_link(request, found, secret):
    """Open a link: from now on this browser may answer, on this page alone."""
    if not referees.opens(found, secret):
        return None
    response = redirect("applications:reference", found.pk)
    referees.remember(response, request, found)
    return response


@reference_page
@get_or_post
def reference(request, found):
    """Ask a referee, take the answer, and thank them; what they wrote is never shown again."""
    if not referees.is_open(request, found):
        return None
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limits.spend(request, "reference", key=str(found.pk))
        if form.is_valid():
            return _answered(request, found, form)
    if found.answered_at:
        return _page(request, "thanks", found)
    return _page(request, "form", found, form=form)


def _answered(request, found, form):
    if not form.is_trapped:
        try:
            actions.answer_reference(found, **form.said)
        except actions.Answered:
            return _page(request, "thanks", found, typed=typed(request.POST))
    return redirect("applications:reference", found.pk)


def _page(request, name, found, **context):
    application = found.reference.application
    context |= {
        "asked": found,
        "reference": found.reference,
        "application": application,
        "is_late": edition_of(request).day > found.reply_by,
        "contact": application.draft.program.contact_email,
    }
    return show(request, f"applications/reference/{name}.html", context)
