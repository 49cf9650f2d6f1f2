"""What waits for staff in applying, and what closes soon, as the admin's first page says it."""

from datetime import timedelta

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.urls import reverse
from django.utils import timezone

from applications import renewals
from applications.mails_about import mails_left
from applications.models import (
    Application,
    ChangeRequest,
    Confirmation,
    Decision,
    Interest,
    Interview,
    Offer,
    Partner,
    PartnerYear,
    ProgramEvent,
    ProgressCall,
    Region,
    ReviewAssignment,
    Round,
)
from applications.models.likeness import likely
from applications.models.reviews import stepped_aside
from plp.core.days import PACIFIC, pacific_today
from plp.core.models import Message
from plp.core.queues import Closing, closing, hides, queue, there_for


def _city(region):
    return Concat(f"{region}__city", Value(", "), f"{region}__state")


_asked_at = ChangeRequest.objects.open().filter(application=OuterRef("pk"))

APPLICATION = {
    "model": Application,
    "called": "organization",
    "at": _city("pin__region"),
    "since": "submitted_at",
}
ASKED = {"since": Coalesce(Subquery(_asked_at.values("asked_at")[:1]), F("submitted_at"))}


# Whose rows lead to an application, and how: nobody finds there what they stepped aside from.
LEADS_TO = {
    Application: "pk",
    Decision: "application",
    Interview: "application",
    Offer: "application",
}
for model, path in LEADS_TO.items():
    hides(model, lambda rows, user, path=path: rows.exclude(stepped_aside(user, path)))
hides(Message, mails_left)


@queue(
    "my-reviews",
    "To be reviewed by you",
    position=0,
    look="review",
    empty="Nobody waits for your review.",
    model=ReviewAssignment,
    called="application__organization",
    at=_city("application__pin__region"),
    since=Coalesce("due_on", TruncDate("assigned_at", tzinfo=PACIFIC)),
    is_due=True,
    of="reviewer",
    listed={"whose": "mine"},
    may="applications.add_review",
    leads="application",
    opens="applications_application_review",
)
def my_reviews(assignments):
    return assignments.open()


@queue(
    "new",
    "New",
    position=1,
    look="received",
    empty="No application has come that nobody reads.",
    **APPLICATION,
)
def new(applications):
    return applications.new()


@queue(
    "in-review",
    "In review",
    position=2,
    look="review",
    empty="Start reviewing a new one, and it stands here.",
    **APPLICATION,
)
def in_review(applications):
    return applications.in_review()


@queue(
    "changes-requested",
    "Waiting for the applicant",
    position=3,
    look="need",
    empty="No applicant owes us changes.",
    **APPLICATION | ASKED,
)
def changes_requested(applications):
    return applications.waiting_for_applicant()


@queue(
    "waiting-list",
    "Waiting list",
    position=4,
    look="waiting",
    empty="Nobody waits for a region to come free.",
    is_due=True,
    **APPLICATION | {"since": "waiting_until"},
)
def waiting_list(applications):
    return applications.on_waiting_list().for_taken_regions()


@queue(
    "next-in-line",
    "Next in line",
    position=5,
    look="waiting",
    empty="Who waits for a region that has come free stands here.",
    is_due=True,
    **APPLICATION | {"since": "waiting_until"},
)
def next_in_line(applications):
    return applications.on_waiting_list().for_free_regions()


@queue(
    "ready-to-announce",
    "Ready to announce",
    position=6,
    look="offer",
    empty="Decide on an application and announce it later, and it stands here.",
    model=Decision,
    called="application__organization",
    at=_city("region"),
    since="made_at",
)
def ready_to_announce(decisions):
    return decisions.ready()


@queue(
    "offers-out",
    "Offers out",
    position=7,
    look="offer",
    empty="No offer waits for an answer.",
    model=Offer,
    called="application__organization",
    at=_city("region"),
    since="reply_by",
    is_due=True,
)
def offers_out(offers):
    return offers.announced()


@queue(
    "interviews",
    "Interviews",
    position=8,
    look="track",
    empty="No interview is to be held.",
    model=Interview,
    called="application__organization",
    at=_city("application__pin__region"),
    since=TruncDate(Coalesce("at", "proposed_at"), tzinfo=PACIFIC),
    is_due=True,
)
def interviews(interviews):
    return interviews.for_staff()


@queue(
    "likely-duplicates",
    "Likely duplicates",
    position=9,
    look="need",
    empty="No two that wait seem to be of the same organization.",
    listed={"likeness": "yes"},
    may="applications.view_notthesame",
    **APPLICATION,
)
def likely_duplicates(applications):
    return likely(applications)


@queue(
    "confirmations",
    "Confirmations to verify",
    position=10,
    look="received",
    empty="No partner has confirmed anything that you have not looked at.",
    model=Confirmation,
    called="requirement__partner_year__partner__organization",
    at=_city("requirement__partner_year__partner__region"),
    since="given_at",
    may="applications.change_confirmation",
)
def confirmations(confirmations):
    return confirmations.to_verify()


