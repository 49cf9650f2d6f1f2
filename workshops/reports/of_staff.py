"""The report of staff on the workshops of a school year: by partner, state and course."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from applications.models import Course, Partner, SchoolYear
from plp.core.texts import counted
from workshops.models import FeedbackQuestion, Workshop
from workshops.reports import figures as of
from workshops.reports.of_partner import FROM_FIVE, HOW_OFTEN, NUMBERS, how_often
from workshops.reports.tables import Table

PARTNER = "partner_year__partner"
STATE = f"{PARTNER}__region__state"
YEAR = "partner_year__program_year__school_year"
NONE = "No partner has a workshop that fits."


@dataclass(frozen=True)
class Asked:
    """Which workshops the report is about; None: whatever they are."""

    year: SchoolYear | None
    state: str = ""
    course: Course | None = None
    partner: Partner | None = None

    def of_any_year(self) -> QuerySet[Workshop]:
        wanted = {STATE: self.state, "course": self.course, PARTNER: self.partner}
        return Workshop.objects.filter(**{name: value for name, value in wanted.items() if value})

    def workshops(self) -> QuerySet[Workshop]:
        return self.of_any_year().filter(**{YEAR: self.year})

    @cached_property
    def numbers(self) -> dict[tuple[int, int, int], of.Figures]:
        """{(school year, partner, course): what their workshops came to}, which all sums are of."""
        return of.figures(self.of_any_year(), YEAR, PARTNER, "course")

    @cached_property
    def partners(self) -> list[Partner]:
        """Those that have a workshop in the year, by name."""
        keys = {partner for year, partner, _ in self.numbers if year == self._year}
        found = Partner.objects.filter(pk__in=keys).select_related("region")
        return list(found.order_by("organization", "pk"))

    @property
    def _year(self):
        return self.year.pk if self.year else None

    @cached_property
    def sums(self):
        """{(partner, None) or (None, course): what came of the year}"""
        of_each = defaultdict(list)
        for (year, partner, course), found in self.numbers.items():
            if year == self._year:
                of_each[partner, None].append(found)
                of_each[None, course].append(found)
        return {key: of.total(found) for key, found in of_each.items()}


def by_partner(asked: Asked) -> Table:
    rows = [
        (str(partner), partner.region.state, *asked.sums[partner.pk, None])
        for partner in asked.partners
    ]
    headings = ["Partner", "State", "Workshops", *NUMBERS]
    return Table("partners", "By partner", headings, rows, empty=NONE)


def by_state(asked: Asked) -> Table:
    of_each = defaultdict(list)
    for partner in asked.partners:
        of_each[partner.region.get_state_display()].append(asked.sums[partner.pk, None])
    rows = [(state, *of.total(found)) for state, found in sorted(of_each.items())]
    return Table("states", "By state", ["State", "Workshops", *NUMBERS], rows, empty=NONE)


def by_course(asked: Asked) -> Table:
    courses = _courses(course for partner, course in asked.sums if course)
    rows = [(str(course), *asked.sums[None, course.pk]) for course in courses]
    return Table("courses", "By course", ["Course", "Workshops", *NUMBERS], rows, empty=NONE)


def by_year(asked: Asked) -> Table:
    """Of every school year, that one sees how it goes."""
    of_each = defaultdict(list)
    for (year, _, _), found in asked.numbers.items():
        of_each[year].append(found)
    years = SchoolYear.objects.filter(pk__in=of_each).order_by("first_day")
    rows = [(str(year), *of.total(of_each[year.pk])) for year in years]
    headings = ["School year", "Workshops", *NUMBERS]
    return Table("years", "By school year", headings, rows, empty=NONE)


def by_district(asked: Asked) -> Table:
    found = of.districts(asked.workshops())
    rows = [(row.name or "Not known", *row[1:]) for row in found]
    headings = ["District", "State", "Teachers", "Enrolled", "Attended"]
    return Table("districts", "By district", headings, rows, empty=NONE)


def together(asked: Asked) -> Table:
    """Of all partners together: all of their own partner's workshops, all but one, and so on."""
    counts = Counter()
    for each in of.together(asked.workshops()):
        for came, number in each.counts.items():
            counts[each.course, each.completed, came] += number
    courses = {course.pk: str(course) for course in _courses(key for key, _, _ in counts)}
    rows = [
        (courses[course], how_often(came, completed), number)
        for (course, completed, came), number in sorted(
            counts.items(), key=lambda row: (courses[row[0][0]], -row[0][1], -row[0][2])
        )
    ]
    return Table(
        "together",
        "Who came to all of them",
        ["Course", "Came to", "Teachers"],
        rows,
        f"{HOW_OFTEN} All are those of the teacher’s partner in the course.",
        "No workshop that fits is completed.",
    )


def together_by_partner(asked: Asked) -> Table:
    found = of.together(asked.workshops())
    partners = {partner.pk: str(partner) for partner in asked.partners}
    courses = {course.pk: str(course) for course in _courses(each.course for each in found)}
    rows = [
        (partners[each.partner], courses[each.course], each.completed, came, each.counts[came])
        for each in found
        for came in range(each.completed, -1, -1)
    ]
    headings = ["Partner", "Course", "Workshops completed", "Came to", "Teachers"]
    return Table("together-by-partner", "Who came to all of them", headings, sorted(rows, key=_by))


def _by(row):
    partner, course, _, came, _ = row
    return partner, course, -came


def feedback(asked: Asked) -> Table:
    found = of.means(asked.of_any_year(), YEAR)
    years = SchoolYear.objects.in_bulk({mean.of for mean in found})
    questions = FeedbackQuestion.objects.in_bulk({mean.question for mean in found})
    rows = sorted(
        found,
        key=lambda mean: (
            questions[mean.question].position,
            mean.question,
            years[mean.of].first_day,
        ),
    )
    return Table(
        "feedback",
        "Feedback over time",
        ["Question", "School year", "Mean", "Answers"],
        [(str(questions[m.question]), str(years[m.of]), round(m.mean, 1), m.number) for m in rows],
        FROM_FIVE.replace("A workshop", "A school year"),
        f"No school year has {counted(of.FEWEST, 'answer')} yet.",
    )


# What stands on the page, in this order; a file there is of each.
ON_THE_PAGE: dict[str, Callable[[Asked], Table]] = {
    "states": by_state,
    "courses": by_course,
    "years": by_year,
    "together": together,
    "feedback": feedback,
    "partners": by_partner,
}
AS_FILES = {
    **ON_THE_PAGE,
    "districts": by_district,
    "together-by-partner": together_by_partner,
}


def _courses(keys):
    return Course.objects.filter(pk__in={*keys}).order_by("name", "pk")
