"""Cloning a program, and making one current."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from applications.actions import clone_program, make_current, school_year_start
from applications.models import (
    Application,
    AttendingState,
    Partner,
    Program,
    ProgramEvent,
    Requirement,
    SchoolYear,
)
from plp.core import pages
from plp.core.days import in_year
from plp.core.workflow import TransitionError
from tests.make import (
    make_application,
    make_commitment,
    make_funding_terms,
    make_partner,
    make_program,
    make_program_year,
    make_requirement,
    make_round,
    make_terms,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db


def clone(program=None, **fields):
    defaults = {"name": "Next", "slug": "next", "first_school_year": "2026-27"}
    return clone_program(program or the_program(), **(defaults | fields))


def values(records, *leave_out):
    """What records say, without what ties them to a program or a day."""
    tied = {"id", "program_id", *leave_out}
    return [
        {k: v for k, v in vars(record).items() if k not in tied and not k.startswith("_")}
        for record in records
    ]


def test_a_clone_is_a_draft_with_the_same_texts():
    old = the_program()

    new = clone(old)

    assert (new.name, new.slug, new.is_current) == ("Next", "next", False)
    assert values([new], "name", "slug", "is_current") == values(
        [old], "name", "slug", "is_current"
    )


@pytest.mark.parametrize("related", ["questions", "faq_entries", "commitments"])
def test_a_clone_has_the_same_of_what_has_no_day(related):
    new = clone()

    old = getattr(the_program(), related).all()
    assert values(getattr(new, related).all(), "shown_if_id") == values(old, "shown_if_id")


def test_a_cloned_question_is_asked_after_the_clone_of_the_one_it_follows():
    new = clone()

    for slug in ["upfront-costs-how", "community-joined"]:
        question = new.questions.get(slug=slug)
        assert question.shown_if.program == new
        assert question.shown_if_answer in question.shown_if.possible_answers()


@pytest.mark.parametrize(
    ("related", "day", "moved"),
    [
        ("rounds", "opens_on", [date(2026, 1, 4)]),
        ("funding_terms", "from_day", [date(2026, 1, 4)]),
        ("years", "school_year__first_day", [date(2026, 7, 1), date(2027, 7, 1)]),
        ("years", "school_year__last_day", [date(2027, 6, 30), date(2028, 6, 30)]),
    ],
)
def test_a_clone_moves_days_by_the_years_between(related, day, moved):
    assert list(getattr(clone(), related).values_list(day, flat=True)) == moved


def test_a_clone_keeps_years_with_their_courses():
    new = clone()

    assert [
        (year.number, year.manager_fte, [course.code for course in year.courses.all()])
        for year in new.years.all()
    ] == [
        (year.number, year.manager_fte, [course.code for course in year.courses.all()])
        for year in the_program().years.all()
    ]


def test_a_clone_has_the_same_events_with_the_same_states():
    def events(program, years):
        return [
            (e.slug, e.kind, e.place, in_year(e.first_day, years), in_year(e.last_day, years))
            for e in ProgramEvent.objects.filter(program_year__program=program)
        ]

    def states(program):
        return set(
            AttendingState.objects.filter(
                event__program_year__program=program, program_year__program=program
            ).values_list("event__slug", "state")
        )

    new = clone()

    assert events(new, 0) == events(the_program(), 10)
    assert states(new) == states(the_program())
    assert len(states(new)) == 19


def test_a_clone_has_the_same_requirements_of_its_own_commitments():
    def requirements(program, years):
        return [
            (
                *(r.kind, r.course, r.number, r.note, r.lead_days, r.commitment.slug),
                *(in_year(r.window_from, years), in_year(r.window_until, years)),
            )
            for r in Requirement.objects.filter(
                program_year__program=program, commitment__program=program
            )
        ]

    new = clone()

    assert requirements(new, 0) == requirements(the_program(), 10)
    assert len(requirements(new, 0)) == 20


def test_a_clone_keeps_the_tree_of_commitments():
    program = the_program()
    part = make_commitment(program=program, slug="part", parent=program.commitments.first())
    make_commitment(program=program, slug="part-of-part", parent=part)

    new = clone()

    tree = new.commitments.filter(parent__isnull=False).order_by("slug")
    assert [(c.slug, c.parent.slug, c.parent.program) for c in tree] == [
        ("part", "program-manager", new),
        ("part-of-part", "part", new),
    ]


def test_a_clone_begins_with_the_latest_terms_as_a_draft():
    make_terms(program=the_program(), version=2, text="Second.", published_on=date(2016, 2, 1))

    new = clone()

    assert [(t.version, t.text, t.published_on) for t in new.terms.all()] == [(1, "Second.", None)]


def test_a_clone_leaves_out_served_regions_and_applications():
    served = the_pin("oakland-ca")
    make_partner(region=served.region)
    ended = the_pin("boston-ma")
    make_partner(region=ended.region, ended_on=date(2016, 12, 1))
    make_application(pin=ended)

    new = clone()

    left_out = the_program().pins.exclude(region__in=new.pins.values("region"))
    assert [str(pin) for pin in left_out] == ["Oakland, CA"]
    assert not Application.objects.filter(pin__program=new).exists()


def test_a_clone_leaves_the_original_as_it_was():
    before = values(Requirement.objects.all()), the_program().pins.count()

    clone(first_school_year="2016-17")

    old = Requirement.objects.filter(program_year__program=the_program())
    assert (values(old), the_program().pins.count()) == before


def test_a_clone_uses_a_school_year_that_is_there():
    theirs = SchoolYear.objects.create(
        name="2026-27", first_day=date(2026, 8, 1), last_day=date(2027, 7, 31)
    )

    new = clone()

    assert new.years.first().school_year == theirs
    assert list(SchoolYear.objects.filter(name__gte="2026").values_list("name", flat=True)) == [
        "2026-27",
        "2027-28",
    ]


def test_a_clone_puts_a_leap_day_on_the_day_before():
    program = make_program_year(school_year=the_program().years.first().school_year).program
    make_round(program=program, opens_on=date(2016, 2, 29), closes_on=date(2016, 2, 29))
    make_funding_terms(program=program, from_day=date(2016, 2, 28), small_cohort=1)
    make_funding_terms(program=program, from_day=date(2016, 2, 29), small_cohort=2)

    new = clone(program)

    assert new.rounds.get().closes_on == date(2026, 2, 28)
    assert [(t.from_day, t.small_cohort) for t in new.funding_terms.all()] == [
        (date(2026, 2, 28), 2)
    ]


@settings(deadline=None, max_examples=40)  # each asks the database
@given(
    start=st.integers(2000, 2090),
    first=st.dates(date(2016, 1, 1), date(2017, 12, 31)),
    last=st.dates(date(2016, 1, 1), date(2017, 12, 31)),
)
def test_a_clone_moves_every_window_by_the_same_years(start, first, last):
    assume(first <= last)
    year = make_program_year(school_year=SchoolYear.objects.get(name="2016-17"))
    make_requirement(program_year=year, window_from=first, window_until=last)
    name = f"{start}-{(start + 1) % 100:02}"

    new = clone(year.program, slug=f"clone-{year.program_id}", first_school_year=name)

    made = Requirement.objects.get(program_year__program=new)
    assert made.window_from == in_year(first, start - 2016)
    assert made.window_until == in_year(last, start - 2016)
    assert new.years.get().school_year.name == name


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"slug": "plp-2016"}, "There is a program “plp-2016” already"),
        ({"first_school_year": "2026"}, "“2026” is not a school year"),
        ({"first_school_year": "2026-28"}, "is not a school year"),
        ({"first_school_year": "0026-27"}, "is not a school year"),
        ({"first_school_year": "9999-00"}, "is not a school year"),
        ({"first_school_year": "next"}, "is not a school year"),
    ],
)
def test_refuses_to_clone_and_makes_nothing(fields, reason):
    before = Program.objects.count(), SchoolYear.objects.count()

    with pytest.raises(TransitionError, match=reason):
        clone(**fields)

    assert (Program.objects.count(), SchoolYear.objects.count()) == before


def test_refuses_to_clone_a_program_without_years():
    with pytest.raises(TransitionError, match="Add year 1"):
        clone(make_program())


@given(st.text(max_size=9))
def test_takes_a_school_year_or_says_that_it_is_none(text):
    with suppress(TransitionError):
        assert 2000 <= school_year_start(text) <= 2100


def test_making_a_program_current_takes_the_place_of_the_other(commit):
    new = clone()
    new.terms.update(published_on=date(2026, 1, 4))
    before = pages.edition()

    with commit():
        make_current(new)

    assert list(Program.objects.current()) == [new]
    assert pages.edition() != before


def test_making_the_current_program_current_changes_nothing():
    make_current(the_program())

    assert list(Program.objects.current()) == [the_program()]


def test_refuses_to_make_a_program_current_that_lacks_what_pages_need():
    new = clone()
    new.rounds.all().delete()

    with pytest.raises(TransitionError) as error:
        make_current(new)

    assert str(error.value) == (
        "Next cannot be made current. No terms are published. Give a version of the terms its day. "
        "There is no application period. Add one."
    )
    assert list(Program.objects.current()) == [the_program()]


def test_makes_a_program_current_despite_lesser_gaps():
    new = clone()
    new.terms.update(published_on=date(2026, 1, 4))
    new.pins.all().delete()

    make_current(new)

    assert list(Program.objects.current()) == [new]
    assert not Partner.objects.exists()


@pytest.mark.parametrize("unfit", [{"slug": "a" * 80}, {"slug": "two words"}, {"name": "n" * 200}])
def test_refuses_to_clone_under_a_name_that_does_not_fit(unfit):
    names = {"name": "Next", "slug": "next", "first_school_year": "2026-27"} | unfit

    with pytest.raises(TransitionError, match=f"{next(iter(unfit))}: "):
        clone_program(the_program(), **names)
