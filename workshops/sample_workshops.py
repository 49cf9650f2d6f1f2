"""Workshops of a large sample: in every status, led, with who comes, was there and answered."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import product
from random import Random

from applications.models import Partner, PartnerYear
from applications.registry import sample_records
from facilitators.models import Facilitator
from plp.core.codes import ALPHABET
from workshops.models import (
    Assignment,
    AssignmentStatusChange,
    Booking,
    Session,
    Teacher,
    Workshop,
    WorkshopStatusChange,
)
from workshops.sample_people import come

TEACHERS = 40  # of each partner, of whom some come to each workshop
LEADERS = 10  # of each partner, who lead its workshops in turn
AT_ONCE = 50  # partners whose workshops are in memory at a time
BEFORE, AHEAD = 60, 300  # days around today on which the second half takes place

NINE, HALF_PAST_THREE = time(9), time(15, 30)
PASSED = ["completed"] * 11 + ["cancelled"]
TO_COME = ["open"] * 6 + ["planned"] * 5 + ["cancelled"]
ANSWERS = ["confirmed"] * 7 + ["asked", "penciled", "declined"]


@sample_records
def load(partners, on: date, dice: Random, *, workshops: int, **sizes) -> None:
    """Write so many workshops of each partner, with all that hangs on them."""
    codes = _codes()
    people = list(Facilitator.objects.order_by("pk")[: LEADERS * len(partners)])
    led_by = _each(partners, people, LEADERS)
    for start in range(0, len(partners), AT_ONCE):
        some = partners[start : start + AT_ONCE]
        made = _plan(some, on, dice, codes, workshops)
        _lead(made, led_by, dice)
        come(made, _teachers(some), dice)


def _each(partners, rows, number):
    """Share rows out among partners, by the key of each."""
    return {p.pk: rows[n * number : (n + 1) * number] for n, p in enumerate(partners)}


def _codes() -> Iterator[str]:
    for letters in product(ALPHABET, repeat=4):
        first, *others = letters
        yield f"CCC{first}-{''.join(others)}"


def _plan(partners, on, dice, codes, number) -> list[Workshop]:
    """Write workshops, each with one day, and the moves that brought them where they are."""
    years = PartnerYear.objects.filter(partner__in=partners).order_by("partner", "pk")
    related = ["partner__region", "program_year__school_year"]
    rows = list(years.select_related(*related).prefetch_related("program_year__courses"))
    days = [_days(year, on, dice, -(-number // 2), at) for at, year in enumerate(rows)]
    made = Workshop.objects.bulk_create(
        _workshop(year, n, day, on, dice, next(codes))
        for year, some in zip(rows, days, strict=True)
        for n, day in enumerate(some)
    )
    dated = zip(made, (day for some in days for day in some), strict=True)
    sessions = Session.objects.bulk_create(_session(workshop, day) for workshop, day in dated)
    for session in sessions:
        session.workshop.days = [session]
    WorkshopStatusChange.objects.bulk_create(
        WorkshopStatusChange(workshop=w, old="planned", new=w.status)
        for w in made
        if w.status != "planned"
    )
    return made


def _days(year, on, dice, number, at):
    """Choose days, of which no two of one partner are the same: the first half fills the school
    year, the second one lies around today."""
    if at % 2:
        return sorted(on + timedelta(days=d) for d in dice.sample(range(-BEFORE, AHEAD), number))
    first = year.program_year.school_year.first_day
    all_days = (first + timedelta(days=d) for d in range(365))
    free = [d for d in all_days if not -BEFORE <= (d - on).days < AHEAD]
    return sorted(dice.sample(free, min(number, len(free))))


def _workshop(year, n, day, on, dice, code):
    courses = list(year.program_year.courses.all())
    status = "in_progress" if day == on else dice.choice(PASSED if day < on else TO_COME)
    return Workshop(
        code=code,
        partner_year=year,
        course=courses[n % len(courses)],
        number=n // len(courses) + 1,
        venue="The library",
        address=f"1 Main Street, {year.partner.region.city}",
        zone=year.partner.region.zone,
        capacity=dice.choice([20, 24, 30]),
        sign_up=dice.choice(["group", "open"]),
        status=status,
    )


def _session(workshop, day):
    session = Session(workshop=workshop, day=day, begins=NINE, ends=HALF_PAST_THREE)
    session.find_moments()
    return session


def _lead(workshops, leaders, dice):
    """Let the facilitators of each partner lead in turn; who is confirmed is booked."""
    made = Assignment.objects.bulk_create(
        Assignment(
            workshop=workshop,
            facilitator=leaders[workshop.partner.pk][n % LEADERS],
            status="confirmed" if workshop.status == "completed" else dice.choice(ANSWERS),
        )
        for n, workshop in enumerate(workshops)
    )
    AssignmentStatusChange.objects.bulk_create(
        AssignmentStatusChange(assignment=row, old="penciled", new=new)
        for row in made
        for new in ([] if row.status == "penciled" else sorted({"asked", row.status}))
    )
    Booking.objects.bulk_create(
        Booking.of(row, session)
        for row in made
        if row.status == "confirmed" and row.workshop.status != "cancelled"
        for session in row.workshop.days
    )


def _teachers(partners: list[Partner]) -> dict[int, list[Teacher]]:
    made = Teacher.objects.bulk_create(
        Teacher(
            name=f"Learner {n} of {partner.pk}",
            email=f"learner{n}.{partner.pk}@sample.example",
            school=f"School {n // 8}",
            state=partner.region.state,
        )
        for partner in partners
        for n in range(TEACHERS)
    )
    return _each(partners, made, TEACHERS)
