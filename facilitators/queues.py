"""What waits for staff about facilitators, as the admin's first page says it."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat

from facilitators.lacking import lacking_some
from facilitators.models import Accreditation, Contract, Inquiry, Suggestion
from plp.core.days import pacific_today
from plp.core.queues import queue


@queue(
    "ending",
    "Accreditations that end soon",
    position=20,
    look="waiting",
    empty="60 days before an accreditation ends, it stands here until somebody renews it.",
    is_due=True,
    model=Accreditation,
    called="facilitator__name",
    at="course__name",
    since="last_day",
    may="facilitators.change_accreditation",
)
def ending(accreditations):
    return accreditations.ending(pacific_today())


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


@queue(
    "contracts-without-accreditation",
    "Contracts that lack an accreditation",
    position=21,
    look="need",
    empty="No contract waits because its facilitator is not accredited.",
    model=Contract,
    called="facilitator__name",
    at=F("partner__organization"),
    since="answer_by",
    is_due=True,
    may="facilitators.override_contract",
)
def waiting_for_an_accreditation(contracts):
    """Signed by the facilitator, and blocked for the partner."""
    signed = contracts.filter(status=Contract.Status.SIGNED, override_reason="")
    return lacking_some(signed, pacific_today())
