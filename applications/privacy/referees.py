"""What applications hold of those whom they name as references, and what these answered."""

from collections.abc import Iterator

from applications.models import Reference, ReferenceRequest
from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds

WORDS = ["known_for", "strengths", "doubts"]
BLANK = dict.fromkeys(WORDS, "")


def references(email: str) -> Iterator[Row]:
    found = Reference.objects.filter(email__iexact=email)
    for reference in found.select_related("application", "request"):
        yield Row(
            reference,
            f"Reference of {reference.application.organization}",
            {
                "Name": reference.name,
                "Organization": reference.organization,
                "How they know the applicant": reference.relation,
                "E-mail": reference.email,
                **_answer(getattr(reference, "request", None)),
            },
            Fate.BLANKED,
            "Somebody else named them. Of their own answer, only the yes or no stays.",
            names={reference.name},
        )


def _answer(request):
    """Return when they were asked, and what they answered."""
    if request is None:
        return {}
    said = {"Asked": days.moment_in_words(request.asked_at)}
    if request.answered_at:
        said |= {
            "Answered": days.moment_in_words(request.answered_at),
            "Would recommend": request.get_recommends_display(),
            "How they know each other's work": request.known_for,
            "Strengths": request.strengths,
            "Doubts": request.doubts,
        }
    return said


def erase_references(email: str, stand_in: StandIn) -> None:
    found = Reference.objects.filter(email__iexact=email)
    requests = ReferenceRequest.objects.filter(reference__in=found)
    keys = list(requests.values_list("pk", flat=True))
    history.of(ReferenceRequest).filter(id__in=keys).update(**BLANK)
    requests.update(**BLANK)
    found.update(name=stand_in.name, relation=stand_in.name, email=stand_in.email)


holds("References", find=references, erase=erase_references)
