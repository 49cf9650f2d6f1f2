"""That a partner has a program manager who has done the onboarding."""

from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from applications.measures import Counted, Kind, measures, window
from applications.models import (
    ManagerShare,
    Membership,
    OnboardingDone,
    OnboardingItem,
    PartnerRequirement,
)
from applications.promises import full_time
from plp.core.days import pacific_day

ASKED = "partner__years__requirements"
YEAR = "partner__years__program_year"


def describe(row) -> Counted:
    said = [f"{row.items_done} of {row.items} done"] if row.items else []
    if row.share is not None:
        said.insert(0, full_time(row.share))
    return Counted(
        str(row.user),
        row.worth,
        row.done,
        pacific_day(row.since),
        reverse("applications:people", args=[row.partner_id]),
        ", ".join(said),
    )


@measures(Kind.MANAGER, describe=describe)
def managers(requirements: QuerySet[PartnerRequirement], on: date) -> QuerySet[Membership]:
    """Each program manager, done once all that the onboarding asked in that year is done.

    Who became one only after the year stands there for whoever was one then: that year asks
    nothing of them any more.
    """
    asked, is_done = _asked(on), _has_done()
    is_through = Q(~Exists(asked.exclude(is_done))) | Q(since__date__gt=F("year_ends"))
    return (
        _managing(requirements)
        .annotate(share=_share(), items=_count(asked), items_done=_count(asked.filter(is_done)))
        .annotate(done=Case(When(is_through, then=True), default=False))
        .select_related("user")
    )


def _managing(requirements):
    return Membership.objects.annotate(
        requirement=F(ASKED),
        year=F("partner__years"),
        program=F(f"{YEAR}__program"),
        year_ends=window(ASKED, f"{YEAR}__school_year")[1],
        worth=Value(Decimal(1), output_field=DecimalField()),
    ).filter(requirement__in=requirements.values("pk"), may_manage=True)


def _asked(on):
    """Of a row of `_managing`, what was on the list in that year and is in force on a day."""
    items = OnboardingItem.objects.in_force(on)
    return items.filter(
        program=OuterRef("program"), from_day__lte=OuterRef("year_ends")
    ).with_thing()


def _has_done():
    """Whether the person of a row of `_managing` has done an item, in whatever wording."""
    of_person = OnboardingDone.objects.with_thing().filter(user=OuterRef(OuterRef("user")))
    return Exists(of_person.filter(thing=OuterRef("thing")))


def _share():
    of_year = ManagerShare.objects.filter(member=OuterRef("pk"), year=OuterRef("year"))
    return Subquery(of_year.values("fte")[:1])


def _count(items):
    found = items.order_by().values("program").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)
