"""What waits for staff of facilitators, as the admin's first page says it."""

from django.db.models import F
from django.db.models.functions import Coalesce

from facilitators.models import Suggestion
from plp.core.queues import queue


@queue(
    "suggestions",
    "Suggestions to answer",
    position=15,
    look="received",
    empty="Nobody is suggested as a facilitator whom you have not answered.",
    model=Suggestion,
    called="name",
    at=Coalesce("partner__organization", "home_zip"),
    since=F("at"),
    may="facilitators.change_suggestion",
)
def suggestions(suggestions):
    return suggestions.unanswered()
