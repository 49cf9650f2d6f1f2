"""A school year of workshops of the demo's partners, in every status. Nothing here is real."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from applications.models import Partner, PartnerYear
from applications.registry import demo_records
from facilitators.models import Facilitator
from plp.core.models import User
from workshops import demo_attending, demo_venues
from workshops.actions import running
from workshops.actions.scheduling import Day, add_workshop
from workshops.models import Assignment, Booking, CountedAnyway, Workshop

SATURDAY = 5
NINE, NOON, ONE, HALF_PAST_THREE = time(9), time(12), time(13), time(15, 30)
HALF = "0.5"
COUNTS = "The lead fell ill the evening before, and the one who came leads for us next year."
WHY = {
    "declined": "I coach the robotics finals that weekend.",
    "released": "The workshop was moved to the other end of the region.",
}


class Plan(NamedTuple):
    """A workshop: days from today, its status, who leads it, by place, and how many come."""

    away: int
    status: str
    leads: Sequence[tuple[int, str]] = ()
    come: int = 0
    seats: int = 30
    is_exact: bool = False  # on that very day; else on a Saturday
    is_halves: bool = False  # two half-days instead of a whole one
    is_virtual: bool = False
    counts_anyway: bool = False
    offers: bool = False  # the last seat, which is free
    reason: str = ""


FIRST = [
    Plan(-47, "completed", [(1, "confirmed"), (6, "confirmed")], come=12),
    Plan(-19, "completed", [(3, "confirmed")], come=9, counts_anyway=True),
    Plan(0, "in_progress", [(1, "confirmed")], come=11, is_exact=True),
    Plan(21, "cancelled", [(8, "confirmed")], come=4, reason="The library has burst pipes."),
    Plan(42, "open", [(1, "confirmed"), (3, "asked")], come=12, seats=8),
    Plan(65, "planned", [(0, "asked")]),
    Plan(93, "planned", [(2, "penciled"), (7, "declined")], is_halves=True),
]
SECOND = [
    Plan(-33, "completed", [(0, "confirmed")], come=8),
    Plan(2, "open", [(4, "confirmed")], come=9, seats=6, is_exact=True, offers=True),
    Plan(45, "open", [(0, "confirmed")], come=6),
    Plan(80, "planned", [(4, "released"), (0, "asked")]),
]
OTHERS = [
    Plan(-12, "completed", [(6, "confirmed")], come=5),
    Plan(38, "open", come=5, is_virtual=True),
    Plan(73, "planned"),
]

# The moves of an assignment and of a workshop to where they stand.
ASKED = ["asked"]
LED = {
    "penciled": [],
    "asked": ASKED,
    "confirmed": [*ASKED, "confirmed"],
    "declined": [*ASKED, "declined"],
    "released": [*ASKED, "released"],
}
STOOD = {
    "planned": [],
    "open": ["open"],
    "cancelled": ["open", "cancelled"],
    "in_progress": ["open", "in_progress"],
    "completed": ["open", "in_progress", "completed"],
}


@demo_records
def load(on: date) -> None:
    """Give the first two partners full years, and the others what they have planned so far."""
    people = list(Facilitator.objects.order_by("pk"))
    for number, partner in enumerate(Partner.objects.active().order_by("pk")):
        year = _running(partner, on)
        courses = year and list(year.program_year.courses.order_by("code")[:1])
        if courses:
            plans = [FIRST, SECOND][number] if number < 2 else OTHERS
            # Nobody leads two at once: those of the others are on one day.
            turn = max(number - 2, 0)
            _Year(year, courses[0], people[turn:] + people[:turn], on).load(plans)


def _running(partner, on):
    school_year = "program_year__school_year"
    first, last = f"{school_year}__first_day__lte", f"{school_year}__last_day__gte"
    years = partner.years.filter(**{first: on, last: on})
    return years.select_related("partner__region", school_year).first()


class _Year:
    """Who plans a partner's year of one course, and who leads."""

    def __init__(self, year: PartnerYear, course, people, on):
        self.year, self.course, self.people, self.on = year, course, people, on
        member = year.partner.memberships.filter(may_manage=True).first()
        self.manager = member and member.user

    def load(self, plans):
        demo_venues.wish(self.year.partner, self.on)
        school_year, counted = self.year.program_year.school_year, 0
        begins = max(school_year.first_day, self.year.partner.started_on)
        for plan in plans:
            day = self._day(plan)
            if begins <= day <= school_year.last_day:
                counted += plan.status != "cancelled"
                self._make(plan, day, number=max(counted, 1))

    def _day(self, plan):
        """Return its day, or the nearest Saturday that is farther from today."""
        day = self.on + timedelta(days=plan.away)
        if plan.is_exact:
            return day
        ahead = (SATURDAY - day.weekday()) % 7
        return day + timedelta(days=ahead if plan.away > 0 else ahead - 7 if ahead else 0)

    def _make(self, plan, day, number):
        workshop = add_workshop(
            self.year,
            self.course,
            _days(day, plan),
            number=number,
            capacity=plan.seats,
            sign_up=Workshop.SignUp.OPEN if plan.is_virtual else Workshop.SignUp.GROUP,
            zone=self.year.partner.region.zone,
            **demo_venues.place(self.year.partner, plan.is_virtual),
        )
        self._move(workshop, plan)
        for place, status in plan.leads:
            self._lead(workshop, place, status)
        demo_attending.load(workshop, plan.come, self.manager, offers=plan.offers)
        if workshop.is_to_come:
            demo_venues.prepare(workshop, self.manager, self.on)
        if plan.counts_anyway:
            staff = User.objects.filter(is_staff=True).order_by("pk").first()
            CountedAnyway.objects.create(workshop=workshop, reason=COUNTS, by=staff)

    def _move(self, workshop, plan):
        first = workshop.sessions.earliest("day")
        moments = {
            "open": first.begins_at - timedelta(days=60),
            "cancelled": datetime.combine(self.on, NINE, workshop.tz) - timedelta(days=3),
            "in_progress": first.begins_at - timedelta(minutes=20),
            "completed": first.ends_at + timedelta(minutes=10),
        }
        for status in STOOD[plan.status]:
            note = plan.reason if status == "cancelled" else ""
            workshop.move(status, by=self.manager, note=note)
            workshop.changes.filter(new=status).update(at=moments[status])
            if status == "in_progress":
                running.give_codes(workshop)

    def _lead(self, workshop, place, status):
        first_of_its = not workshop.assignments.active().exists()
        role = Assignment.Role.LEAD if first_of_its else Assignment.Role.CO_LEAD
        row = Assignment.objects.create(
            workshop=workshop, facilitator=self.people[place], role=role
        )
        for step in LED[status]:
            row.move(step, by=self.manager, note=WHY.get(step, ""))
        if status == "confirmed" and workshop.status != "cancelled":
            _book(row)


def _days(day, plan):
    if plan.is_halves:
        return [
            Day(day, NINE, NOON, HALF),
            Day(day + timedelta(days=7), ONE, time(16), HALF),
        ]
    return [Day(day, NINE, HALF_PAST_THREE)]


def _book(row):
    Booking.objects.bulk_create(Booking.of(row, each) for each in row.workshop.sessions.all())
