"""Steps that staff take across several records of the program."""

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from applications.missing import missing
from applications.models import (
    AttendingState,
    Commitment,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Requirement,
    SchoolYear,
)
from plp.core import history, pages
from plp.core.codes import new_code
from plp.core.days import in_year
from plp.core.workflow import TransitionError

FIRST_START, LAST_START = 2000, 2090  # in these years a first school year may begin


def school_year_start(name: str) -> int:
    """Return the year in which a school year begins: 2026 for "2026-27".

    Raises TransitionError where the name is not that of a school year.
    """
    found = re.fullmatch(r"([0-9]{4})[-–]([0-9]{2})", name.strip())
    start = int(found[1]) if found else 0
    if not FIRST_START <= start <= LAST_START or int(found[2]) != (start + 1) % 100:
        raise TransitionError(f"“{name}” is not a school year. Write one such as 2026-27.")
    return start


def years_between(program: Program, first_school_year: str) -> int:
    """Return by how many years a clone moves the days of a program.

    Raises TransitionError where the program has no year to count from.
    """
    start = school_year_start(first_school_year)
    first = program.years.select_related("school_year").order_by("number").first()
    if first is None:
        raise TransitionError(f"{program} has no program year yet. Add year 1, then clone it.")
    return start - first.school_year.first_day.year


@transaction.atomic
def clone_program(program: Program, *, name: str, slug: str, first_school_year: str) -> Program:
    """Make the next cycle's draft of a program, its days moved to the new school years.

    Everything that hangs on the program is copied and can be edited, except what it has lived
    through: applications, offers, and the cities of regions that have a partner. Terms start again
    as an unpublished version 1. The draft is not current.

    Raises TransitionError for a name or slug that is taken or unfit, a school year that is none,
    or a program without years; nothing is saved then.
    """
    years = years_between(program, first_school_year)
    if Program.objects.filter(slug=slug).exists():
        raise TransitionError(f"There is a program “{slug}” already. Choose another short name.")
    _refuse_unfit(name=name, slug=slug)
    with history.because(f"Cloned from {program.slug}."):
        return _clone(program, years, name=name, slug=slug)


def _clone(program, years, **named):
    made = _copies([program], years, is_current=False, **named)[program.pk]
    _copy_years(program, made, years)
    for related in ["rounds", "faq_entries"]:
        _copies(getattr(program, related).all(), years, program=made)
    _copy_questions(program, made, years)
    _copies(program.criteria.in_force(), years, program=made, replaces=None)
    first_version = {"replaces": None, "same_as": None, "is_asked_again": False}
    _copies(program.onboarding.latest(), years, program=made, **first_version)
    # Of two that fall on one day (29 February becomes 28), the later is the one in force.
    moved = {in_year(t.from_day, years): t for t in program.funding_terms.order_by("from_day")}
    _copies(moved.values(), years, program=made)
    _copies(program.terms.all()[:1], years, program=made, version=1, published_on=None)
    _copies(Pin.objects.unserved().filter(program=program), years, program=made)
    pages.changed()
    return made


def _refuse_unfit(**fields):
    """Raise TransitionError for what no form has checked, such as an argument of a command."""
    for name, value in fields.items():
        try:
            Program._meta.get_field(name).clean(value, None)
        except ValidationError as error:
            raise TransitionError(f"{name}: {' '.join(error.messages)}") from None


def _copy_years(program, made, years):
    """Copy program years with all that hangs on them, and the commitments they measure."""
    old_years = program.years.select_related("school_year")
    school_years = {year.school_year_id: _moved(year.school_year, years) for year in old_years}
    new_years = _copies(old_years, years, program=made, school_year=school_years)
    _copy_courses(new_years)
    events = _copies(
        ProgramEvent.objects.filter(program_year__program=program),
        years,
        program_year=new_years,
        check_in_code="",
    )
    _copies(
        AttendingState.objects.filter(program_year__program=program),
        years,
        program_year=new_years,
        event=events,
    )
    commitments = _copies(program.commitments.all(), years, program=made, parent={})
    _copy_tree(program, commitments)
    _copies(
        Requirement.objects.filter(program_year__program=program),
        years,
        program_year=new_years,
        commitment=commitments,
    )


