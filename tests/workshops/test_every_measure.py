"""Of every kind of requirement: what is counted is what the rows that it opens are worth."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.measures import MEASURES, Amount, amounts, rows_behind
from applications.models import (
    Confirmation,
    OnboardingDone,
    PartnerRequirement,
    ProgressCall,
    Requirement,
)
from applications.models.commitments import NUMBERED_KINDS
from tests.facilitators.make import make_accreditation, make_contract, make_facilitator
from tests.make import (
    make_call,
    make_community_event,
    make_confirmation,
    make_course,
    make_event,
    make_member,
    make_onboarding_item,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_registration,
    make_requirement,
    make_school_year,
    make_teacher,
    make_user,
)
from tests.workshops.make import make_leading, make_workshop
from tests.workshops.make_money import make_payable
from workshops.models import Assignment, CommunityEvent, CountedAnyway, Payable, Workshop

Kind = Requirement.Kind
START = date(2044, 7, 1)
ON_EVENTS = [Kind.SUMMIT, Kind.SUMMER_SESSION]
MOST = 14  # records of an example

yes_or_no = st.booleans()
a_day = st.integers(-40, 800).map(lambda n: START + timedelta(days=n))
a_window = st.one_of(st.none(), st.tuples(a_day, a_day).map(sorted))


def of_community(draw, world):
    make_community_event(
        partner=draw(world.partner),
        kind=draw(st.sampled_from(CommunityEvent.Kind.values)),
        status=draw(st.sampled_from(CommunityEvent.Status.values)),
        day=draw(a_day),
    )


def of_calls(draw, world):
    at = datetime.combine(draw(a_day), datetime.min.time(), UTC)
    hour = timedelta(hours=draw(st.integers(0, 23)))
    status = draw(st.sampled_from(ProgressCall.Status.values))
    make_call(draw(st.sampled_from(world.years)), at=at + hour, status=status)


def of_confirmations(draw, world):
    if rows := [row for row in world.rows if row.requirement.kind in {"funding", "privacy"}]:
        make_confirmation(
            draw(st.sampled_from(rows)),
            status=draw(st.sampled_from(Confirmation.Status.values)),
            done_on=START,
            valid_until=draw(st.one_of(st.none(), st.just(START + timedelta(days=90)))),
        )


def of_managers(draw, world):
    member = make_member(draw(world.partner), may_manage=draw(yes_or_no))
    for item in world.items:
        if draw(yes_or_no):
            OnboardingDone.objects.create(user=member.user, item=item)


def of_events(draw, world):
    is_teacher = draw(yes_or_no)
    make_registration(
        event=draw(st.sampled_from(world.events)),
        partner=draw(world.partner),
        member=None if is_teacher else make_user(),
        teacher=make_teacher() if is_teacher else None,
        attended=draw(st.sampled_from([None, True, False])),
    )


def of_workshops(draw, world):
    """A workshop of one day or two, led by somebody who may do so, or not, or nobody."""
    if not world.years:
        return
    year = draw(st.sampled_from(world.years))
    workshop = make_workshop(
        *draw(st.lists(a_day, min_size=1, max_size=2, unique=True)),
        partner_year=year,
        course=draw(st.sampled_from(world.courses)),
        status=draw(st.sampled_from(Workshop.Status.values)),
        mode=draw(st.sampled_from(Workshop.Mode.values)),
    )
    if draw(yes_or_no):
        workshop.sessions.update(worth=Decimal("0.5"))
    if draw(yes_or_no):
        status = draw(st.sampled_from(Assignment.Status.values))
        person = _leader(draw, year, workshop.course)
        leads = make_leading(workshop, facilitator=person, status=status)
        if draw(yes_or_no):
            _owed(draw, leads)
    if draw(yes_or_no):
        CountedAnyway.objects.create(workshop=workshop, reason="Snow.", by=None)


def _owed(draw, leads):
    """What they are owed, on time or not."""
    status = draw(st.sampled_from(Payable.Status.values))
    paid = {"paid_on": draw(a_day)} if status == Payable.Status.PAID else {}
    make_payable(500, assignment=leads, status=status, due_on=draw(a_day), **paid)


def _leader(draw, year, course):
    person = make_facilitator()
    days = {"first_day": START - timedelta(days=40), "last_day": START + timedelta(days=400)}
    if draw(yes_or_no):
        make_accreditation(facilitator=person, course=course, **days)
    if draw(yes_or_no):
        make_contract(
            facilitator=person,
            partner=year.partner,
            school_year=year.program_year.school_year,
            courses=[course],
            status="in_force",
        )
    return person


MAKES = {
    of_community: {*CommunityEvent.MEETS.values()},
    of_calls: {Kind.CALLS},
    of_confirmations: {Kind.FUNDING, Kind.PRIVACY},
    of_managers: {Kind.MANAGER},
    of_events: {*ON_EVENTS},
    of_workshops: {Kind.WORKSHOP_DAYS, Kind.FACILITATED},
}


def test_every_kind_that_is_measured_is_tried_here():
    assert set().union(*MAKES.values()) >= MEASURES.keys()


class World:
    """Two partners with the same two years, asked for some kinds of requirements, at random."""

    def __init__(self, draw):
        partners = [make_partner(), make_partner()]
        self.courses = [make_course(), make_course()]
        self.partner = st.sampled_from(partners)
        first, second = [
            make_program_year(school_year=make_school_year(START.year + n)) for n in range(2)
        ]
        asked = [
            self._asked(draw, year, kind)
            for year in (first, second)
            for kind in sorted(MEASURES)
            if draw(yes_or_no)
        ]
        self.rows = [
            make_partner_requirement(partner=partner, requirement=each)
            for each in asked
            for partner in partners
        ]
        self.years = sorted({row.partner_year for row in self.rows}, key=lambda year: year.pk)
        self.items = [make_onboarding_item(program=first.program) for _ in range(2)]
        self.events = [make_event(program_year=first, kind=kind) for kind in ON_EVENTS]

    def _asked(self, draw, year, kind):
        window = draw(a_window)
        return make_requirement(
            program_year=year,
            kind=kind,
            course=self.courses[0] if kind == Kind.WORKSHOP_DAYS else None,
            number=2 if kind in NUMBERED_KINDS else None,
            window_from=window and window[0],
            window_until=window and window[1],
        )


class EveryMeasureTest(TestCase):
    """What each number says, and what the rows behind it are worth."""

    @pytest.mark.django_db
    @settings_of_hypothesis(max_examples=12, deadline=None)
    @given(st.data())
    def test_a_number_is_what_the_rows_that_it_opens_are_worth(self, data):
        world = World(data.draw)
        for make in data.draw(st.lists(st.sampled_from([*MAKES]), max_size=MOST)):
            if make is not of_calls or world.years:
                make(data.draw, world)
        on = data.draw(a_day)
        every = PartnerRequirement.objects.filter(pk__in=[row.pk for row in world.rows])
        kinds = {row.requirement.kind for row in world.rows}
        found = amounts({k: every.filter(requirement__kind=k) for k in kinds}, on)

        for row in world.rows:
            amount, behind = found.get(row.pk), rows_behind(row, on)
            assert (amount is not None) == bool(behind), row
            worth = {True: Decimal(0), False: Decimal(0)}
            for each in behind:
                worth[each.is_done] += each.worth
            counted = amount or Amount()
            assert worth == {True: counted.done, False: counted.planned}, row
