"""Stepping aside from an application, lifting that, and reopening another's review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from applications import actions
from applications.admin.moves import Asks, ReasonForm, Words
from applications.models import Review
from applications.models.application import UNDECIDED
from applications.models.reviews import COORDINATE
from plp.core.admin_helpers import step_page
from plp.core.workflow import TransitionError

ASIDE = (
    "You are not asked to review it any more, and from now on nothing of it is there for you: "
    "neither its page nor its files, in no list and no search. What you have written of it stays, "
    "and never counts. Only a coordinator can lift this."
)
LIFTED = "They see the application again and may review it. What they wrote before counts again."
REOPENED = (
    "The review becomes a draft again and counts no more until it is finished. Its reviewer has "
    "read the others' reviews, or could have: say why it is right all the same."
)


class AsideForm(Asks):
    reason = Words(
        label="Why",
        help_text="Such as: I work with their director. Only coordinators read it.",
    )


def step_aside(request, pk, *, model_admin):
    """Ask for the reason, then hide the application from this person for good."""
    application = _application(request, pk, model_admin, "applications.add_recusal")
    form = AsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.step_aside(application, by=request.user, **form.cleaned_data)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "You have stepped aside. You see nothing more of it.")
        if request.user.has_perm("applications.add_review"):
            return redirect("admin:applications_reviewassignment_mine")
        return redirect("admin:applications_application_changelist")
    return _ask(request, model_admin, application, "Step aside", ASIDE, form)


def lift(request, pk, recusal, *, model_admin):
    """Let somebody who stepped aside see the application again, after a page that says so."""
    application = _application(request, pk, model_admin, "applications.delete_recusal")
    found = get_object_or_404(application.recusals.select_related("reviewer"), pk=recusal)
    title = f"Let {found.reviewer} review it again"
    if request.method == "POST":
        return _take(request, application, title, actions.lift_recusal, found)
    return _ask(request, model_admin, application, title, LIFTED)


def reopen(request, pk, review, *, model_admin):
    """Make a finished review a draft again, with a reason."""
    application = _application(request, pk, model_admin, COORDINATE)
    done = Review.objects.done().filter(application__status__in=UNDECIDED)
    found = get_object_or_404(done.select_related("reviewer"), pk=review, application=application)
    title = f"Reopen the review of {found.reviewer}"
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _take(request, application, title, actions.reopen_review, found, **form.cleaned_data)
    return _ask(request, model_admin, application, title, REOPENED, form)


def _application(request, pk, model_admin, permission):
    if not (model_admin.has_view_permission(request) and request.user.has_perm(permission)):
        raise PermissionDenied
    return get_object_or_404(model_admin.get_queryset(request), pk=pk)


def _take(request, application, title, action, record, **said):
    try:
        action(record, by=request.user, **said)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Done: {title[0].lower()}{title[1:]}.")
    return redirect("admin:applications_application_change", application.pk)


def _ask(request, model_admin, application, title, consequence, form=None):
    context = {"original": application, "consequence": consequence, "form": form}
    page = "applications/application/recusal"
    return step_page(request, model_admin, page, title, **context)
