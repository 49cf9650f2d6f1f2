"""Partners of a large sample, with what two program years ask of each and what counts for it."""

import random
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from applications import sample_names
from applications.actions import open_year
from applications.models import (
    Confirmation,
    ManagerShare,
    Membership,
    OnboardingDone,
    OnboardingItem,
    Partner,
    PartnerYear,
    Pin,
    ProgressCall,
    Region,
)
from plp.core.models import User

SERVED = 20  # regions of the program that have a partner
CALLS = 4  # a year
YEARS = 2
ENDED = 25  # one partner in so many has left


def load(program, number: int, on: date, dice: random.Random) -> list[Partner]:
    """Write so many partners, each in a region of its own; those beyond the program's regions are
    in fictional ones, which no map shows."""
    regions = _regions(program, number)
    years = list(program.years.select_related("school_year").order_by("number")[:YEARS])
    made = [_partner(n, region, on) for n, region in enumerate(regions, start=1)]
    opened = [open_year(partner, year) for partner, year in product(made, years)]
    PartnerYear.objects.filter(pk__in=[year.pk for year in opened]).update(status="confirmed")
    people = _people(made)
    _share(opened)
    _confirm(opened, dice)
    _call(opened, dice)
    _onboard(program, people, dice)
    for partner in made[ENDED - 1 :: ENDED]:
        partner.ended_on = on - timedelta(days=30)
        partner.save()
    return made


def _regions(program, number):
    pins = Pin.objects.filter(program=program).select_related("region").order_by("pk")
    known = [pin.region for pin in pins[: min(SERVED, number)]]
    like = pins[0].region
    return known + Region.objects.bulk_create(
        Region(
            slug=f"sample-{n}",
            name=f"Sample region {n}",
            city=sample_names.city(n),
            state=pins[n % len(pins)].region.state,
            latitude=like.latitude,
            longitude=like.longitude,
            zone=like.zone,
            population_served=100_000 + n,
            population_within_80km=90_000 + n,
            population_as_of=like.population_as_of,
        )
        for n in range(number - len(known))
    )


def _partner(n, region, on):
    return Partner.objects.create(
        organization=f"{sample_names.city(n)} Partner {n}",
        region=region,
        started_on=on - timedelta(days=400),
    )


def _people(partners):
    """Write a program manager and a signatory of each partner."""
    people = []
    for n, partner in enumerate(partners, start=1):
        manager = User.objects.create(email=f"member{n}@sample.example", name=f"Member {n}")
        signatory = User.objects.create(email=f"signs{n}@sample.example", name=f"Signatory {n}")
        Membership.objects.create(partner=partner, user=manager, may_manage=True)
        Membership.objects.create(partner=partner, user=signatory, may_sign=True)
        people.append(manager)
    return people


def _share(years):
    """Let each program manager give a quarter of full time in each year."""
    managers = Membership.objects.filter(may_manage=True, partner__years__in=years)
    of_partner = {member.partner_id: member for member in managers}
    ManagerShare.objects.bulk_create(
        ManagerShare(member=of_partner[year.partner_id], year=year, fte="0.25") for year in years
    )


def _confirm(years, dice):
    """Let most partners confirm what only they can say."""
    Confirmation.objects.bulk_create(
        Confirmation(
            requirement=row,
            text="Our board has set the money aside.",
            done_on=year.program_year.school_year.first_day,
            valid_until=year.program_year.school_year.last_day,
        )
        for year in years
        for row in year.requirements.filter(requirement__kind__in=["funding", "privacy"])
        if dice.random() < 0.8
    )


def _call(years, dice):
    calls = []
    for year in years:
        first = year.program_year.school_year.first_day
        for n in range(CALLS):
            day = first + timedelta(days=30 + 80 * n + dice.randint(0, 30))
            zone = ZoneInfo(year.partner.region.zone)
            calls.append(
                ProgressCall(
                    partner_year=year,
                    at=datetime.combine(day, time(10), tzinfo=zone),
                    how="By phone.",
                    status=dice.choice(["completed", "completed", "agreed", "called_off"]),
                )
            )
    ProgressCall.objects.bulk_create(calls)


def _onboard(program, people, dice):
    items = list(OnboardingItem.objects.filter(program=program))
    OnboardingDone.objects.bulk_create(
        OnboardingDone(item=item, user=user)
        for user in people
        for item in items
        if dice.random() < 0.9
    )
