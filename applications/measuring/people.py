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


def with_progress(rows: QuerySet[Membership], on: date) -> QuerySet[Membership]:
    """Add what is said of each: the share of full time, what was asked of them, and done."""
    asked = _asked(on)
    counts = {"items": _count(asked), "items_done": _count(asked.filter(_has_done()))}
    return rows.annotate(share=_share(), **counts).select_related("user")


@measures(Kind.MANAGER, describe=describe, detail=with_progress)
def managers(requirements: QuerySet[PartnerRequirement], on: date) -> QuerySet[Membership]:
    """Each program manager, done once all that the onboarding asked in that year is done.

    Who became one only after the year stands there for whoever was one then: that year asks
    nothing of them any more.
    """
    missing = _asked(on).exclude(_has_done())
    is_through = Q(~Exists(missing)) | Q(since__date__gt=F("year_ends"))
    return _managing(requirements).annotate(done=Case(When(is_through, then=True), default=False))


def _managing(requirements):
    # The partners by themselves, too: by the requirement alone, SQLite reads all members.
    partners = requirements.order_by().values("partner_year__partner")
    return (
        Membership.objects.filter(partner__in=partners, may_manage=True)
        .annotate(
            requirement=F(ASKED),
            year=F("partner__years"),
            program=F(f"{YEAR}__program"),
            year_ends=window(ASKED, f"{YEAR}__school_year")[1],
            worth=Value(Decimal(1), output_field=DecimalField()),
        )
        .filter(requirement__in=requirements.values("pk"))
    )


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
