"""What a partner's school years cost, and what it has found elsewhere to pay for them."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from applications.models import Partner, PartnerYear, SchoolYear
from workshops.models import FundingNeed, OtherFunding


class Year(NamedTuple):
    """A school year with what it costs, as the partner reckons, and what is found for it."""

    school_year: SchoolYear
    need: FundingNeed | None
    rows: list[OtherFunding]

    @property
    def found(self):
        return sum((row.amount for row in self.rows), Decimal(0))

    @property
    def missing(self):
        return max(self.need.amount - self.found, Decimal(0)) if self.need else Decimal(0)


def school_years(partner: Partner) -> QuerySet[SchoolYear]:
    """Return those for which a partner can say what it needs and has found: from its first on."""
    begun = PartnerYear.objects.filter(
        partner=partner, program_year__school_year__first_day__lte=OuterRef("first_day")
    )
    return SchoolYear.objects.filter(Exists(begun)).order_by("first_day")


def years_of(partner: Partner) -> list[Year]:
    """Return the school years of a partner, the first one first."""
    needs = {row.school_year_id: row for row in FundingNeed.objects.filter(partner=partner)}
    rows = defaultdict(list)
    for row in OtherFunding.objects.filter(partner=partner).order_by("since", "pk"):
        rows[row.school_year_id].append(row)
    return [Year(each, needs.get(each.pk), rows[each.pk]) for each in school_years(partner)]
