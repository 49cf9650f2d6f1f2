"""How a partner likes its workshops, and on which days it wants none."""

from django.db import transaction

from applications.models import Partner
from workshops.models import Blackout, PlanningWishes


@transaction.atomic
def keep_wishes(partner: Partner, wishes: PlanningWishes) -> None:
    """Save the wishes of a partner, also where somebody saved its first ones meanwhile."""
    _lock(partner)
    wishes.partner = partner
    before = PlanningWishes.objects.filter(partner=partner).first()
    if before and wishes.pk is None:
        wishes.pk = before.pk
        wishes._state.adding = False
    wishes.save()


@transaction.atomic
def close(partner: Partner, blackout: Blackout) -> Blackout:
    """Add days without workshops; added twice, as by pressing twice, they are there once."""
    _lock(partner)
    same = partner.blackouts.filter(
        first_day=blackout.first_day, last_day=blackout.last_day, note=blackout.note
    ).first()
    if same is None:
        blackout.partner = partner
        blackout.save()
    return same or blackout


def _lock(partner):
    Partner.objects.select_for_update(of=["self"]).get(pk=partner.pk)
