"""The page on which a reviewer reads an application and writes their review of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect

from applications import actions, sent
from applications.actions.reviews import Overtaken, may_reopen_own
from applications.admin.reviews_shown import queue_of, shown, with_reviews
from applications.admin.scoring import ReviewForm, as_typed
from applications.models.application import UNDECIDED
from applications.models.reviews import REVIEW
from plp.core.admin_helpers import step_page
from plp.core.keys import key_in
from plp.core.workflow import TransitionError

FINISH, SAVE, AUTOSAVE, REOPEN = "finish", "save", "autosave", "reopen"
ASKED_OTHERWISE = "The criteria have changed since you opened this page. Score the new ones."


def page(request, pk, *, model_admin):
    """Show an application beside its review, and keep what its reviewer says."""
    if not (model_admin.has_view_permission(request) and request.user.has_perm(REVIEW)):
        raise PermissionDenied
    application = get_object_or_404(_rows(request, model_admin), pk=pk)
    does = request.POST.get("do")
    if does == AUTOSAVE:
        return _autosave(request, application)
    if does in {SAVE, FINISH}:
        return _save(request, model_admin, application, is_finished=does == FINISH)
    if does == REOPEN:
        return _reopen(request, application)
    return _show(request, model_admin, application)


def _rows(request, model_admin):
    rows = model_admin.get_queryset(request).select_related("pin__program", "terms")
    return with_reviews(rows, request.user)


def _criteria(application):
    return list(application.pin.program.criteria.in_force())


def _form(request, application, is_finished=False):
    return ReviewForm(request.POST, criteria=_criteria(application), is_finished=is_finished)


def _seen(request):
    """Return the version of the review that the page was showing, 0 for none."""
    return key_in(request.POST.get("seen", "")) or 0


def _autosave(request, application):
    """Keep what is valid and say how it went; the page keeps all that was typed.

    A refusal is no error of the request: browsers would report one on their console.
    """
    form = _form(request, application)
    if not form.is_valid():
        return JsonResponse({"refused": _first_error(form)})
    try:
        review = actions.save_review(application, form.said(), by=request.user, seen=_seen(request))
    except Overtaken as refusal:
        return JsonResponse(_overtaken(request, application, refusal))
    except TransitionError as refusal:
        return JsonResponse({"refused": str(refusal)})
    said = ASKED_OTHERWISE if form.was_asked_otherwise() else ""
    return JsonResponse({"version": review.version, "said": said})


def _overtaken(request, application, refusal):
    review = application.reviews.filter(reviewer=request.user).first()
    return {
        "refused": str(refusal),
        "version": review.version if review else 0,
        "fields": as_typed(review, _criteria(application)),
    }


def _first_error(form):
    return next(error for errors in form.errors.values() for error in errors)


def _save(request, model_admin, application, *, is_finished):
    """Save what was said, also where it is not enough to finish; then finish it."""
    form = _form(request, application, is_finished)
    is_complete = form.is_valid()
    overtaken = False
    try:
        if "comment" not in form.errors:
            actions.save_review(application, form.said(), by=request.user, seen=_seen(request))
        if is_complete and is_finished:
            actions.finish_review(application, by=request.user)
    except Overtaken:
        overtaken = True
    except TransitionError as refusal:
        messages.error(request, str(refusal))
        return _show(request, model_admin, application, form=form)
    if overtaken or not is_complete:
        return _show(request, model_admin, application, form=form, overtaken=overtaken)
    if form.was_asked_otherwise():
        messages.warning(request, ASKED_OTHERWISE)
    messages.success(request, "Your review is finished." if is_finished else "The draft is saved.")
    return redirect("admin:applications_application_review", application.pk)


def _reopen(request, application):
    review = get_object_or_404(application.reviews, reviewer=request.user)
    try:
        actions.reopen_review(review, by=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Your review is a draft again. Finish it when you are ready.")
    return redirect("admin:applications_application_review", application.pk)


def _show(request, model_admin, application, *, form=None, overtaken=False):
    user = request.user
    prefetch_related_objects([application], "draft__attachments")
    also_private = user.has_perm("applications.read_private_application")
    reviews = shown(application, user)
    own = reviews.own
    is_done = own is not None and own.done_at is not None
    may_write = application.status in UNDECIDED and not is_done
    criteria = _criteria(application) if may_write else []
    if may_write and form is None:
        form = ReviewForm(criteria=criteria, initial=as_typed(own, criteria))
    context = {
        "original": application,
        "application": application,
        "parts": sent.parts(application, also_private=also_private, name_files=False),
        "files": application.draft.attachments.all(),
        "reviews": reviews,
        "own": own,
        "is_done": is_done,
        "may_write": may_write,
        "may_reopen": is_done and application.status in UNDECIDED and may_reopen_own(own, user),
        "own_words": _in_words(own) if own and not may_write else [],
        "form": form if may_write else None,
        "before": _before(own, criteria),
        "seen": own.version if own else 0,
        "overtaken": _in_words(own) if overtaken and own else None,
        "unsaved": None if may_write or form is None else _typed_in_words(form),
        "queue": queue_of(user, application),
    }
    title = f"Review of {application}"
    return step_page(request, model_admin, "applications/application/review", title, **context)


def _before(own, criteria):
    """Return {criterion: the label given for the wording that it replaced}."""
    if own is None or not any(criterion.replaces_id for criterion in criteria):
        return {}
    old = {score.criterion_id: score.label for score in own.scores.all()}
    return {c.pk: old[c.replaces_id] for c in criteria if c.replaces_id in old}


def _in_words(review):
    """Return what a saved review says as one reads it: (label, words)."""
    said = [(score.criterion.name, score.label) for score in review.scores.all()]
    recommended = review.get_recommendation_display()
    return [*said, ("Recommendation", recommended or "–"), ("Comment", review.comment or "–")]


def _typed_in_words(form):
    """Return what was typed and can no longer be saved, so that nobody has to write it again."""
    said = form.said()
    return [
        *((c.name, c.labels()[value - 1]) for c, value in said.scores.items()),
        ("Comment", form["comment"].value() or "–"),
    ]
