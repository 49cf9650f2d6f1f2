"""Looking over a whole draft, sending it, and following what becomes of it."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from applications import actions, emails, facts, links, sent
from applications.actions import AlreadyApplied, NotComplete
from applications.form import Whole
from applications.form.offer import AnswerForm, WithdrawForm
from applications.links import Purpose
from applications.models import Application, Offer
from applications.obstacles import obstacle
from applications.progress import offer_steps, timeline
from applications.public import show
from applications.views import interviews
from applications.views.drafts import draft_page, get_or_post
from plp.core import files, limits
from plp.core.pages import edition_of
from plp.core.workflow import TransitionError


@draft_page(Purpose.EDIT, Purpose.SIGN)
@require_safe
def draft(request, draft):
    """The first page of a draft, or of what it has become: where it stands and what comes next."""
    if draft.is_sent:
        return _status_page(request, draft.application)
    if Purpose.EDIT not in request.purposes:
        raise Http404
    whole = Whole(draft, edition_of(request))
    steps = whole.steps("")
    context = {
        "draft": draft,
        "steps": steps,
        "next": next(step["slug"] for step in steps if not step.get("is_complete")),
        "link": links.address(draft),
        "obstacle": _obstacle(request, draft),
    }
    return show(request, "applications/apply/draft.html", context)


@draft_page(Purpose.EDIT)
@get_or_post
def review(request, draft):
    """Show everything before it is sent, and send it; pressed again, the answer is the same."""
    whole = Whole(draft, edition_of(request))
    if draft.is_sent and not whole.opened:
        return redirect("applications:draft", draft.code)
    if request.method == "POST":
        return _send(request, whole)
    return _review_page(request, whole)


def _send(request, whole):
    """Send what is complete; show once more what keeps it from being sent."""
    draft = whole.draft
    edition = edition_of(request)
    terms = facts.terms(edition).get(draft.program_id)
    first, wrong = None, ""
    try:
        if draft.is_sent:
            actions.send_changes(draft.application)
        elif not terms or request.POST.get("terms") != str(terms.pk):
            wrong = "Tick that your organization accepts the terms."
        else:
            is_late = may_be_late(request, draft)
            actions.send(draft, terms=terms, on=edition.day, is_late=is_late)
    except AlreadyApplied as error:
        first, wrong = error.first, str(error)
    except NotComplete:
        pass  # the page says what is missing where
    except TransitionError as error:
        wrong = str(error)
    else:
        if not wrong:
            return redirect("applications:draft", draft.code)
    return _review_page(request, whole, wrong=wrong, first=first, is_pressed=True)


def _review_page(request, whole, *, wrong="", first=None, is_pressed=False):
    draft = whole.draft
    forms = [form for slug, form in whole.forms.items() if slug in whole.opened]
    context = {
        "draft": draft,
        "steps": whole.steps("review"),
        "position": len(whole.opened) + 1,
        "forms": forms,
        "incomplete": [form for form in forms if not form.is_complete()],
        "warnings": [warning for form in forms for warning in form.warnings()],
        "before": forms[-1].slug,
        "terms": facts.terms(edition_of(request)).get(draft.program_id),
        "files": draft.attachments.all(),
        "obstacle": _obstacle(request, draft),
        "wrong": wrong,
        "first": first,
        "is_pressed": is_pressed,
        "accepts": "terms" in request.POST,
    }
    return show(request, "applications/apply/review.html", context)


def _obstacle(request, draft):
    if draft.is_sent:
        return ""
    return obstacle(draft, edition_of(request), is_late=may_be_late(request, draft))


def may_be_late(request, draft):
    """Whether who asks is of staff and enters this for someone; asks for nobody's session else."""
    if draft.entered_by_id is None:
        return False
    return request.user.has_perm("applications.add_application")


def _status_page(request, application, form=None):
    edition = edition_of(request)
    offer = application.open_offer
    signs = Purpose.SIGN in request.purposes
    terms = facts.terms(edition).get(application.draft.program_id)
    may_withdraw = application.can_move(Application.Status.WITHDRAWN)
    if offer and signs and form is None:
        form = AnswerForm(offer=offer, terms=terms)
    context = {
        "application": application,
        "draft": application.draft,
        "status": application.public_status(),
        "timeline": timeline(application),
        "change_request": application.open_request,
        "offer": offer,
        "signs": signs,
        "form": form,
        "offer_steps": offer_steps(application, edition.day) if offer else [],
        "may_apply_again": Purpose.EDIT in request.purposes and application.may_be_followed(),
        "refused_offer": application.offers.filter(answer=Offer.Answer.NO)
        .exclude(signed_name="")
        .first(),
        "is_late": bool(offer) and edition.day > offer.reply_by,
        "files": application.draft.attachments.all(),
        "may_withdraw": may_withdraw and Purpose.EDIT in request.purposes,
    } | interviews.context(request, application)
    return show(request, "applications/apply/status.html", context)


@draft_page(Purpose.EDIT, Purpose.SIGN)
@require_safe
def pdf(request, draft):
    """Everything that was sent, as a PDF."""
    if not draft.is_sent:
        raise Http404
    return files.as_pdf(sent.pdf(draft.application), f"application-{draft.code}.pdf")


@draft_page(Purpose.EDIT, Purpose.SIGN)
@require_safe
def everything(request, draft):
    """Everything that was sent, as a page."""
    if not draft.is_sent:
        raise Http404
    application = draft.application
    context = {
        "draft": draft,
        "application": application,
        "parts": sent.parts(application),
        "files": draft.attachments.all(),
    }
    return show(request, "applications/apply/everything.html", context)


@draft_page(Purpose.EDIT)
@get_or_post
def withdraw(request, draft):
    """Take an application back, after a page that says what that means."""
    if not draft.is_sent:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(draft.application, reason=form.cleaned_data["reason"])
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("applications:draft", draft.code)
    context = {"draft": draft, "application": draft.application, "form": form}
    return show(request, "applications/apply/withdraw.html", context)


@draft_page(Purpose.SIGN)
@require_POST
def answer(request, draft):
    """Take the signatory's yes or no to an offer."""
    offer = draft.application.open_offer if draft.is_sent else None
    if offer is None:
        return redirect("applications:draft", draft.code)
    edition = edition_of(request)
    terms = facts.terms(edition).get(draft.program_id)
    form = AnswerForm(request.POST, offer=offer, terms=terms)
    if form.is_valid() and not form.asks_again:
        name = form.cleaned_data["name"]
        try:
            actions.answer_offer(offer, yes=form.says_yes, name=name, terms=terms, on=edition.day)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("applications:draft", draft.code)
    return _status_page(request, draft.application, form)


@draft_page(Purpose.EDIT)
@require_POST
def mail_signatory(request, draft):
    """Mail the signatory's link once more."""
    offer = draft.application.open_offer if draft.is_sent else None
    if offer:
        limits.spend(request, "link", key=draft.application.signatory_email)
        emails.sign_again(offer)
    return redirect("applications:link-sent")
