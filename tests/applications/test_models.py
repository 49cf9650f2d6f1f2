"""What the database refuses, whoever asks, and the rules that live on one record."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from applications.models import (
    AttendingState,
    Commitment,
    County,
    Course,
    District,
    FaqEntry,
    FundingTerms,
    Interest,
    Offer,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Question,
    Requirement,
    Round,
    SchoolYear,
    Terms,
    ZipCode,
)
from applications.models.application import organization_key
from applications.models.program import PeriodState, period_on
from tests.make import (
    make_application,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_region,
    the_pin,
    the_program,
)

DAY = date(2016, 3, 1)
BEFORE = date(2016, 2, 1)


def year(number=1):
    return ProgramYear.objects.get(program=the_program(), number=number)


def event(slug):
    return ProgramEvent.objects.get(program_year=year(), slug=slug)


def requirement(**fields):
    commitment = Commitment.objects.get(program=the_program(), slug="workshops")
    return Requirement.objects.create(commitment=commitment, program_year=year(), **fields)


BROKEN = {
    "program_one_current": lambda: make_program(is_current=True),
    "terms_one_a_version": lambda: Terms.objects.create(program=the_program(), version=1),
    "round_one_a_name": lambda: Round.objects.create(
        program=the_program(), name="First application period", opens_on=DAY
    ),
    "round_closes_after_it_opens": lambda: Round.objects.create(
        program=the_program(), name="Other", opens_on=DAY, closes_on=BEFORE
    ),
    "schoolyear_name": lambda: SchoolYear.objects.create(
        name="2016-17", first_day=BEFORE, last_day=DAY
    ),
    "schoolyear_ends_after_it_begins": lambda: SchoolYear.objects.create(
        name="2030-31", first_day=DAY, last_day=BEFORE
    ),
    "programyear_one_a_number": lambda: ProgramYear.objects.create(
        program=the_program(), number=1, school_year=make_school_year()
    ),
    "programyear_one_a_school_year": lambda: ProgramYear.objects.create(
        program=the_program(), number=9, school_year=year().school_year
    ),
    "programevent_one_a_slug": lambda: ProgramEvent.objects.create(
        program_year=year(), slug="summit", kind="summit", first_day=DAY, last_day=DAY
    ),
    "programevent_ends_after_it_begins": lambda: ProgramEvent.objects.create(
        program_year=year(), slug="other", kind="summit", first_day=DAY, last_day=BEFORE
    ),
    "attendingstate_one_session_a_year": lambda: AttendingState.objects.create(
        event=event("chicago"), state="TX"
    ),
    "commitment_one_a_slug": lambda: Commitment.objects.create(
        program=the_program(), slug="workshops", position=1
    ),
    "requirement_one_a_kind": lambda: requirement(kind="meetups", number=2),
    "requirement_one_a_course": lambda: requirement(
        kind="workshop_days", number=2, course=Course.objects.get(code="csp")
    ),
    "requirement_course_for_workshop_days": lambda: requirement(kind="workshop_days", number=2),
    "requirement_number_where_counted": lambda: requirement(kind="fair"),
    "requirement_window_has_both_days": lambda: requirement(kind="fair", number=1, window_from=DAY),
    "commitment_not_its_own_parent": lambda: Commitment.objects.filter(slug="community").update(
        parent=F("pk")
    ),
    "programyear_number_from_1": lambda: ProgramYear.objects.filter(pk=year().pk).update(number=0),
    "programyear_fte_a_share": lambda: ProgramYear.objects.filter(pk=year().pk).update(
        manager_fte=2
    ),
    "fundingterms_uplift_a_percentage": lambda: FundingTerms.objects.update(
        urban_uplift_percent=101
    ),
    "fundingterms_amounts_not_negative": lambda: FundingTerms.objects.update(
        per_teacher=Decimal(-1)
    ),
    "county_fips_five_digits": lambda: County.objects.filter(fips="06037").update(fips="6037"),
    "zipcode_five_digits": lambda: ZipCode.objects.filter(code="02138").update(code="2138"),
    "requirement_window_ends_after_it_begins": lambda: requirement(
        kind="fair", number=1, window_from=DAY, window_until=BEFORE
    ),
    "fundingterms_one_a_day": lambda: FundingTerms.objects.create(
        program=the_program(),
        from_day=date(2016, 1, 4),
        small_cohort=1,
        large_cohort=1,
        per_teacher=1,
        facilitator_day_rate=1,
    ),
    "question_one_a_slug": lambda: Question.objects.create(
        program=the_program(), slug="more", position=1
    ),
    "faqentry_one_a_slug": lambda: FaqEntry.objects.create(
        program=the_program(), slug="money", position=1
    ),
    "region_slug": lambda: make_region(slug="oakland-ca"),
    "pin_one_a_program_and_region": lambda: make_pin(region=the_pin().region),
    "district_one_a_name_and_state": lambda: [
        District.objects.create(name=name, state="OR") for name in ["Alsea", "ALSEA"]
    ],
    "interest_one_an_address_and_zip": lambda: [
        Interest.objects.create(organization="A", zip="60601", email=email)
        for email in ["a@example.org", "A@example.org"]
    ],
    "interest_zip_five_digits": lambda: Interest.objects.create(zip="6060", email="a@example.org"),
    "partner_one_active_a_region": lambda: [
        make_partner(region=the_pin().region) for _ in range(2)
    ],
    "partner_ends_after_it_starts": lambda: make_partner(started_on=DAY, ended_on=BEFORE),
    "application_one_undecided_per_pin": lambda: [
        make_application(pin=the_pin(), organization=name)
        for name in ["The Foundry, Inc.", "foundry"]
    ],
    "offer_one_unanswered_a_region": lambda: [
        make_offer(application=make_application(pin=the_pin())) for _ in range(2)
    ],
    "offer_answer_with_its_moment": lambda: make_offer(answer=Offer.Answer.YES),
}


def make_school_year():
    return SchoolYear.objects.create(
        name="2040-41", first_day=date(2040, 7, 1), last_day=date(2041, 6, 30)
    )


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
@pytest.mark.django_db
def test_the_database_refuses(break_it):
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it()


@pytest.mark.django_db
def test_a_region_can_have_a_partner_again_after_one_has_left():
    region = make_region()
    make_partner(region=region, ended_on=date(2017, 6, 30))

    assert make_partner(region=region).pk


@pytest.mark.django_db
def test_an_organization_can_apply_again_once_it_was_declined():
    make_application(pin=the_pin(), organization="Foundry", status="declined")

    assert make_application(pin=the_pin(), organization="Foundry").pk


@pytest.mark.django_db
def test_an_undecided_application_is_told_in_a_form_too():
    make_application(pin=the_pin(), organization="Foundry")
    again = make_application(organization="The Foundry")
    again.pin = the_pin()

    with pytest.raises(ValidationError, match="already applied for this city"):
        again.full_clean()


@pytest.mark.django_db
def test_published_terms_never_change():
    terms = Terms.objects.get(program=the_program(), version=1)
    terms.text = "Something else."

    with pytest.raises(ValidationError, match="Add a new version"):
        terms.full_clean()
    with pytest.raises(ValueError, match="never change"):
        terms.save()


@pytest.mark.django_db
def test_a_draft_of_terms_can_change_and_be_published():
    terms = Terms.objects.create(program=the_program(), version=2, text="First words.")
    terms.text, terms.published_on = "Better words.", DAY
    terms.save()

    assert Terms.objects.get(version=2).text == "Better words."


@pytest.mark.django_db
def test_an_event_says_which_states_cannot_attend_it():
    assert event("chicago").objections(["IL", "TX"]) == [
        "Texas already attends this year’s session in Atlanta, GA. Take it off there first, or "
        "leave it out here."
    ]
    assert event("summit").objections(["IL"]) == ["A summit is for every state, so none is named."]


@pytest.mark.django_db
def test_a_commitment_is_not_part_of_itself_nor_of_its_parts():
    top = Commitment.objects.get(program=the_program(), slug="community")
    part = Commitment.objects.create(program=the_program(), slug="part", position=1, parent=top)
    top.parent = part

    with pytest.raises(ValidationError, match="cannot be part of itself"):
        top.clean()


@pytest.mark.django_db
def test_a_region_lies_on_the_map():
    region = the_pin().region
    region.longitude = -region.longitude

    with pytest.raises(ValidationError, match="West is negative"):
        region.full_clean()


@pytest.mark.django_db
def test_terms_hold_from_their_day_on():
    Terms.objects.create(program=the_program(), version=2, text="Later.", published_on=DAY)

    versions = Terms.objects.filter(program=the_program())
    assert [t.version for t in versions.published(on=BEFORE)] == [1]
    assert [t.version for t in versions.published(on=DAY)] == [2, 1]


def test_a_slip_of_the_keyboard_in_a_year_is_refused():
    with pytest.raises(ValidationError, match="between 2000 and 2099"):
        Round(opens_on=date(16, 5, 20)).clean_fields(exclude=["program", "name"])


def test_an_event_and_a_school_year_do_not_last_for_ever():
    with pytest.raises(ValidationError, match="31 days at most"):
        ProgramEvent(first_day=date(2016, 1, 1), last_day=date(2017, 1, 1)).clean()
    with pytest.raises(ValidationError, match="not longer than a year"):
        SchoolYear(first_day=date(2016, 7, 1), last_day=date(2026, 6, 30)).clean()


@pytest.mark.parametrize(
    ("kind", "number", "window", "message"),
    [
        ("meetups", None, (DAY, DAY), "it needs a number"),
        ("calls", None, (DAY, DAY), None),
        ("privacy", None, (DAY, None), "Give both days"),
    ],
)
def test_a_counted_requirement_needs_a_number_and_a_whole_window(kind, number, window, message):
    asked = Requirement(kind=kind, number=number, window_from=window[0], window_until=window[1])

    if message is None:
        asked.clean()
    else:
        with pytest.raises(ValidationError, match=message):
            asked.clean()


@pytest.mark.parametrize(
    ("kind", "choices", "fits"),
    [("choice", "A\nB", True), ("choice", " \n", False), ("short", "A", False), ("long", "", True)],
)
def test_choices_belong_to_questions_that_offer_some(kind, choices, fits):
    question = Question(kind=kind, choices=choices)

    if fits:
        question.clean()
    else:
        with pytest.raises(ValidationError):
            question.clean()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Foundry, Inc.", "foundry"),
        ("Núñez Center", "NUNEZ  center"),
        ("St. Mary's", "St Mary s"),
    ],
)
def test_names_of_one_organization_have_one_key(one, other):
    assert organization_key(one) == organization_key(other)


def test_names_of_two_organizations_differ():
    assert organization_key("Foundry North") != organization_key("Foundry South")


DAYS = st.dates(date(2015, 1, 1), date(2018, 12, 31))
ROUNDS = st.lists(
    st.builds(
        lambda opens, length: Round(
            opens_on=opens, closes_on=length and opens + timedelta(days=length - 1)
        ),
        DAYS,
        st.one_of(st.none(), st.integers(1, 400)),
    ),
    max_size=5,
)


@given(DAYS, ROUNDS)
def test_applications_are_open_on_the_days_of_a_period_and_no_other(day, rounds):
    runs = any(r.opens_on <= day and (not r.closes_on or day <= r.closes_on) for r in rounds)

    assert period_on(day, rounds).is_open == runs


@given(DAYS, ROUNDS)
def test_a_period_to_come_is_told_before_one_that_is_over(day, rounds):
    period = period_on(day, rounds)

    if period.state == PeriodState.UPCOMING:
        assert period.opens_on == min(r.opens_on for r in rounds if r.opens_on > day)
    if period.state == PeriodState.CLOSED:
        assert period.closes_on == max(r.closes_on for r in rounds)


@pytest.mark.django_db
def test_a_pin_is_unserved_until_its_region_has_a_partner():
    pin = the_pin()
    make_partner(region=pin.region)

    assert pin not in Pin.objects.unserved()
    assert the_pin("fresno-ca") in Pin.objects.unserved()


@pytest.mark.django_db
def test_one_program_is_current():
    assert list(Program.objects.current()) == [the_program()]
