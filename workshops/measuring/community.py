"""How meetups, Hours of Code and fairs count for what a partner has promised."""

from decimal import Decimal

from django.db.models import BooleanField, Case, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from applications.models import PartnerRequirement
from applications.registry import Counted, measures
from workshops.models import CommunityEvent

ASKED = "partner__years__requirements"
YEAR = "partner__years__program_year__school_year"

# The kind of requirement that an event meets by its own kind.
MET = Case(
    *(When(kind=kind, then=Value(asked)) for kind, asked in CommunityEvent.MEETS.items()),
)


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


@measures(*CommunityEvent.MEETS.values(), describe=describe)
def community_events(requirements: QuerySet[PartnerRequirement]) -> QuerySet[CommunityEvent]:
    """The events of a requirement's partner that begin within its window, or else its school year.

    Each is worth 1, whether it is the partner's own or one that it joined.
    """
    window = (
        Coalesce(F(f"{ASKED}__window_from"), F(f"{YEAR}__first_day")),
        Coalesce(F(f"{ASKED}__window_until"), F(f"{YEAR}__last_day")),
    )
    return (
        CommunityEvent.objects.live()
        .alias(met=MET)
        .filter(
            Q(**{f"{ASKED}__in": requirements.order_by().values("pk")}),
            Q(**{f"{ASKED}__requirement__kind": F("met")}),
            first_day__range=window,
        )
        .annotate(
            requirement=F(ASKED),
            done=Case(
                When(status=CommunityEvent.Status.COMPLETED, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
            worth=Value(Decimal(1), DecimalField(max_digits=6, decimal_places=1)),
        )
    )
