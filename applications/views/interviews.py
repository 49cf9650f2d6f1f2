"""An applicant's interview: choosing one of the proposed times, or saying that none suits."""

from django.shortcuts import redirect

from applications import actions
from applications.emails.interviews import names_of
from applications.form.talking import TimeForm
from applications.links import Purpose
from applications.models import Application
from applications.public import show
from applications.views.drafts import draft_page, get_or_post
from plp.core import limits, zones
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError


def context(request, application: Application, form=None) -> dict:
    """Return what the pages of an application say of its open interview: nothing where there is
    none, or to the signatory alone."""
    if Purpose.EDIT not in request.purposes:
        return {}
    interview = application.interviews.open().first()
    if interview is None:
        return {}
    return {
        "interview": interview,
        "interviewers": in_a_row(names_of(interview.people())),
        "interview_at": interview.at and zones.in_words(interview.at, interview.zone),
        "interview_form": form or TimeForm(interview=interview),
    }


@draft_page(Purpose.EDIT)
@get_or_post
def choose(request, draft):
    """Take the applicant's choice, or show once more what is wrong with it."""
    interview = draft.application.interviews.open().first() if draft.is_sent else None
    if interview is None or request.method != "POST":
        return redirect("applications:draft", draft.code)
    limits.spend(request, "interview", key=draft.code)
    form = TimeForm(request.POST, interview=interview)
    if form.is_valid():
        try:
            _take(interview, form)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("applications:draft", draft.code)
    more = context(request, draft.application, form)
    page = {"draft": draft, "application": draft.application, "form": form}
    return show(request, "applications/apply/interview.html", page | more)


def _take(interview, form):
    if form.at:
        actions.choose_time(interview, at=form.at)
    else:
        actions.decline_times(interview, words=form.cleaned_data["words"])
