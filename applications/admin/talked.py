"""References and interviews on the page of an application: how they stand, and what was said."""

from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from applications.admin.events import Event
from applications.models import Application, Interview, Reference, ReferenceRequest
from applications.models.reviews import reviews_open_to
from plp.core import days, zones

SEE_REFERENCES = "applications.view_referencerequest"
SEE_INTERVIEWS = "applications.view_interview"


def prefetches(user):
    """Return what the page and its steps read of both, in two queries however much there is."""
    people = ["request__asked_by", "request__waived_by"]
    return [
        Prefetch("references", Reference.objects.select_related("request", *people)),
        Prefetch("interviews", _with_people(with_openness(Interview.objects.all(), user))),
    ]


def _with_people(interviews):
    """Return a row for each interviewer and each proposed time: `_grouped` puts them together."""
    name = NullIf(F("interviewers__name"), Value(""))
    return interviews.annotate(
        leader=F("interviewers__pk"),
        led_by=Coalesce(name, F("interviewers__email"), output_field=CharField()),
        proposed=F("times__at"),
    ).order_by("-proposed_at", "-pk", "led_by", "proposed")


def _grouped(application):
    """Return the interviews of an application, each with its rows."""
    rows = {}
    for row in application.interviews.all():
        rows.setdefault(row.pk, []).append(row)
    return [(same[0], same) for same in rows.values()]


def with_openness(interviews, user):
    """Annotate whether a person may read how it went: like a review, it would sway who has not
    finished their own. Who led it always may."""
    led = Interview.interviewers.through.objects.filter(interview=OuterRef("pk"), user=user)
    may = reviews_open_to(user, "application") | Exists(led)
    is_readable = ExpressionWrapper(may, BooleanField())
    return interviews.select_related("proposed_by").annotate(is_readable=is_readable)


def context(application: Application, user) -> dict:
    """Return what a person sees of both."""
    sees = user.has_perm(SEE_REFERENCES)
    references = list(application.references.all()) if sees else []
    interviews = _grouped(application) if user.has_perm(SEE_INTERVIEWS) else []
    asked = any(hasattr(reference, "request") for reference in references)
    return {
        "references": [(r, getattr(r, "request", None)) for r in references] if asked else [],
        "interviews": [_shown(application, *each) for each in interviews],
    }


def _shown(application, interview, rows):
    zone = ZoneInfo(application.pin.region.zone)
    chooses = interview.is_open and interview.at is None
    times = sorted({row.proposed for row in rows if row.proposed}) if chooses else []
    return {
        "interview": interview,
        "at": interview.at and zones.in_words(interview.at, zone),
        "held": interview.held_at and zones.in_words(interview.held_at, zone),
        "times": [zones.in_words(at, zone) for at in times],
        "people": ", ".join({row.leader: row.led_by for row in rows if row.leader}.values()),
    }


def keys(application: Application) -> dict:
    """Return the keys by which mails about both are found."""
    requests = [getattr(r, "request", None) for r in application.references.all()]
    return {
        "asked": [request.pk for request in requests if request],
        "interviews": [interview.pk for interview, _ in _grouped(application)],
    }


def events(application: Application, user) -> list[Event]:
    """Return what happened with both, as far as a person may know."""
    found = []
    if user.has_perm(SEE_REFERENCES):
        requests = [getattr(r, "request", None) for r in application.references.all()]
        found += [event for request in filter(None, requests) for event in _of_request(request)]
    if user.has_perm(SEE_INTERVIEWS):
        found += [event for i, _ in _grouped(application) for event in _of_interview(i)]
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
