"""The demo's workshops: everything that the pages of partners, facilitators and staff show."""

from datetime import date
from itertools import pairwise

import pytest
from django.test import TestCase
from django.utils import timezone

from applications.models import PartnerYear
from applications.registry import load_demo_records
from tests.make import (
    make_course,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_school_year,
)
from workshops.models import (
    Assignment,
    Attendance,
    Booking,
    Certificate,
    CommunityEvent,
    Enrollment,
    Feedback,
    Session,
    WalkIn,
    Workshop,
)

pytestmark = pytest.mark.django_db

ON = date(2031, 11, 20)


def load(on):
    """Load the demo for five partners in a school year; the first has a manager."""
    program_year = make_program_year(school_year=make_school_year(2031))
    program_year.courses.add(make_course(name="CS Principles"))
    partners = [make_partner(started_on=date(2030, 1, 1)) for _ in range(5)]
    for partner in partners:
        make_partner_year(partner=partner, program_year=program_year)
    make_member(partners[0])
    load_demo_records(on)
    return partners


def statuses(model):
    return {*model.objects.values_list("status", flat=True)}


class OnOneDayTest(TestCase):
    """Loading it takes long, so that all of these read one and the same."""

    @classmethod
    def setUpTestData(cls):
        cls.partner, *_ = load(ON)

    def test_has_workshops_and_people_in_every_status(self):
        assert statuses(Workshop) == {*Workshop.Status.values}
        assert statuses(Assignment) == {*Assignment.Status.values}
        assert statuses(Enrollment) == {"enrolled", "waitlisted", "offered"}
        assert WalkIn.objects.waiting().exists()

    def test_has_community_events_of_every_kind_and_status(self):
        made = self.partner.community_events
        assert {*made.values_list("kind", flat=True)} == {*CommunityEvent.Kind.values}
        assert {*made.values_list("status", flat=True)} == {*CommunityEvent.Status.values}

    def test_those_that_are_over_are_before_today_and_one_is_on_today(self):
        days = Session.objects.values_list("workshop__status", "day")
        assert all(day < ON for status, day in days if status == "completed")
        assert [day for status, day in days if status == "in_progress"] == [ON]
        assert all(day > ON for status, day in days if status in {"planned", "open"})
        moments = [*Workshop.objects.get(status="in_progress").changes.values_list("at", flat=True)]
        assert moments == sorted(moments)

    def test_is_full_with_people_who_wait_and_nowhere_beyond_its_seats(self):
        for workshop in Workshop.objects.all():
            taken = workshop.enrollments.taking_seats().count()
            assert taken <= workshop.capacity
            assert taken == workshop.capacity or not workshop.enrollments.in_line().exists()

    def test_who_was_there_has_a_certificate_and_six_have_answered(self):
        first = Workshop.objects.of(self.partner).filter(status="completed").first()
        assert first.enrollments.filter(attendances__is_present=True).count() == 11
        assert Certificate.objects.filter(enrollment__workshop=first).count() == 11
        assert Feedback.objects.filter(enrollment__workshop=first).count() == 6

    def test_who_is_confirmed_is_booked_on_its_days(self):
        confirmed = Assignment.objects.confirmed().exclude(workshop__status="cancelled")
        assert Booking.objects.count() == confirmed.filter(workshop__sessions__gt=0).count() > 0

    def test_nobody_was_marked_later_than_now(self):
        assert not Attendance.objects.filter(marked_at__gt=timezone.now()).exists()

    def test_every_record_is_valid(self):
        for model in (Workshop, Session, Assignment, Booking, Enrollment, Feedback, WalkIn):
            for record in model.objects.all():
                record.full_clean()


@pytest.mark.parametrize("on", [date(2031, 7, 1), date(2032, 6, 30)])
def test_it_can_be_loaded_on_the_first_and_the_last_day_of_the_year(on):
    load(on)

    assert Workshop.objects.filter(status="in_progress").count() == 1
    year = PartnerYear.objects.first().program_year.school_year
    assert all(
        year.first_day <= day <= year.last_day
        for day in Session.objects.filter(workshop__number=1).values_list("day", flat=True)
    )


@pytest.mark.parametrize("day", [17, 22])  # a Monday, and a Saturday as most workshops are
def test_nobody_leads_two_at_once(day):
    load(date(2031, 11, day))
    booked = Booking.objects.order_by("facilitator", "begins_at")
    rows = list(booked.values_list("facilitator", "begins_at", "ends_at"))

    for (person, _, ends), (other, begins, _) in pairwise(rows):
        assert person != other or ends <= begins