_last_partner = Partner.objects.filter(region=OuterRef("pk")).order_by("-ended_on")
_last_day = Subquery(_last_partner.values("ended_on")[:1], output_field=DateField())
# In UTC, when the day after the last one begins in Pacific time.
FREE_AFTER = timedelta(hours=32)


@queue(
    "regions-awaited",
    "Free and awaited",
    position=11,
    look="open",
    empty="No region that a partner has left is waited for.",
    model=Region,
    called="city",
    at="state",
    since=ExpressionWrapper(Cast(_last_day, DateTimeField()) + Value(FREE_AFTER), DateTimeField()),
    may="applications.decide_application",
)
def regions_awaited(regions):
    """Regions that a partner has left, where nobody of those who wait was told that they are
    free."""
    of_it = {"region": OuterRef("pk")}
    waitlisted = Application.objects.on_waiting_list().filter(pin__region=OuterRef("pk"))
    occasion = Concat(
        Value("region "),
        Cast(OuterRef("pk"), TextField()),
        Value(" free since "),
        Cast(OuterRef("last_day"), TextField()),
        output_field=TextField(),
    )
    told = Message.objects.filter(what__in=["region-open", "waiting-open"], occasion=occasion)
    return (
        regions.unserved()
        .alias(last_day=_last_day)
        .filter(Exists(Interest.objects.filter(**of_it)) | Exists(waitlisted))
        .filter(~Exists(Offer.objects.unanswered().filter(**of_it)))
        .filter(Exists(Partner.objects.filter(**of_it)), ~Exists(told))
    )


@queue(
    "years-to-renew",
    "Years to confirm",
    position=12,
    look="unscheduled",
    empty="Every year that is opened is confirmed, or not renewed.",
    model=PartnerYear,
    called="partner__organization",
    at=_city("partner__region"),
    since="program_year__school_year__first_day",
    is_due=True,
)
def years_to_renew(years):
    return years.filter(status=PartnerYear.Status.TO_RENEW, partner__ended_on=None)


@queue(
    "to-renew",
    "Next year to open",
    position=13,
    look="waiting",
    empty="A month before a school year ends, its partners stand here until you open the next.",
    is_due=True,
    model=Partner,
    called="organization",
    at=_city("region"),
    since=F("last_day"),
    may="applications.change_partneryear",
)
def to_renew(partners):
    return renewals.to_open(partners, pacific_today())


@queue(
    "to-end",
    "Do not renew",
    position=13,
    look="overdue",
    empty="A partner that does not go on stands here until you set the last day.",
    is_due=True,
    model=Partner,
    called="organization",
    at=_city("region"),
    since=F("out_from"),
    may="applications.end_partner",
)
def to_end(partners):
    return renewals.to_end(partners)


@queue(
    "calls",
    "Progress calls",
    position=14,
    look="track",
    empty="No partner waits for your word on a call.",
    model=ProgressCall,
    called="partner_year__partner__organization",
    at=_city("partner_year__partner__region"),
    since=TruncDate("at", tzinfo=PACIFIC),
    is_due=True,
    may="applications.change_progresscall",
)
def progress_calls(calls):
    return calls.for_staff(timezone.now())


@closing("applications.view_offer")
def offers_lapse(on, until, user):
    offers = there_for(user, Offer.objects.announced().filter(reply_by__range=(on, until)))
    return [
        Closing(
            offer.reply_by,
            f"{offer.region}: the offer to {offer.application.organization} lapses",
            _change("offer", offer),
        )
        for offer in offers.select_related("application", "region").order_by("reply_by", "pk")[:10]
    ]


@closing("applications.view_partner")
def partnerships_end(on, until, user):
    partners = Partner.objects.active().filter(ends_on__range=(on, until))
    return [
        Closing(
            partner.ends_on,
            f"{partner.region}: the partnership with {partner} ends",
            _change("partner", partner),
        )
        for partner in partners.select_related("region").order_by("ends_on", "pk")[:10]
    ]


@closing("applications.view_round")
def periods_open_and_close(on, until, user):
    within = Q(opens_on__range=(on, until)) | Q(closes_on__range=(on, until))
    return [
        Closing(day, f"{row}: {what} day to apply ({row.program.slug})", _change("round", row))
        for row in Round.objects.filter(within).select_related("program")
        for day, what in [(row.opens_on, "first"), (row.closes_on, "last")]
        if day and on <= day <= until
    ]


@closing("applications.view_programevent")
def events_begin(on, until, user):
    events = ProgramEvent.objects.filter(first_day__range=(on, until))
    return [
        Closing(event.first_day, str(event), _change("programevent", event)) for event in events
    ]


def _change(model, record):
    return reverse(f"admin:applications_{model}_change", args=[record.pk])
