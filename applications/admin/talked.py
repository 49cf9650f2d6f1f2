"""References and interviews on the page of an application: how they stand, and what was said."""

from django.db.models import BooleanField, ExpressionWrapper, Prefetch

from applications.admin.events import Event
from applications.models import Application, Interview, Reference, ReferenceRequest
from applications.models.reviews import reviews_open_to
from plp.core import days, zones

SEE_REFERENCES = "applications.view_referencerequest"
SEE_INTERVIEWS = "applications.view_interview"


def prefetches(user):
    """Return what the page and its steps read of both: as many queries however many there are."""
    people = ["request__asked_by", "request__waived_by"]
    return [
        Prefetch("references", Reference.objects.select_related("request", *people)),
        Prefetch("interviews", with_openness(Interview.objects.all(), user)),
        *(["interviews__interviewers"] if user.has_perm(SEE_INTERVIEWS) else []),
    ]


def with_openness(interviews, user):
    """Annotate whether a person may read how it went: like a review, it would sway who has not
    finished their own."""
    is_open = ExpressionWrapper(reviews_open_to(user, "application"), BooleanField())
    return interviews.select_related("proposed_by").annotate(is_readable=is_open)


def is_readable(interview, user):
    """Whether a person may read how an interview went: who led it always may."""
    return interview.is_readable or user in interview.interviewers.all()


def context(application: Application, user) -> dict:
    """Return what a person sees of both."""
    sees = user.has_perm(SEE_REFERENCES)
    references = list(application.references.all()) if sees else []
    interviews = application.interviews.all() if user.has_perm(SEE_INTERVIEWS) else []
    asked = any(hasattr(reference, "request") for reference in references)
    return {
        "references": [(r, getattr(r, "request", None)) for r in references] if asked else [],
        "interviews": [_shown(application, interview, user) for interview in interviews],
    }


def _shown(application, interview, user):
    zone = interview.zone
    return {
        "interview": interview,
        "at": interview.at and zones.in_words(interview.at, zone),
        "held": interview.held_at and zones.in_words(interview.held_at, zone),
        "times": [zones.in_words(time.at, zone) for time in _proposed(interview)],
        "people": ", ".join(str(person) for person in interview.interviewers.all()),
        "is_readable": is_readable(interview, user),
    }


def _proposed(interview):
    """Return the times that are still to be chosen from."""
    return interview.times.all() if interview.is_open and interview.at is None else []


def keys(application: Application) -> dict:
    """Return the keys by which mails about both are found."""
    requests = [getattr(r, "request", None) for r in application.references.all()]
    return {
        "asked": [request.pk for request in requests if request],
        "interviews": [interview.pk for interview in application.interviews.all()],
    }


def events(application: Application, user) -> list[Event]:
    """Return what happened with both, as far as a person may know."""
    found = []
    if user.has_perm(SEE_REFERENCES):
        requests = [getattr(r, "request", None) for r in application.references.all()]
        found += [event for request in filter(None, requests) for event in _of_request(request)]
    if user.has_perm(SEE_INTERVIEWS):
        found += [event for i in application.interviews.all() for event in _of_interview(i)]
    return found


def _of_request(request: ReferenceRequest):
    name = request.reference.name
    until = f"Until {days.in_words(request.reply_by, weekday=False)}"
    yield Event(request.asked_at, f"Reference asked: {name}", _by(request.asked_by), until)
    if request.reminded_at:
        yield Event(request.reminded_at, f"Reference reminded: {name}")
    if request.waived_at:
        who, why = _by(request.waived_by), request.waived_because
        yield Event(request.waived_at, f"Reference waived: {name}", who, why)
    if request.answered_at:
        yield Event(request.answered_at, f"Reference answered: {name}")


def _of_interview(interview: Interview):
    yield Event(interview.proposed_at, "Interview proposed", _by(interview.proposed_by))
    if interview.held_at:
        yield Event(interview.held_at, "Interview held")
    if interview.called_off_at:
        words = interview.declined_words
        yield Event(interview.called_off_at, "Interview called off", words=words)


def _by(user):
    return str(user or "")
