"""What waits for staff about workshops, as the admin's first page says it."""

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf

from plp.core.days import pacific_today
from plp.core.queues import queue
from workshops.leading import without_lead
from workshops.left_open import for_staff
from workshops.models import PaymentBatch, Reimbursement, Session, Supply, Workshop
from workshops.money.since import SINCE

SOON = timedelta(days=45)
REQUEST = {
    "model": Reimbursement,
    "called": "partner_year__partner__organization",
    "at": Coalesce(F("cohort__course__name"), F("event__title"), F("title")),
    "since": SINCE,
}


@queue(
    "supplies",
    "Supplies to send",
    position=44,
    look="need",
    empty="What partners ask you to send for a workshop stands here until you note that you did.",
    is_due=True,
    model=Supply,
    called="what",
    at=F("workshop__partner_year__partner__organization"),
    since="needed_by",
    may="workshops.change_supply",
)
def supplies_to_send(supplies):
    return supplies.to_send()


@queue(
    "workshops-without-facilitator",
    "Workshops without a facilitator",
    position=42,
    look="need",
    empty="Every workshop of the next 45 days has a confirmed lead.",
    is_due=True,
    model=Workshop,
    called="partner_year__partner__organization",
    at=Concat("course__name", Value(" "), "number", output_field=TextField()),
    since="first_day",
    may="workshops.change_workshop",
)
def without_facilitator(workshops):
    """Those of the next weeks that are to come and that nobody is confirmed to lead."""
    on = pacific_today()
    soon = (on, on + SOON)
    # First those that have a day so soon: of all workshops, the first day is long in finding.
    near = workshops.filter(pk__in=Session.objects.filter(day__range=soon).values("workshop"))
    days = Session.objects.filter(workshop=OuterRef("pk")).order_by("day").values("day")
    first_day = Subquery(days[:1])
    return without_lead(near).alias(first_day=first_day).filter(first_day__range=soon)


@queue(
    "left-in-progress",
    "Workshops left in progress",
    position=45,
    look="overdue",
    empty="A month after its last day, a workshop that nobody has ended stands here.",
    model=Workshop,
    called=Coalesce(NullIf("title", Value("")), F("course__name")),
    at=F("partner_year__partner__organization"),
    since="open_since",
    is_due=True,
    may="workshops.run_workshop",
)
def left_in_progress(workshops):
    """Those of whose end their managers were reminded in vain."""
    return for_staff(workshops, pacific_today())


@queue(
    "requests-to-decide",
    "Reimbursement requests to decide",
    position=46,
    look="waiting",
    empty="No partner waits for your answer on a request.",
    may="workshops.decide_reimbursement",
    **REQUEST,
)
def requests_to_decide(requests):
    return requests.sent()


@queue(
    "requests-to-pay",
    "Approved requests to pay",
    position=47,
    look="track",
    empty="Every approved request is in a payment batch.",
    may="workshops.pay_paymentbatch",
    **REQUEST,
)
def requests_to_pay(requests):
    return requests.to_pay()


@queue(
    "batches-to-pay",
    "Payment batches to mark paid",
    position=48,
    look="need",
    empty="A batch that you have made and not marked paid stands here.",
    model=PaymentBatch,
    called="code",
    since="made_at",
    may="workshops.pay_paymentbatch",
)
def batches_to_pay(batches):
    return batches.filter(status=PaymentBatch.Status.MADE)
