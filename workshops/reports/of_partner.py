"""The report of a partner on its workshops in a school year; nothing of another partner's."""

from collections.abc import Iterable

from django.db.models import QuerySet

from applications.models import Partner, SchoolYear
from plp.core.texts import counted
from workshops.models import FeedbackQuestion, Workshop
from workshops.reports import figures as of
from workshops.reports.tables import Table

NUMBERS = ["Seats", "Enrolled", "Attended"]
HOW_OFTEN = (
    "Of workshops that are completed. A teacher has come to one who was present on at least one of "
    "its days."
)
FROM_FIVE = (
    "From 1 to 5. A workshop stands here once five teachers have answered; nobody reads who said "
    "what."
)


def years_of(partner: Partner) -> list[SchoolYear]:
    """Return the school years in which it has workshops, the latest first."""
    keys = Workshop.objects.of(partner).order_by().values("partner_year__program_year__school_year")
    return list(SchoolYear.objects.filter(pk__in=keys).order_by("-first_day"))


def workshops_of(partner: Partner, year: SchoolYear | None) -> QuerySet[Workshop]:
    found = Workshop.objects.of(partner).select_related("course")
    return found.filter(partner_year__program_year__school_year=year)


def tables(partner: Partner, year: SchoolYear | None) -> dict[str, Table]:
    """Return all tables by slug; feedback is of all years, so that one sees how it goes."""
    workshops = workshops_of(partner, year)
    listed = list(workshops.live().with_days().order_by("first_day", "pk"))
    numbers = {key: found for (key,), found in of.figures(workshops, "pk").items()}
    made = [
        _by_workshop(listed, numbers),
        _by_course(listed, numbers),
        _by_district(of.districts(workshops)),
        _together(of.together(workshops), {each.course_id: each.course for each in listed}),
        _feedback(Workshop.objects.of(partner)),
    ]
    return {table.slug: table for table in made}


def _by_workshop(listed, numbers):
    return Table(
        "workshops",
        "By workshop",
        ["Workshop", "First day", "Status", *NUMBERS],
        [
            (str(each), each.first_day, each.get_status_display(), *_numbers(each, numbers))
            for each in listed
        ],
        "Cancelled workshops are left out.",
        "No workshop is planned in this school year. Each one stands here once it is.",
    )


def _numbers(workshop, numbers):
    """Return its seats, who enrolled and who came: nothing while nobody can have."""
    _, seats, enrolled, attended = numbers[workshop.pk]
    return seats, enrolled, None if workshop.is_to_come else attended


def _by_course(listed, numbers):
    courses = {each.course for each in listed}
    rows = [
        (
            str(course),
            *of.total(numbers[each.pk] for each in listed if each.course_id == course.pk),
        )
        for course in sorted(courses, key=lambda course: (course.name, course.pk))
    ]
    return Table(
        "courses",
        "By course",
        ["Course", "Workshops", *NUMBERS],
        rows,
        "A teacher in two workshops counts twice.",
        "No workshop is planned in this school year.",
    )


def _by_district(found: Iterable[of.District]):
    return Table(
        "districts",
        "By district",
        ["District", "State", "Teachers", "Enrolled", "Attended"],
        [(row.name or "Not known", *row[1:]) for row in found],
        "Teachers are counted once, enrolled and attended once for each workshop.",
        "Nobody is enrolled in this school year. Districts stand here once teachers are.",
    )


def _together(found: Iterable[of.Together], courses):
    rows = [
        (str(courses[each.course]), how_often(came, each.completed), each.counts[came])
        for each in found
        for came in range(each.completed, -1, -1)
    ]
    return Table(
        "together",
        "Who came to all of them",
        ["Course", "Came to", "Teachers"],
        sorted(rows, key=lambda row: row[0]),
        HOW_OFTEN,
        "No workshop is completed in this school year.",
    )


def how_often(came: int, completed: int) -> str:
    """Return "All 4", "3 of 4" or "None of 4"."""
    if came == completed:
        return f"All {completed}" if completed > 1 else "The one"
    return f"{came or 'None'} of {completed}"


def _feedback(workshops):
    found = of.means(workshops)
    questions = FeedbackQuestion.objects.in_bulk({mean.question for mean in found})
    about = {
        each.pk: each
        for each in workshops.filter(pk__in={mean.of for mean in found})
        .select_related("course")
        .with_days()
    }
    rows = [(mean, about[mean.of], questions[mean.question]) for mean in found]
    rows.sort(key=lambda row: (row[2].position, row[2].pk, row[1].first_day, row[1].pk))
    return Table(
        "feedback",
        "Feedback over time",
        ["Question", "Workshop", "First day", "Mean", "Answers"],
        [
            (str(question), str(each), each.first_day, round(mean.mean, 1), mean.number)
            for mean, each, question in rows
        ],
        FROM_FIVE,
        f"No completed workshop has {counted(of.FEWEST, 'answer')} yet.",
    )
