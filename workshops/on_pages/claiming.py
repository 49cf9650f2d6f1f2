"""What the pages of partners say of reimbursement: what to ask for, and by when."""

from django.urls import reverse

from applications.models import Partner
from applications.registry import (
    KeyDate,
    Look,
    NextStep,
    Right,
    key_dates,
    next_steps,
    open_matters,
)
from plp.core.texts import counted
from workshops.models import Reimbursement
from workshops.money.looking import waiting
from workshops.money.periods import period_of

Kind, Status = Reimbursement.Kind, Reimbursement.Status


@next_steps
def send_requests(look: Look) -> list[NextStep]:
    """Requests that are begun and not sent, or that we returned."""
    return [
        _step(
            request.partner,
            f"request {request.key}",
            _what(request),
            reverse("workshops:request", args=[request.partner, request.key]),
            f"We wrote: {request.word}" if request.is_returned and request.word else "",
        )._replace(is_returned=request.is_returned)
        for request in look.once(waiting).requests
    ]


def _what(request):
    named = request.kind in {Kind.EVENT, Kind.INVOICE}  # by whoever typed it
    about = f"“{request.about}”" if named else request.about
    if request.is_returned:
        return f"Look again at your request for {about}: we returned it"
    return f"Send your request for {about}, or withdraw it"


@next_steps
def ask_for_groups(look: Look) -> list[NextStep]:
    """Teacher groups with completed workshop days that nobody has asked for."""
    return [
        _step(
            group.partner,
            f"claim group {group.key}",
            f"Ask for reimbursement: {group.course}",
            reverse("workshops:requests", args=[group.partner]),
            f"{counted(group.days - group.claimed, 'workshop day')} completed, and not asked for.",
        )
        for group in look.once(waiting).groups
        if group.is_to_claim
    ]


def _step(partner, key, what, url, more):
    return NextStep(partner, key, what, url, more=more, right=Right.MONEY, is_of_money=True)


@key_dates
def costs_of_events(look: Look) -> list[KeyDate]:
    """Until when the costs of completed events can be claimed."""
    return [
        KeyDate(event.claim_by, event.claim_by, f"Last day to claim what it cost: {event.title}")
        for event in look.once(waiting).events
        if not event.is_planned and event.claim_within
    ]


@key_dates
def period_ends(look: Look) -> list[KeyDate]:
    """The end of the reimbursement period, where there is something to ask for."""
    found = look.once(waiting)
    if not (found.requests or any(group.is_to_claim for group in found.groups)):
        return []
    last = period_of(look.on).last
    return [KeyDate(last, last, "Last day of this reimbursement period")]


@open_matters
def not_settled(partner: Partner, on) -> list[str]:
    """Requests that are not paid yet, or not sent."""
    rows = Reimbursement.objects.of(partner)
    unsent = rows.with_partner().count()
    unpaid = rows.filter(status__in=[Status.SENT, Status.APPROVED]).count()
    return [
        *([f"{counted(unsent, 'reimbursement request')} begun and not sent."] * bool(unsent)),
        *([f"{counted(unpaid, 'reimbursement request')} sent and not paid."] * bool(unpaid)),
    ]
