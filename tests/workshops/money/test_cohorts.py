"""What a teacher group brings: at every edge of the rule, and always to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.models import FundingTerms, PartnerRequirement, PartnerYear
from plp.core.money import to_cent
from tests.make import make_cohort, make_partner, make_teacher
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from tests.workshops.make_money import make_reimbursement
from tests.workshops.money.group import DAYS, make_group
from workshops.models import CohortTeacher, Reimbursement
from workshops.money.cohorts import (
    NO_DAY,
    NO_TERMS,
    NO_YEAR,
    NOT_ASKED,
    NOTHING,
    URBAN_UNKNOWN,
    WAIVED,
    claim_of,
    claims_of,
    difference_of,
    work_out,
)
from workshops.money.records import Day, Funded, Known

ON = date(2016, 12, 20)
SOME = settings(max_examples=300)


def claimed(group, claim, status="sent"):
    """Keep a claim as a request that is asked for."""
    request = make_reimbursement(
        partner_year=group.year, cohort=group.cohort, kind=claim.kind, status=status
    )
    for position, line in enumerate(claim.lines, 1):
        request.lines.create(
            position=position,
            kind=line.kind,
            part=line.part,
            session_id=line.session,
            terms_id=line.terms,
            text=line.text,
            amount=line.amount,
        )
    return request


@pytest.mark.parametrize(
    ("teachers", "urban", "whole"),
    [
        (4, "no", 0),
        (5, "no", 4800),
        (10, "no", 5600),
        (11, "no", 7760),
        (4, "yes", 0),
        (5, "yes", 6000),
        (10, "yes", 7000),
        (11, "yes", 9700),
    ],
)
def test_brings_what_the_terms_say(db, teachers, urban, whole):
    group = make_group(teachers, DAYS, urban=urban)

    claim = claim_of(group.cohort, ON)

    assert claim.whole == claim.total == whole
    assert len(claim.funded) == teachers


def test_is_paid_in_a_part_for_each_day(db):
    group = make_group(5, DAYS[:2])

    claim = claim_of(group.cohort, ON)

    assert [(line.kind, line.part, line.amount) for line in claim.lines] == [
        ("part", 1, 1200),
        ("part", 2, 1200),
    ]
    assert [line.text for line in claim.lines] == [
        "Part 1 of 4, workshop day of Thursday, 8 September 2016: 1/4 of $4,800",
        "Part 2 of 4, workshop day of Saturday, 8 October 2016: 2/4 of $4,800, less $1,200 for "
        "what came before",
    ]
    assert (claim.parts, claim.kind, claim.obstacles, claim.difference) == (4, "cohort", [], 0)


def test_keeps_each_step_in_cents_the_sum_last(db):
    claim = claim_of(make_group(5, DAYS[:1]).cohort, ON)

    assert claim.steps[-1][1] == 480_000
    assert all(isinstance(cents, int) for _, cents in claim.steps)


def test_asks_for_parts_that_are_not_asked_for(db):
    group = make_group(5, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON))
    group.complete(DAYS[1])

    claim = claim_of(group.cohort, ON)

    assert [line.part for line in claim.lines] == [2]
    assert claim.total == 1200


def test_has_nothing_to_ask_for_twice(db):
    group = make_group(5, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON))

    claim = claim_of(group.cohort, ON)

    assert (claim.lines, claim.total, claim.obstacles) == ([], 0, [NOTHING])


@pytest.mark.parametrize("status", ["draft", "returned", "declined", "withdrawn"])
def test_counts_only_what_is_asked_for(db, status):
    group = make_group(5, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON), status)

    assert claim_of(group.cohort, ON).total == 1200


def test_corrects_what_was_asked_for_in_a_line_of_its_own(db):
    group = make_group(11, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON))
    CohortTeacher.objects.filter(teacher=group.teachers[0]).delete()
    group.complete(DAYS[1])

    claim = claim_of(group.cohort, ON)

    assert [(line.kind, line.amount) for line in claim.lines] == [
        ("correction", 1400 - 1940),
        ("part", 1400),
    ]
    assert claim.lines[0].text == (
        "Correction of part 1: 1/4 of $5,600, less $1,940 asked for before"
    )
    assert claim.difference == -540
    assert claim.kind == "cohort"


def test_is_an_adjustment_where_no_part_is_new(db):
    group = make_group(10, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON))
    late = make_teacher()
    group.cohort.members.create(teacher=late)
    workshop = group.year.workshops.get()
    make_attendance(make_enrollment(workshop, late), workshop.sessions.get())

    claim = claim_of(group.cohort, ON)

    assert (claim.kind, claim.total) == ("adjustment", 1940 - 1400)
    assert difference_of(group.cohort, ON) == 540


def test_gives_back_what_a_reopened_workshop_brought(db):
    group = make_group(5, DAYS[:1])
    claimed(group, claim_of(group.cohort, ON))
    group.year.workshops.update(status="in_progress")

    claim = claim_of(group.cohort, ON)

    assert (claim.kind, claim.total) == ("adjustment", -1200)
    assert claim.obstacles == []


def test_asks_again_for_a_part_between_others(db):
    group = make_group(5, DAYS[:1])
    first = claimed(group, claim_of(group.cohort, ON))
    group.complete(DAYS[1])
    claimed(group, claim_of(group.cohort, ON))
    Reimbursement.objects.filter(pk=first.pk).update(status="declined")

    claim = claim_of(group.cohort, ON)

    assert [(line.kind, line.amount) for line in claim.lines] == [("correction", 1200)]


def test_funds_who_was_present_and_is_in_the_group(db):
    group = make_group(5)
    workshop = group.complete(DAYS[0], present=group.teachers[:3])
    make_attendance(make_enrollment(workshop, group.teachers[3]), is_present=False)
    make_attendance(make_enrollment(workshop))  # came, and is in no group

    assert [one.teacher for one in claim_of(group.cohort, ON).funded] == [
        teacher.pk for teacher in group.teachers[:3]
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"course": "other"},
        {"partner_year": "other"},
        {"seat": "cancelled"},
        {"day": date(2016, 12, 21)},
    ],
)
def test_does_not_fund_for_other_days(db, fields):
    group, other = make_group(1), make_group(1)
    which = {"partner_year": group.year, "course": group.cohort.course, "status": "in_progress"}
    if "course" in fields:
        which["course"] = other.cohort.course
    if "partner_year" in fields:
        which["partner_year"] = other.year
    which["status"] = fields.get("status", which["status"])
    workshop = make_workshop(fields.get("day", DAYS[0]), **which)
    seat = fields.get("seat", "enrolled")
    make_attendance(make_enrollment(workshop, group.teachers[0], status=seat))

    assert claim_of(group.cohort, ON).funded == []


def test_funds_a_teacher_of_two_groups_in_each(db):
    group = make_group(5, DAYS[:1])
    other = make_group(0, partner=group.cohort.partner)
    other.cohort.members.create(teacher=group.teachers[0])
    other.complete(date(2016, 9, 9), present=group.teachers[:1])

    claims = claims_of([group.cohort, other.cohort], ON)

    assert [len(claims[each.pk].funded) for each in (group.cohort, other.cohort)] == [5, 1]


def test_names_the_first_day_on_which_they_were_present(db):
    group = make_group(1)
    group.complete(DAYS[1])
    group.complete(DAYS[0])

    assert claim_of(group.cohort, ON).funded[0].day == DAYS[0]


def test_takes_two_half_days_for_a_day(db):
    group = make_group(5)
    for day in DAYS[:3]:
        workshop = group.complete(day)
        workshop.sessions.update(worth="0.5")

    claim = claim_of(group.cohort, ON)

    assert [line.part for line in claim.lines] == [1]
    assert claim.completed[0].day == DAYS[1]


def test_never_pays_more_parts_than_there_are(db):
    group = make_group(5, [*DAYS, date(2016, 12, 9)])

    claim = claim_of(group.cohort, ON)

    assert (len(claim.lines), claim.total) == (4, 4800)


def test_pays_each_part_by_the_terms_of_its_day(db):
    later = {"from_day": date(2016, 11, 1), "small_cohort": 8000}
    group = make_group(5, DAYS, terms=[{}, later])

    claim = claim_of(group.cohort, ON)

    assert [line.amount for line in claim.lines] == [1200, 1200, 6600 - 2400, 2200]
    assert claim.total == claim.whole == 8800
    assert len(claim.workings) == 2


def test_has_as_many_parts_as_the_terms_say(db):
    group = make_group(5, DAYS[:1], terms=[{"parts": 3}])

    claim = claim_of(group.cohort, ON)

    assert (claim.parts, claim.total) == (3, 1600)


def test_needs_no_days_of_the_partner_where_the_terms_name_the_parts(db):
    group = make_group(5, DAYS[:1], terms=[{"parts": 3}])
    PartnerRequirement.objects.filter(partner_year=group.year).delete()

    assert claim_of(group.cohort, ON).total == 1600


def test_rounds_a_half_number_of_days_up(db):
    group = make_group(5, DAYS[:1], required=Decimal("2.5"))

    assert claim_of(group.cohort, ON).parts == 3


def test_adds_up_where_parts_are_not_whole_cents(db):
    terms = [{"small_cohort": Decimal("1000.01"), "per_teacher": 0, "parts": 3}]
    claim = claim_of(make_group(5, DAYS[:3], terms=terms).cohort, ON)

    assert [line.amount for line in claim.lines] == [
        Decimal("333.34"),
        Decimal("333.33"),
        Decimal("333.34"),
    ]


# Why nothing can be sent


def test_waits_for_staff_to_say_who_is_urban(db):
    claim = claim_of(make_group(5, DAYS[:1], urban="").cohort, ON)

    assert (claim.obstacles, claim.total) == ([URBAN_UNKNOWN], 1200)


def test_says_that_a_group_is_too_small_and_what_to_do(db):
    claim = claim_of(make_group(4, DAYS[:1]).cohort, ON)

    assert claim.lines == []
    assert claim.obstacles == claim.remarks
    assert "4 funded teachers: a group of fewer than 5 learns online" in claim.remarks[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"waived_because": "They learn online."}, WAIVED),
        ({"number": 0}, NOT_ASKED),
    ],
)
def test_brings_nothing_where_no_days_are_asked(db, change, sentence):
    group = make_group(5, DAYS[:1])
    PartnerRequirement.objects.filter(partner_year=group.year).update(**change)

    claim = claim_of(group.cohort, ON)

    assert (claim.obstacles, claim.lines) == ([sentence], [])


def test_needs_a_completed_day(db):
    claim = claim_of(make_group(5).cohort, ON)

    assert (claim.obstacles, claim.lines, claim.whole) == ([NO_DAY], [], 0)


def test_needs_terms_for_each_day(db):
    group = make_group(5, DAYS[:2], terms=[{"from_day": DAYS[1]}])

    assert claim_of(group.cohort, ON).obstacles == [NO_TERMS]


def test_needs_a_year_in_the_program(db):
    cohort = make_cohort(make_teacher(), partner=make_partner())

    assert claim_of(cohort, ON).obstacles == [NO_YEAR]


# However many


def test_takes_as_many_queries_for_many_groups_as_for_one(db):
    groups = [make_group(2, DAYS[:2]) for _ in range(3)]

    def queries(some):
        with CaptureQueriesContext(connection) as asked:
            claims_of([group.cohort for group in some], ON)
        return len(asked)

    assert queries(groups) == queries(groups[:1]) <= 6


amounts = st.integers(0, 10_000_00).map(lambda cents: Decimal(cents) / 100)
rows = st.builds(
    FundingTerms,
    small_cohort=amounts,
    large_cohort=amounts,
    per_teacher=amounts,
    smallest_cohort=st.integers(1, 12),
    small_cohort_up_to=st.integers(1, 20),
    urban_uplift_percent=st.integers(0, 100),
    uplift_on=st.sampled_from(FundingTerms.UpliftOn.values),
)


@st.composite
def knowns(draw):
    """What is known of a group with any terms, days, teachers and requests."""
    terms = [draw(rows) for _ in range(draw(st.integers(1, 3)))]
    for number, row in enumerate(terms):
        row.pk, row.from_day = number + 1, date(2016, 1 + 4 * number, 1)
    worths = draw(st.lists(st.sampled_from([Decimal(1), Decimal("0.5")]), max_size=9))
    done = [Day(n, n, date(2016, 1 + n, 8), worth) for n, worth in enumerate(worths)]
    funded = [Funded(n, "", "", 0, 0, ON) for n in range(draw(st.integers(0, 25)))]
    required = PartnerRequirement(number=draw(st.integers(1, 8)) * Decimal("0.5"))
    year = PartnerYear(urban=draw(st.sampled_from(["yes", "no", ""])))
    parts, asked = draw(st.integers(0, 6)), draw(amounts)
    return Known(ON, year, required, terms[::-1], done, funded, parts, asked if parts else 0)


@given(knowns())
@SOME
def test_lines_always_add_up_to_what_is_due(known):
    claim = work_out(known)

    done = min(len(claim.completed), claim.parts)
    due = to_cent(claim.whole * done / claim.parts) if done else 0
    assert claim.total == due - known.claimed
    assert all(line.amount == to_cent(line.amount) for line in claim.lines)


@given(knowns())
@SOME
def test_asks_for_nothing_more_once_asked(known):
    claim = work_out(known)
    parts = max([known.parts_claimed, *(line.part or 0 for line in claim.lines)])

    again = work_out(known._replace(parts_claimed=parts, claimed=known.claimed + claim.total))

    assert (again.lines, again.difference) == ([], 0)


@given(knowns())
@SOME
def test_comes_to_the_same_in_parts_as_at_once(known):
    known = known._replace(parts_claimed=0, claimed=Decimal(0))
    at_once, total = work_out(known).total, Decimal(0)

    for number in range(len(known.days) + 1):
        part = known._replace(days=known.days[:number])
        claim = work_out(part._replace(parts_claimed=part.parts_claimed, claimed=total))
        total += claim.total
        parts = max([known.parts_claimed, *(line.part or 0 for line in claim.lines)])
        known = known._replace(parts_claimed=parts)

    assert total == at_once


def test_lines_add_up_in_the_database_too(db):
    group = make_group(12, DAYS)

    @given(st.lists(amounts, min_size=3, max_size=3), st.integers(1, 7), st.integers(4, 12))
    @settings(max_examples=12)
    def check(figures, parts, teachers):
        amounts = dict(zip(["small_cohort", "large_cohort", "per_teacher"], figures, strict=True))
        FundingTerms.objects.update(**amounts, parts=parts)
        known = claim_of(group.cohort, ON).known
        claim = work_out(known._replace(funded=known.funded[:teachers]))

        request = claimed(group, claim, "withdrawn")

        summed = Reimbursement.objects.with_total().get(pk=request.pk).total
        assert (summed or 0) == claim.total

    check()