def _copies(records: Iterable[models.Model], years: int, **values) -> dict[int, models.Model]:
    """Save copies of records, their days moved; return them by the original's key.

    `values` replaces fields; a dictionary among them says for each old key what the copy refers to.
    """
    made = {record.pk: _copy(record, years, values) for record in records}
    if copies := list(made.values()):
        type(copies[0]).objects.bulk_create(copies)
        history.note(copies, is_new=True)
    return made


def _copy(record, years, values):
    copy = type(record)()
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if field.primary_key:
            continue
        if type(value) is date:
            value = in_year(value, years)
        setattr(copy, field.attname, value)
    for name, value in values.items():
        if isinstance(value, dict):
            value = value.get(getattr(record, f"{name}_id"))
        setattr(copy, name, value)
    return copy


def _moved(school_year, years):
    """Return the school year so many years later, made if there is none of that name."""
    first_day = in_year(school_year.first_day, years)
    found, _ = SchoolYear.objects.get_or_create(
        name=f"{first_day.year}-{(first_day.year + 1) % 100:02}",
        defaults={"first_day": first_day, "last_day": in_year(school_year.last_day, years)},
    )
    return found


def _copy_courses(new_years):
    through = ProgramYear.courses.through
    through.objects.bulk_create(
        through(programyear=new_years[row.programyear_id], course_id=row.course_id)
        for row in through.objects.filter(programyear__in=new_years)
    )
    history.note(new_years.values())


def _copy_questions(program, made, years):
    """Copy questions, each after the one that decides whether it is asked."""
    copied, left = {}, list(program.questions.all())
    while left:
        ready = [q for q in left if q.shown_if_id is None or q.shown_if_id in copied]
        copied |= _copies(ready, years, program=made, shown_if=copied)
        left = [q for q in left if q.pk not in copied]


def _copy_tree(program, commitments):
    parts = []
    for part in program.commitments.filter(parent__isnull=False):
        commitments[part.pk].parent = commitments[part.parent_id]
        parts.append(commitments[part.pk])
    Commitment.objects.bulk_update(parts, ["parent"])
    history.note(parts)


@transaction.atomic
def make_current(program: Program) -> None:
    """Show a program on the public pages, in place of the one shown now.

    Raises TransitionError where it lacks what the pages cannot do without; nothing changes then.
    """
    lock_programs()
    blocking = [str(gap) for gap in missing(program) if gap.blocks]
    if blocking:
        raise TransitionError(f"{program} cannot be made current. {' '.join(blocking)}")
    before = swap_current(program)
    program.is_current = True
    with history.because(f"{program.slug} was made current."):
        history.note(Program.objects.filter(pk__in=[*before, program.pk]))
    pages.changed()


def lock_programs() -> None:
    """Lock all programs: of two who swap at once, both leave one current, and none an error."""
    list(Program.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def swap_current(program: Program) -> list[int]:
    """Make a program the current one, and return the keys of those that were."""
    shown = Program.objects.current().exclude(pk=program.pk)
    before = [record.pk for record in shown]
    shown.update(is_current=False)
    Program.objects.filter(pk=program.pk).update(is_current=True)
    return before


@transaction.atomic
def show_check_in_code(event: ProgramEvent, *, by) -> None:
    """Make the code with which people check in at an event.

    Raises TransitionError if it has one.
    """
    shown = ProgramEvent.objects.filter(pk=event.pk, check_in_code="")
    if not shown.update(check_in_code=new_code()):
        raise TransitionError("It has a code already; it stands on the event's page.")
