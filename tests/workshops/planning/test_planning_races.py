"""A form that is sent twice at the same moment, on PostgreSQL: its workshops are planned once."""

from datetime import date

import pytest

from applications.models import Partner
from plp.core.codes import new_code
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.facilitators.make import make_facilitator
from tests.make import make_course, make_partner_year, make_user
from tests.workshops.planning.make import a_day
from workshops.actions.planning import Wanted, plan_workshops
from workshops.models import Assignment, Workshop

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("round", range(3))
def test_of_one_form_sent_twice_at_once_each_workshop_is_planned_once(round):
    year, course, by = make_partner_year(), make_course(), make_user()
    lead = make_facilitator()
    wanted = [
        Wanted(new_code(), [a_day(date(2031, 10, day))], lead, {"zone": "America/Chicago"})
        for day in (4, 11)
    ]

    def plan():
        return [each.code for each in plan_workshops(year, course, wanted, by=by)]

    first, second = at_once(plan, plan)

    assert set(first) == set(second) == {each.code for each in wanted}
    assert Workshop.objects.count() == Assignment.objects.count() == 2


@pytest.mark.parametrize("round", range(3))
def test_two_forms_sent_at_once_take_different_numbers(round):
    year, course, by = make_partner_year(), make_course(), make_user()

    def plan():
        fields = {"zone": "America/Chicago"}
        wanted = Wanted(new_code(), [a_day(date(2031, 10, 4))], None, fields)
        return plan_workshops(year, course, [wanted], by=by)[0].number

    assert sorted(at_once(plan, plan)) == [1, 2]


def test_nothing_is_planned_for_a_partnership_that_has_just_ended():
    year = make_partner_year()
    Partner.objects.update(ended_on=date(2030, 1, 1), ends_on=date(2030, 1, 1))
    wanted = Wanted(new_code(), [a_day(date(2031, 10, 4))], None, {"zone": "America/Chicago"})

    with pytest.raises(TransitionError, match="The partnership has ended"):
        plan_workshops(year, make_course(), [wanted], by=make_user())

    assert not Workshop.objects.exists()
