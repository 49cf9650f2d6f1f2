"""What a program still lacks, in sentences that say what to do about it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Model

from applications.models import (
    Commitment,
    Criterion,
    FundingTerms,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Requirement,
    Round,
    Terms,
)
from applications.models.program import STATE_NAMES, PeriodState, period_on
from plp.core import days

# How long before a school year its summit and summer sessions may lie.
EARLIEST_EVENT = timedelta(days=183)


class Gap(NamedTuple):
    """One thing a program lacks; `blocks` where it cannot be made current without it.

    It is mended at `record`, else by a new record of a `model` with what is `given`, else in the
    list of that model.
    """

    text: str
    blocks: bool = False
    record: Model | None = None
    model: type[Model] | None = None
    given: dict | None = None

    def __str__(self):
        return self.text


def missing(program: Program, *, on: date | None = None) -> list[Gap]:
    """Return what a program lacks on a day (today in Pacific time), the gravest first.

    Asks the database equally often, however large the program is.
    """
    years = list(
        program.years.select_related("school_year").prefetch_related(
            "courses",
            "requirements__course",
            "events__attending",
        )
    )
    for year in years:
        for record in [*year.requirements.all(), *year.events.all()]:
            record.program_year = year  # so that naming one asks nothing
    on = on or days.pacific_today()
    gaps = [
        *_without_terms(program, on),
        *_without_period(program, on),
        *_without_places(program, years),
        *_without_funding(program, years),
        *_without_criteria(program),
        *_unmeasured(program, years),
    ]
    for year in years:
        gaps += [*_of_requirements(year), *_of_courses(year), *_of_events(year)]
    return sorted(gaps, key=lambda gap: not gap.blocks)


def _without_terms(program, on):
    versions = list(program.terms.all())
    if not any(terms.is_published(on) for terms in versions):
        yield Gap(
            "No terms are published. Give a version of the terms its day.",
            blocks=True,
            record=versions[0] if versions else None,
            model=Terms,
            given={"program": program.pk},
        )


def _without_period(program, on):
    rounds = list(program.rounds.all())
    period = period_on(on, rounds)
    if not rounds:
        yield Gap(
            "There is no application period. Add one.",
            blocks=True,
            model=Round,
            given={"program": program.pk},
        )
    elif period.state == PeriodState.CLOSED:
        yield Gap(
            f"Every application period is over: the last ended on "
            f"{days.in_words(period.closes_on)}. Add one, or give that one a later last day.",
            record=max(rounds, key=lambda period: period.closes_on),
        )


def _without_places(program, years):
    """No pins at all, or pins in states that a required summer session does not take."""
    cities = defaultdict(list)
    for pin in program.pins.select_related("region"):
        cities[pin.region.state].append(pin.region.city)
    if not cities:
        yield Gap(
            "There is no city where we seek a partner. Add some.",
            model=Pin,
            given={"program": program.pk},
        )
    for year in years:
        if not _asks(year, Requirement.Kind.SUMMER_SESSION):
            continue
        attending = {a.state for event in year.events.all() for a in event.attending.all()}
        for state in sorted(cities.keys() - attending):
            yield Gap(
                f"{STATE_NAMES[state]} attends no summer session of {year}, but we seek a "
                f"partner in {', '.join(cities[state])}. Tick the state at one of them.",
                model=ProgramEvent,
            )


def _without_funding(program, years):
    begins = min((year.school_year.first_day for year in years), default=date.max)
    if not program.funding_terms.filter(from_day__lte=begins).exists():
        when = "" if begins == date.max else f" when it begins, on {days.in_words(begins)}"
        yield Gap(
            f"No funding terms are in force{when}. Add some.",
            model=FundingTerms,
            given={"program": program.pk},
        )


def _without_criteria(program):
    if not program.criteria.in_force().exists():
        yield Gap(
            "Reviewers have nothing to score by. Add criteria.",
            model=Criterion,
            given={"program": program.pk},
        )


def _unmeasured(program: Program, years: list[ProgramYear]):
    """Commitments that nothing in the first year measures, directly or through a part of them."""
    if not years:
        given = {"program": program.pk, "number": 1}
        yield Gap("There is no program year. Add year 1.", model=ProgramYear, given=given)
        return
    commitments: list[Commitment] = list(program.commitments.all())
    if not commitments:
        yield Gap(
            "There are no commitments. Add what a partner promises.",
            model=Commitment,
            given={"program": program.pk},
        )
    first = min(years, key=lambda year: year.number)
    measured = {requirement.commitment_id for requirement in first.requirements.all()}
    parents = {commitment.pk: commitment.parent_id for commitment in commitments}
    for pk in list(measured):
        while (pk := parents.get(pk)) and pk not in measured:
            measured.add(pk)
    for commitment in commitments:
        if commitment.pk not in measured:
            yield Gap(
                f"Nothing in {first} measures the commitment “{commitment}”. "
                "Add a requirement to it.",
                model=Requirement,
                given={"commitment": commitment.pk, "program_year": first.pk},
            )


def _of_requirements(year):
    if not year.requirements.all():
        yield Gap(
            f"{year} has no requirements. Add what it asks for.",
            model=Requirement,
            given={"program_year": year.pk},
        )
    for requirement in year.requirements.all():
        name = _name(requirement)
        if requirement.window_from is None:
            text = f"{name} has no window. Say from which day to which it counts."
            yield Gap(text, record=requirement)
        elif (
            requirement.window_until < year.school_year.first_day - EARLIEST_EVENT
            or requirement.window_from > year.school_year.last_day
        ):
            text = f"{name} counts outside {year.school_year}. Check its days."
            yield Gap(text, record=requirement)


def _of_courses(year):
    asked = {requirement.course_id for requirement in year.requirements.all()}
    for course in year.courses.all():
        if course.pk not in asked:
            yield Gap(
                f"{year} asks for no workshop days of {course}. Add that requirement.",
                model=Requirement,
                given={
                    "program_year": year.pk,
                    "kind": Requirement.Kind.WORKSHOP_DAYS,
                    "course": course.pk,
                },
            )


def _of_events(year):
    if _asks(year, Requirement.Kind.SUMMIT) and not _runs(year, ProgramEvent.Kind.SUMMIT):
        yield Gap(
            f"{year} asks partners to attend a summit, but has none. Add it.",
            model=ProgramEvent,
            given={"program_year": year.pk, "kind": ProgramEvent.Kind.SUMMIT},
        )
    earliest = year.school_year.first_day - EARLIEST_EVENT
    for event in year.events.all():
        if event.first_day < earliest or event.last_day > year.school_year.last_day:
            yield Gap(
                f"{event} does not lie in {year.school_year} or the half year before it. "
                "Check its days.",
                record=event,
            )
        if event.kind == ProgramEvent.Kind.SUMMER_SESSION and not event.attending.all():
            yield Gap(f"No state attends this one: {event}. Tick its states.", record=event)


def _name(requirement):
    course = f" ({requirement.course})" if requirement.course else ""
    return f"“{requirement.get_kind_display()}{course}” in {requirement.program_year}"


def _asks(year, kind):
    return any(requirement.kind == kind for requirement in year.requirements.all())


def _runs(year, kind):
    return any(event.kind == kind for event in year.events.all())
