"""Teachers, who comes to the program's events, and communities of a large sample."""

from datetime import timedelta
from random import Random

from applications.models import Membership, ProgramEvent, SchoolYear
from applications.registry import sample_records
from workshops.models import Cohort, CohortTeacher, CommunityEvent, EventRegistration, Teacher

TEACHERS = 8  # of each partner
EVENTS = 6  # of each partner and school year
KINDS = ["meetup", "meetup", "meetup", "meetup", "hour_of_code", "fair"]


@sample_records
def load(partners, on, dice: Random, **sizes) -> None:
    """Write teachers with a group, registrations for the sessions, and community events."""
    years = list(SchoolYear.objects.order_by("first_day")[:2])
    _plan(partners, years, dice)
    session = ProgramEvent.objects.filter(kind="summer_session").order_by("first_day").first()
    course = session.program_year.courses.first()
    teachers = Teacher.objects.bulk_create(
        Teacher(name=f"Teacher {n}", email=f"teacher{n}@sample.example", school=f"School {n // 8}")
        for n in range(TEACHERS * len(partners))
    )
    of_partner = {p: teachers[i * TEACHERS : (i + 1) * TEACHERS] for i, p in enumerate(partners)}
    _group(of_partner, course, session.program_year.school_year)
    _register(of_partner, session)


def _plan(partners, years, dice):
    CommunityEvent.objects.bulk_create(
        _event(partner, year, kind, dice)
        for partner in partners
        for year in years
        for kind in KINDS[:EVENTS]
    )


def _event(partner, year, kind, dice):
    day = year.first_day + timedelta(days=dice.randint(0, 360))
    if kind == "hour_of_code":
        day = year.first_day.replace(month=12, day=dice.randint(1, 31))
    status = dice.choice(["completed", "completed", "planned", "cancelled"])
    return CommunityEvent(
        partner=partner,
        kind=kind,
        title="Coffee and code",
        first_day=day,
        last_day=day,
        place="The library",
        status=status,
        headcount=dice.randint(5, 60) if status == "completed" else None,
    )


def _group(of_partner, course, school_year):
    cohorts = Cohort.objects.bulk_create(
        Cohort(partner=partner, course=course, school_year=school_year) for partner in of_partner
    )
    CohortTeacher.objects.bulk_create(
        CohortTeacher(cohort=cohort, teacher=teacher, course=course, school_year=school_year)
        for cohort in cohorts
        for teacher in of_partner[cohort.partner]
    )


def _register(of_partner, session):
    members = Membership.objects.filter(partner__in=of_partner, may_manage=True)
    EventRegistration.objects.bulk_create(
        [
            EventRegistration(event=session, partner=partner, teacher=teacher, attended=True)
            for partner, teachers in of_partner.items()
            for teacher in teachers
        ]
        + [
            EventRegistration(event=session, partner=m.partner, member_id=m.user_id, attended=True)
            for m in members.select_related("partner")
        ]
    )
