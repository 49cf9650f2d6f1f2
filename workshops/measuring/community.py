"""How meetups, Hours of Code and fairs count for what a partner has promised."""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial, reduce
from operator import or_

from django.db.models import BooleanField, Case, DecimalField, F, Q, QuerySet, Value, When
from django.urls import reverse

from applications.models import PartnerRequirement
from applications.registry import Counted, measures, window
from workshops.models import CommunityEvent

ASKED = "partner__years__requirements"
YEAR = "partner__years__program_year__school_year"


def describe(event: CommunityEvent) -> Counted:
    """Return an event as a person reads it behind a number."""
    return Counted(
        f"{event.get_kind_display()}: {event.title}",
        event.worth,
        event.done,
        event.first_day,
        reverse("workshops:community-event", args=[event.partner_id, event.pk]),
        f"You joined {event.joined}." if event.joined else "",
    )


def community_events(
    requirements: QuerySet[PartnerRequirement], kinds: Iterable[str] = CommunityEvent.Kind
) -> QuerySet[CommunityEvent]:
    """The events of a requirement's partner that begin within its window, or else its school year.

    Each is worth 1, whether it is the partner's own or one that it joined.
    """
    events = CommunityEvent.objects.live().filter(
        _met_by(kinds),
        Q(**{f"{ASKED}__in": requirements.order_by().values("pk")}),
        partner__in=requirements.order_by().values("partner_year__partner"),
        first_day__range=window(ASKED, YEAR),
    )
    return events.annotate(
        requirement=F(ASKED),
        done=Case(
            When(status=CommunityEvent.Status.COMPLETED, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        worth=Value(Decimal(1), DecimalField(max_digits=6, decimal_places=1)),
    )


def _met_by(kinds):
    """Match events of each kind with what they meet.

    Of one kind, both are constants: PostgreSQL plans badly what it would have to match by rows.
    """
    meets = [
        Q(**{"kind": kind, f"{ASKED}__requirement__kind": CommunityEvent.MEETS[kind]})
        for kind in kinds
    ]
    return reduce(or_, meets)


def _measure(requirements, on, *, kind):
    return community_events(requirements, [kind])


for kind, met in CommunityEvent.MEETS.items():
    measures(met, describe=describe)(partial(_measure, kind=kind))
