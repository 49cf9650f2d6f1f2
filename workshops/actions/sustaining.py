"""What a partner says of its funding: what a year costs it, and what it has found elsewhere."""

from decimal import Decimal

from django.db import transaction

from applications.models import Partner, SchoolYear
from workshops.models import FundingNeed, OtherFunding


@transaction.atomic
def say_what_it_costs(
    partner: Partner, school_year: SchoolYear, *, amount: Decimal, note: str
) -> FundingNeed:
    """Say, or say anew, what a school year costs a partner."""
    need, _ = FundingNeed.objects.update_or_create(
        partner=partner, school_year=school_year, defaults={"amount": amount, "note": note}
    )
    return need


@transaction.atomic
def add_funding(funding: OtherFunding, *, by) -> OtherFunding:
    """Add money that a partner has found. Added twice, as by pressing twice, it is the first."""
    Partner.objects.select_for_update(of=["self"]).get(pk=funding.partner_id)
    fields = ["school_year", "source", "amount", "since", "note"]
    same = funding.partner.other_funding.filter(**{name: getattr(funding, name) for name in fields})
    if found := same.first():
        return found
    funding.by = by
    funding.save()
    return funding


@transaction.atomic
def take_out(funding: OtherFunding) -> None:
    """Delete money that did not come after all; its history stays."""
    funding.delete()
