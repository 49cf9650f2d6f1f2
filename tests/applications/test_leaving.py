"""Leaving and staying: what is still open, an end that is called off, a region that is awaited."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from applications import actions
from applications.models import Partner, RequirementProposal
from applications.registry import open_at
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_admin_moves import confirm, url
from tests.browsing import said
from tests.make import (
    make_call,
    make_member,
    make_partner,
    make_partner_requirement,
    make_program_year,
    make_school_year,
)

pytestmark = pytest.mark.django_db

ON = date(2030, 12, 5)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2030-12-05 12:00-08:00", tick=False):
        yield


@pytest.fixture
def partner():
    return make_partner(organization="Larkspur Office")


def leave(partner, administrator):
    actions.end_partnership(
        partner, by=administrator, last_day=date(2031, 6, 30), reason="They asked.", on=ON
    )


def test_names_what_is_open(partner, administrator):
    year = make_program_year(school_year=make_school_year(2030))
    row = make_partner_requirement(partner=partner, program_year=year)
    RequirementProposal.objects.create(requirement=row, number=6, reason="More.", by=administrator)
    make_call(row.partner_year, status="agreed", at="2031-01-08T18:00Z")

    found = list(open_at(partner, ON))

    assert "Meetups: the change proposed on 5 December 2030 is not answered." in found
    assert [sentence for sentence in found if "progress call" in sentence.lower()]


def test_the_page_that_ends_a_partnership_says_what_is_open(staff, partner):
    row = make_partner_requirement(partner=partner)
    make_call(row.partner_year, status="agreed", at="2031-01-08T18:00Z")

    page = said(staff.get(url("end", partner, model="partner")))

    assert "Still open</h2>" in page
    assert "8 January 2031" in page


def test_a_planned_end_is_called_off_and_its_people_told(staff, administrator, partner):
    member = make_member(partner)
    leave(partner, administrator)

    confirm(staff, "keep", partner, model="partner")()

    partner.refresh_from_db()
    assert (partner.ends_on, partner.ended_on, partner.end_reason) == (None, None, "")
    told = Message.objects.get(what="partnership-kept")
    assert told.to == member.user.email
    assert "does not end on Monday, 30 June 2031" in told.text


def test_a_planned_end_may_move_to_another_day(staff, administrator, partner):
    make_member(partner)
    leave(partner, administrator)
    data = {"last_day": "2031-03-31", "reason": "They asked for it."}

    with time_machine.travel("2030-12-06 12:00-08:00", tick=False):
        confirm(staff, "end", partner, model="partner", data=data)()

    assert Partner.objects.get().ends_on == date(2031, 3, 31)
    assert Message.objects.filter(what="partnership-ends").count() == 2


def test_what_has_ended_or_was_never_to_end_is_not_called_off(administrator, partner):
    with pytest.raises(TransitionError, match="No end is planned"):
        actions.keep_partnership(partner, by=administrator)
    actions.end_partnership(
        partner, by=administrator, last_day=date(2030, 12, 1), reason="Over.", on=ON
    )

    with pytest.raises(TransitionError, match="It has ended"):
        actions.keep_partnership(partner, by=administrator)

    assert not Message.objects.filter(what="partnership-kept").exists()


def test_the_page_of_a_partner_that_left_leads_to_telling_who_waits(staff, administrator, partner):
    page = reverse("admin:applications_partner_change", args=[partner.pk])
    step = reverse(
        "admin:applications_region_step", args=["tell-waiting"], query={"ids": partner.region_id}
    )
    assert step not in said(staff.get(page))
    actions.end_partnership(
        partner, by=administrator, last_day=date(2030, 12, 1), reason="Over.", on=ON
    )

    assert step in said(staff.get(page))
