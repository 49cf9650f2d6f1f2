"""What waits for staff among facilitators, as the admin's first page says it."""

from django.db.models import Value
from django.db.models.functions import Concat

from facilitators.models import Inquiry
from plp.core.queues import queue


@queue(
    "looking-for-facilitators",
    "Partners that look for a facilitator",
    position=41,
    look="need",
    empty="No partner asks for help in finding somebody.",
    model=Inquiry,
    called="partner__organization",
    at=Concat("partner__region__city", Value(", "), "partner__region__state"),
    since="asked_at",
    may="facilitators.change_inquiry",
)
def looking_for_facilitators(inquiries):
    return inquiries.for_staff().unanswered()
