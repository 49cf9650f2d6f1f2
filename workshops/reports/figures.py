"""What workshops came to: seats, enrolled and attended, who came how often, what was thought.

Each function asks the same few grouped queries however many workshops there are. Workshops that
were cancelled count nowhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Avg, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from workshops.models import Attendance, Enrollment, FeedbackAnswer, Workshop
from workshops.thoughts import FEWEST

Status = Enrollment.Status


class Figures(NamedTuple):
    """How many workshops, with how many seats, and how many teachers enrolled and came.

    A teacher has come to a workshop who was present on at least one of its days.
    """

    workshops: int = 0
    seats: int = 0
    enrolled: int = 0
    attended: int = 0


class District(NamedTuple):
    """Of the teachers of a district: how many enrolled, how often, and how often they came."""

    name: str
    state: str
    teachers: int
    enrolled: int
    attended: int


class Together(NamedTuple):
    """To how many workshops of a course in a school year the teachers of a partner came."""

    partner: int
    course: int
    completed: int
    counts: Counter  # {number of workshops: how many teachers came to so many}


class Mean(NamedTuple):
    """How a question was answered on the scale, by at least so many as show any."""

    of: object
    question: int
    mean: float
    number: int


def figures(workshops: QuerySet[Workshop], *by: str) -> dict[tuple, Figures]:
    """Return {values of the fields: what the workshops that share them came to}.

    The database counts by workshop, which an index answers; what is added up here is few.
    """
    live = workshops.live().order_by()
    keys = live.values("pk")
    enrolled = Enrollment.objects.enrolled().filter(workshop__in=keys).order_by()
    enrolled = dict(enrolled.values_list("workshop").annotate(n=Count("pk")))
    came = _came(keys).order_by().values_list("enrollment__workshop")
    came = dict(came.annotate(n=Count("enrollment", distinct=True)))
    found = defaultdict(list)
    for pk, seats, *key in live.values_list("pk", "capacity", *by):
        found[tuple(key)].append(Figures(1, seats, enrolled.get(pk, 0), came.get(pk, 0)))
    return {key: total(rows) for key, rows in found.items()}


def _came(keys):
    return Attendance.objects.filter(is_present=True, enrollment__workshop__in=keys)


def total(rows: Iterable[Figures]) -> Figures:
    return Figures(*map(sum, zip(*rows, strict=True))) if (rows := list(rows)) else Figures()


def districts(workshops: QuerySet[Workshop]) -> list[District]:
    """Return them by name; a teacher counts in the district that is known of them, else in the one
    that they typed, else in none."""
    keys = workshops.live().order_by().values("pk")
    enrolled = _by_district(Enrollment.objects.enrolled().filter(workshop__in=keys), "")
    came = _by_district(_came(keys), "enrollment__")
    rows = enrolled.annotate(n=Count("pk"), who=Count("teacher", distinct=True))
    attended = {
        (name, state): n for name, state, n in came.annotate(n=Count("enrollment", distinct=True))
    }
    found = [
        District(name, state, who, n, attended.get((name, state), 0))
        for name, state, n, who in rows
    ]
    return sorted(found, key=lambda row: (row.name == "", row.name.casefold(), row.state))


def _by_district(rows, path):
    return with_district(rows, path).order_by().values_list("d_name", "d_state")


def with_district(rows: QuerySet, path: str) -> QuerySet:
    """Annotate name and state of a teacher's district, `d_name` and `d_state`, on rows from which
    a path leads to enrollments: as it is known of them, else as they typed it, else empty."""
    typed = [NullIf(f"{path}{name}district_name", Value("")) for name in ("teacher__", "")]
    of_teacher = NullIf(f"{path}teacher__state", Value(""))
    return rows.annotate(
        d_name=Coalesce(f"{path}teacher__district__name", *typed, Value("")),
        d_state=Coalesce(f"{path}teacher__district__state", of_teacher, f"{path}state"),
    )


def together(workshops: QuerySet[Workshop]) -> list[Together]:
    """Return, by partner and course, to how many of the completed workshops teachers came.

    A teacher who was enrolled in some and came to none counts with 0.
    """
    completed = workshops.filter(status=Workshop.Status.COMPLETED).order_by()
    series = ["partner_year__partner", "course"]
    numbers = completed.values_list(*series).annotate(n=Count("pk"))
    counts = defaultdict(Counter)
    for partner, course, _, came, enrolled in _teachers(completed, series):
        if came or enrolled:
            counts[partner, course][came] += 1
    return [Together(*key, n, counts[tuple(key)]) for *key, n in numbers]


def _teachers(completed, series):
    """Return (partner, course, teacher, workshops to which they came, in which enrolled)."""
    rows = Enrollment.objects.filter(workshop__in=completed.values("pk")).order_by()
    fields = [f"workshop__{name}" for name in series]
    return rows.values_list(*fields, "teacher").annotate(
        came=Count("workshop", filter=Q(attendances__is_present=True), distinct=True),
        enrolled=Count("workshop", filter=Q(status=Status.ENROLLED), distinct=True),
    )


def means(workshops: QuerySet[Workshop], by: str = "pk") -> list[Mean]:
    """Return how each question was answered about the workshops that share a field: their own key,
    unless another one is named. What fewer than five answered is left out."""
    keys = workshops.filter(status=Workshop.Status.COMPLETED).order_by().values("pk")
    answers = FeedbackAnswer.objects.filter(
        score__isnull=False, feedback__enrollment__workshop__in=keys
    )
    grouped = answers.order_by().values_list(F(f"feedback__enrollment__workshop__{by}"), "question")
    found = grouped.annotate(mean=Avg("score"), n=Count("pk")).filter(n__gte=FEWEST)
    return [Mean(*row) for row in found]
