"""Which mails are about an application: found by the record that each kind is written for."""

from django.db.models import Q, QuerySet

from applications.models import Application, ReferenceRequest
from plp.core.models import Message

# Each kind of mail, by the record whose key is its occasion.
OF_DRAFT = ["draft-started"]
OF_APPLICATION = ["application-received", "application-arrived"]
OF_MOVE = [
    "application-declined",
    "application-reopened",
    "application-waitlisted",
    "application-withdrawn",
    "applications-merged",
]
OF_REQUEST = ["changes-received", "changes-requested", "changes-sent"]
OF_OFFER = [
    "next-in-line",
    "offer-answered",
    "offer-lapsed",
    "offer-made",
    "offer-taken-back",
    "offer-to-sign",
]

OF_REFERENCE = ["reference-asked", "reference-due"]
OF_INTERVIEW = [
    "interview-called-off",
    "interview-off",
    "interview-planned",
    "interview-proposed",
]
OF_A_TIME = ["interview-agreed", "interview-declined", "interview-to-hold"]  # key, then the moment

# These are about a link, a partner, a region or many applications; they are found under Mails by
# their address.
ELSEWHERE = [
    "apply-again",
    "call-agreed",
    "call-off",
    "call-proposed",
    "checklist-due",
    "confirmation-returned",
    "draft-idle",
    "link-again",
    "member-changed",
    "member-invited",
    "member-removed",
    "partner-letter",
    "partnership-ends",
    "partnership-kept",
    "region-free",
    "region-open",
    "renewals-waiting",
    "requirement-changed",
    "requirement-proposal-answered",
    "requirement-proposal-taken-back",
    "requirement-proposed",
    "report-reopened",
    "report-sent",
    "reviews-assigned",
    "reviews-due",
    "reviews-late",
    "reviews-taken-back",
    "supply-sent",
    "waiting-open",
    "week-ahead",
    "words-of-a-letter",
    "year-answered",
    "year-answered-for-you",
    "year-opened",
]


def mails_about(
    application: Application, moves, requests, offers, *, asked=(), interviews=()
) -> QuerySet[Message]:
    """Return the mails about an application and about these records of it, the first first."""
    return (
        Message.objects.filter(
            _of(OF_DRAFT, [application.code])
            | _of(OF_APPLICATION, [application.pk])
            | _of(OF_MOVE, [move.pk for move in moves])
            | _of(OF_REQUEST, [request.pk for request in requests])
            | _of(OF_OFFER, [offer.pk for offer in offers])
            | _of(OF_REFERENCE, asked)
            | _of(OF_INTERVIEW, interviews)
            | _of_times(interviews)
        )
        .defer("text", "secret", "error")
        .order_by("written_at", "pk")
    )


def mails_left(messages: QuerySet[Message], user) -> QuerySet[Message]:
    """Leave out the mails about applications from which a person stepped aside."""
    for application in Application.objects.filter(recusals__reviewer=user).select_related("draft"):
        about = mails_about(
            application,
            application.changes.all(),
            application.change_requests.all(),
            application.offers.all(),
            asked=ReferenceRequest.objects.filter(reference__application=application).values_list(
                "pk", flat=True
            ),
            interviews=application.interviews.values_list("pk", flat=True),
        )
        messages = messages.exclude(pk__in=about.order_by().values("pk"))
    return messages


def _of(kinds, occasions):
    return Q(what__in=kinds, occasion__in=[str(occasion) for occasion in occasions])


def _of_times(interviews):
    found = Q(pk__in=[])
    for key in interviews:
        found |= Q(what__in=OF_A_TIME, occasion__startswith=f"{key} ")
    return found
