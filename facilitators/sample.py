"""Facilitators of a large sample: all over the country, with what they may lead and when not."""

from datetime import timedelta
from random import Random

from applications.models import Course, SchoolYear, ZipCode
from applications.registry import sample_records
from facilitators.models import Accreditation, Contract, Facilitator, Unavailability

EACH = 10  # so many for each partner
GIVEN_NAMES = """Abel Agnes Basil Clara Dora Edgar Fern Gus Hattie Ivo Jonas Kit Lena Milo Nell
Oscar Pearl Quincy Rosa Silas Tilda Una Victor Wilma Xenia Yusuf Zelda"""
FAMILY_NAMES = """Applecart Buttonwood Candlewick Dovetail Eggcup Featherstone Gooseberry Hatbox
Inkpot Jellybean Kettledrum Lampshade Matchbox Nightjar Oatcake Peppercorn Quiltmaker Rainbarrel
Saltmarsh Tinderbox Umbrellastand Velveteen Windowsill Yarnball"""
GIVEN, FAMILY = GIVEN_NAMES.split(), FAMILY_NAMES.split()


@sample_records
def load(partners, on, dice: Random, **sizes) -> None:
    """Write facilitators, one in ten of them not accredited any more."""
    zips = list(ZipCode.objects.order_by("code").values_list("code", flat=True))
    courses = list(Course.objects.order_by("pk"))
    made = Facilitator.objects.bulk_create(
        Facilitator(
            name=f"{GIVEN[n % len(GIVEN)]} {FAMILY[n // len(GIVEN) % len(FAMILY)]}",
            email=f"facilitator{n}@sample.example",
            home_zip=dice.choice(zips),
            travels_up_to=dice.choice([25, 50, 100, 100, 250]),
            bio="Teaches at a high school, and has led workshops for teachers since then.",
        )
        for n in range(EACH * len(partners))
    )
    Accreditation.objects.bulk_create(
        _accreditation(each, course, on, dice)
        for each in made
        for course in dice.sample(courses, dice.randint(1, len(courses)))
    )
    Unavailability.objects.bulk_create(_away(each, on, dice) for each in made)
    _sign(partners, made, courses, on)


def _sign(partners, people, courses, on):
    """Let each partner have contracts with half of its share of people, for all courses."""
    signed = Contract.objects.bulk_create(
        Contract(
            code=f"SAMPLE{n}{place}",
            partner=partner,
            facilitator=people[n * EACH + place],
            school_year=year,
            day_rate=500,
            first_day=on - timedelta(days=4_000),
            last_day=on + timedelta(days=700),
            status=Contract.Status.IN_FORCE,
        )
        for year in SchoolYear.objects.order_by("first_day")[:1]
        for n, partner in enumerate(partners)
        for place in range(EACH // 2)
    )
    through = Contract.courses.through
    through.objects.bulk_create(
        through(contract=contract, course=course) for contract in signed for course in courses
    )


def _accreditation(facilitator, course, on, dice):
    ends = on + timedelta(days=dice.randint(-60, 540))
    first_day = ends - timedelta(days=730)
    return Accreditation(facilitator=facilitator, course=course, first_day=first_day, last_day=ends)


def _away(facilitator, on, dice):
    day = on + timedelta(days=dice.randint(0, 300))
    last_day = day + timedelta(days=dice.randint(0, 14))
    return Unavailability(facilitator=facilitator, first_day=day, last_day=last_day)
