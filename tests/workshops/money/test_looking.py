"""What waits at partners: of events, requests, payments and funding, in one query."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications.models import Partner
from applications.registry import Look
from tests.make import (
    make_cohort,
    make_community_event,
    make_course,
    make_partner_year,
    make_program_year,
    make_requirement,
)
from tests.workshops.make import make_session, make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from workshops.models import FundingNeed, FundingTarget, Objection, OtherFunding
from workshops.money.looking import waiting

pytestmark = pytest.mark.django_db

ON = date(2016, 10, 20)
DAY = date(2016, 10, 8)


@pytest.fixture
def year():
    """A confirmed year of a partner, which is to host four workshop days of a course."""
    asked = make_requirement(kind="workshop_days", course=make_course(), number=4)
    year = make_partner_year(program_year=asked.program_year)
    year.move("confirmed", by=None)
    return year


def look(on=ON):
    return Look(Partner.objects.all(), on)


def found(on=ON):
    return waiting(look(on))


def group_with(year, *days, **fields):
    """Its teacher group, with completed workshop days."""
    course = year.program_year.requirements.get().course
    for day in days:
        make_workshop(day, partner_year=year, course=course, status="completed", **fields)
    school_year = year.program_year.school_year
    return make_cohort(partner=year.partner, course=course, school_year=school_year)


def test_names_requests_that_are_not_sent_or_came_back_and_why(year):
    make_reimbursement(partner_year=year, kind="invoice", title="Room")
    back = make_reimbursement(partner_year=year, kind="invoice", title="Bus", status="returned")
    back.changes.create(old="sent", new="returned", note="Which day?")
    for status in ["sent", "approved", "paid", "declined", "withdrawn"]:
        make_reimbursement(partner_year=year, kind="invoice", title="Other", status=status)

    said = [(each.about, each.is_returned, each.word) for each in found().requests]

    assert said == [("Room", False, ""), ("Bus", True, "Which day?")]


def test_names_payments_until_they_are_paid_the_next_due_first():
    make_payable(500, due_on=ON + timedelta(days=9), status="approved")
    make_payable(500, due_on=ON)
    for status in ["paid", "void"]:
        make_payable(500, status=status)

    payments = found().payments

    assert [(each.due_on, each.is_to_approve) for each in payments] == [
        (ON, True),
        (ON + timedelta(days=9), False),
    ]


def test_names_objections_until_they_are_answered():
    owed = make_payable(500)
    Objection.objects.create(line=owed.lines.get(), text="Two days")

    [objection] = found().objections
    assert (objection.payable, objection.payee) == (owed.pk, owed.payee.name)

    Objection.objects.update(answered_at="2016-10-20T12:00Z")
    assert not found().objections


def test_names_events_that_are_planned_or_can_be_claimed(year):
    for status, title in [("planned", "To come"), ("completed", "Done"), ("cancelled", "Off")]:
        headcount = 9 if status == "completed" else None
        make_community_event(
            partner=year.partner, title=title, day=DAY, status=status, headcount=headcount
        )
    claimed = make_community_event(
        partner=year.partner, title="Claimed", day=DAY, status="completed", headcount=9
    )
    make_reimbursement(partner_year=year, kind="event", event=claimed, status="sent")

    said = {each.title: each.is_planned for each in found().events}

    assert said == {"To come": True, "Done": False}


def test_names_groups_with_completed_days_that_were_not_claimed(year):
    cohort = group_with(year, DAY, DAY + timedelta(days=7))

    [group] = found().groups
    assert (group.key, group.days, group.claimed, group.is_to_claim) == (cohort.pk, 2, 0, True)
    assert group.last_day == DAY + timedelta(days=7)

    request = make_reimbursement(partner_year=year, cohort=cohort, status="approved")
    session = cohort.partner.years.get().workshops.last().sessions.get()
    request.lines.create(position=1, kind="part", part=2, session=session, text="2", amount=1)
    assert [each.is_to_claim for each in found().groups] == [False]


def test_half_days_make_whole_ones_and_no_group_has_more_days_than_parts(year):
    cohort = group_with(year, *[DAY + timedelta(days=n) for n in range(3)])
    workshop = year.workshops.first()
    make_session(workshop, day=DAY + timedelta(days=20), worth="0.5")
    assert [each.days for each in found().groups] == [3]

    make_session(workshop, day=DAY + timedelta(days=21), worth="0.5")
    make_session(workshop, day=DAY + timedelta(days=22))
    assert [each.days for each in found().groups] == [4]

    make_reimbursement(partner_year=year, cohort=cohort)
    assert not found().groups, "it is begun"


def test_a_group_whose_days_are_waived_brings_nothing(year):
    group_with(year, DAY)
    year.requirements.update(waived_because="They learn online.")

    assert not found().groups

    year.program_year.program.funding_terms.update(parts=3)
    assert not found().groups, "also where the terms name the parts"


def test_names_targets_with_what_is_found_of_that_year(year):
    program = year.program_year.program
    first = year.program_year.school_year.first_day
    second = make_program_year(program=program, number=2)
    FundingTarget.objects.create(program=program, percent=50, of_year=2, by_end_of_year=1)
    later = second.school_year
    later.first_day = first.replace(year=first.year + 1)
    later.last_day = later.first_day + timedelta(days=300)
    later.save()

    [target] = found().targets
    assert (target.need, target.found, target.is_met) == (None, 0, False)

    FundingNeed.objects.create(partner=year.partner, school_year=later, amount="100.02")
    for amount in ["25.01", "25.00"]:
        OtherFunding.objects.create(
            partner=year.partner, school_year=later, source="A fund", amount=amount, since=ON
        )
    [target] = found().targets
    assert (target.need, target.found) == (Decimal("100.02"), Decimal("50.01"))
    assert target.is_met


def test_asks_once_and_of_partners_that_are_active(year, django_assert_num_queries):
    make_payable(500)
    Partner.objects.update(ended_on=ON)
    looked = look()
    assert looked.partners
    assert waiting(looked).payments == []

    Partner.objects.update(ended_on=None)
    looked = look()
    assert looked.lines
    with django_assert_num_queries(1):
        assert looked.once(waiting).payments
        assert looked.once(waiting).requests == []
