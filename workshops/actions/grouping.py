"""Teacher groups: who is in a partner's group of a course and school year, in one of them each."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from applications.models import Course, Partner, ProgramEvent, SchoolYear
from plp.core.privacy.registry import NOWHERE
from plp.core.workflow import TransitionError
from workshops.actions.teachers import forget_unless_known, known_teacher
from workshops.models import Cohort, CohortTeacher, Teacher


def _group(partner, course, school_year):
    """Return the group, made if the course is taught in that year of the partner."""
    taught = partner.years.filter(
        program_year__courses=course, program_year__school_year=school_year
    )
    if not taught.exists():
        raise TransitionError(f"{course} is not taught in {school_year}.")
    return Cohort.objects.get_or_create(partner=partner, course=course, school_year=school_year)[0]


def _take(cohort, teacher):
    """Take a teacher into a group; raise TransitionError where they are in one already.

    The constraint decides between two partners at once; the savepoint lets the other read why.
    """
    try:
        with transaction.atomic():
            return cohort.members.create(teacher=teacher)
    except IntegrityError:
        taken = teacher.group_of(cohort)
    if taken and taken.partner_id == cohort.partner_id:
        raise TransitionError(f"{teacher} is in this group already.")
    raise TransitionError(f"{teacher.email} is in the group of another partner already. Ask us.")


@transaction.atomic
def add_teacher(
    partner: Partner, *, course: Course, school_year: SchoolYear, **typed: str
) -> CohortTeacher:
    """Take a teacher into a group by hand.

    Raises TransitionError where the course is not taught in that year, or the teacher is in a group
    of it, of whatever partner; nothing is saved then.
    """
    cohort = _group(partner, course, school_year)
    return _take(cohort, known_teacher(partner, **typed))


def proposed(partner: Partner, event: ProgramEvent, course: Course) -> list[Teacher]:
    """Return who attended a session with a partner and is in no group of a course, of anybody."""
    school_year = event.program_year.school_year_id
    grouped = CohortTeacher.objects.filter(course=course, school_year=school_year)
    came = Teacher.objects.filter(
        registrations__event=event, registrations__partner=partner, registrations__attended=True
    ).exclude(email__endswith=NOWHERE)
    return list(came.exclude(pk__in=grouped.values("teacher")).select_related("district"))


@transaction.atomic
def take_attended(
    partner: Partner, event: ProgramEvent, course: Course, keys: Iterable[int]
) -> tuple[list[Teacher], list[str]]:
    """Take those who attended into the group; return them, and why others could not be.

    Raises TransitionError where the course is not taught in that year.
    """
    chosen, taken, refused = set(keys), [], []
    cohort = _group(partner, course, event.program_year.school_year)
    for teacher in proposed(partner, event, course):
        if teacher.pk not in chosen:
            continue
        try:
            _take(cohort, teacher)
        except TransitionError as refusal:
            refused.append(str(refusal))
        else:
            taken.append(teacher)
    return taken, refused


@transaction.atomic
def remove_teacher(row: CohortTeacher) -> None:
    """Take a teacher out of a group; who is known for nothing else is forgotten."""
    row.delete()
    forget_unless_known(row.teacher)
