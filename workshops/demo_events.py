"""Fictional teachers and registrations of the demo's partners. Nobody here is real."""

from datetime import date, timedelta

from django.utils.text import slugify

from applications.models import District, Partner, PartnerYear, ProgramEvent
from applications.registry import demo_records, events_of
from plp.core import days
from workshops.models import Cohort, EventRegistration, Teacher

NAMES = [
    "Ines Paperboat",
    "Otto Pinwheel",
    "Wanda Teaspoon",
    "Felix Lampshade",
    "Greta Umbrella",
    "Hugo Marbles",
    "Ida Cloudberry",
]
SCHOOLS = ["Buttonhole Middle School", "Half-Moon High School", "Kettle Lane School"]
ABSENT, UNANSWERED = 5, 6  # places in the list of those who did not come, or have not said
AHEAD = 75  # days until the summit for which people can still register
GROUPED = 3  # so many of those who attended are in the group; the others are proposed


@demo_records
def load(on: date) -> None:
    """Let each partner of the running year go to its events, with members and teachers."""
    years = PartnerYear.objects.filter(
        partner__in=Partner.objects.active(),
        program_year__school_year__first_day__lte=on,
        program_year__school_year__last_day__gte=on,
    ).select_related("partner__region", "program_year__school_year")
    for year in years:
        for event in events_of([year])[year.pk]:
            if year.partner.started_on <= event.first_day:
                _go(year, event, on)
    for program_year in {year.program_year for year in years}:
        _plan_summit(program_year, on)


def _plan_summit(program_year, on):
    """Plan one more summit, for which nobody has registered yet: so that it can be tried."""
    first_day = min(on + timedelta(days=AHEAD), program_year.school_year.last_day)
    ProgramEvent.objects.create(
        program_year=program_year,
        kind=ProgramEvent.Kind.SUMMIT,
        slug=f"demo-summit-{program_year.school_year}",
        place="Teaspoon Harbor, OR",
        first_day=first_day,
        last_day=min(first_day + timedelta(days=1), program_year.school_year.last_day),
    )


def _go(year, event, on):
    is_over = event.last_day < on
    for member in year.partner.memberships.filter(may_manage=True):
        _register(year, event, on, member=member.user, attended=True if is_over else None)
    if event.kind == ProgramEvent.Kind.SUMMER_SESSION:
        teachers = [_teacher(year.partner, number) for number in range(len(NAMES))]
        for number, teacher in enumerate(teachers):
            came = number not in {ABSENT, UNANSWERED}
            answered = {"at": None} if number == UNANSWERED else {}
            _register(
                year, event, on, teacher=teacher, attended=came if is_over else None, **answered
            )
        if is_over:
            _group(year, teachers[:GROUPED])


def _register(year, event, on, at="registered", **fields):
    moment = days.start_of(min(event.last_day_to_register, on))
    EventRegistration.objects.create(
        event=event,
        partner=year.partner,
        registered_at=moment if at else None,
        attended_said_by="list" if fields["attended"] is not None else "",
        **fields,
    )


def _teacher(partner, number):
    name = NAMES[number]
    state = partner.region.state
    district = District.objects.filter(state=state).order_by("name").first()
    return Teacher.objects.create(
        name=name,
        email=f"{slugify(name)}@{slugify(partner.organization)}.example",
        school=SCHOOLS[number % len(SCHOOLS)],
        state=state,
        district=district if number % 2 else None,
        district_name="" if number % 2 else "Upper Marzipan",
    )


def _group(year, teachers):
    """Take teachers into the group of the first course of a year."""
    course = year.program_year.courses.order_by("code").first()
    if course:
        cohort = Cohort.objects.create(
            partner=year.partner, course=course, school_year=year.program_year.school_year
        )
        for teacher in teachers:
            cohort.members.create(teacher=teacher)
