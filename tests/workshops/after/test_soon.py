"""Reminders 10 and 3 days before a workshop, once each, whenever the job runs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plp.core.models import Message
from tests.workshops.make import make_enrollment, make_leading, make_workshop
from workshops.models import Workshop
from workshops.soon import AHEAD, remind_of_workshops, stage

pytestmark = pytest.mark.django_db

FIRST = date(2016, 10, 8)
LONG_AGO = datetime(2016, 8, 1, 18, tzinfo=UTC)


def before(number):
    return FIRST - timedelta(days=number)


def noon(day):
    return datetime.combine(day, time(19), UTC)


@pytest.fixture
def workshop():
    return make_workshop(FIRST, status="open")


def seat(workshop, **fields):
    return make_enrollment(workshop, **({"since": LONG_AGO} | fields))


def stages(*, to=None):
    """Which reminders were written, as days before."""
    mails = Message.objects.filter(what__startswith="workshop-soon").order_by("pk")
    mails = mails.filter(to=to) if to else mails
    return [int(mail.occasion.rpartition(", ")[2].removesuffix(" days")) for mail in mails]


def run(*days):
    for day in days:
        remind_of_workshops(before(day))


def test_a_teacher_with_a_seat_is_reminded_twice(workshop):
    ines = seat(workshop, name="Ines Paperboat")

    run(12, 11)
    assert not Message.objects.exists()
    run(10, 10, 9, 4)
    assert stages() == [10]
    run(3, 3, 2, 1, 0, -1)

    assert stages() == [10, 3]
    first, second = Message.objects.order_by("pk")
    assert first.to == ines.teacher.email
    assert "begins in 10 days" in first.text
    assert "begins in 3 days" in second.text
    assert "Saturday, 8 October 2016, 9:00 a.m. to 3:30 p.m., Central time (CDT)" in first.text
    assert f"/seat/{ines.pk}/" in first.text


def test_after_missed_runs_one_still_goes_and_of_two_the_nearer_one(workshop):
    seat(workshop)

    run(12, 6)
    assert stages() == [10]
    run(1)
    assert stages() == [10, 3]

    seat(make_workshop(FIRST, status="open"))
    run(2)
    assert stages() == [10, 3, 3]


def test_who_signed_up_late_gets_the_nearer_one_only(workshop):
    late = seat(workshop, since=noon(before(5)))

    run(5, 4, 3, 2)

    assert stages(to=late.teacher.email) == [3]


@pytest.mark.parametrize("status", ["waitlisted", "cancelled"])
def test_who_has_no_seat_is_not_reminded(workshop, status):
    seat(workshop, status=status)

    run(10, 3)

    assert not Message.objects.exists()


def test_facilitators_who_are_confirmed_are_reminded(workshop):
    lead = make_leading(workshop, status="confirmed")
    lead.changes.create(old="asked", new="confirmed")
    lead.changes.update(at=LONG_AGO)
    make_leading(workshop, role="co_lead", status="asked")

    run(10, 3)

    assert stages(to=lead.facilitator.email) == [10, 3]
    assert len(stages()) == 2


def test_a_new_first_day_is_a_new_occasion(workshop):
    seat(workshop)
    run(10)
    session = workshop.sessions.get()
    session.day = FIRST + timedelta(days=14)
    session.save()

    run(9, 3, -4, -11)

    assert stages() == [10, 10, 3]


@pytest.mark.parametrize(
    "changed", [{"mails_off": True}, {"status": "cancelled"}, {"status": "completed"}]
)
def test_about_some_workshops_nobody_is_written_to(workshop, changed):
    seat(workshop)
    Workshop.objects.update(**changed)

    run(10, 3)

    assert not Message.objects.exists()


def test_one_workshop_or_three_are_read_in_as_many_queries_where_all_were_told(
    workshop, django_assert_num_queries
):
    for _ in range(3):
        seat(workshop)
        make_leading(workshop, role="co_lead", status="confirmed")
    run(10)

    with django_assert_num_queries(8):
        run(10)


days_before = st.integers(min_value=-2, max_value=20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ran=st.lists(days_before, max_size=12), came=st.integers(min_value=1, max_value=25))
def test_whenever_it_runs_each_goes_once_and_never_the_farther_after_the_nearer(ran, came):
    Message.objects.all().delete()
    Workshop.objects.update(mails_off=True)
    workshop = make_workshop(FIRST, status="open")
    run_on = sorted({each for each in ran if each <= came}, reverse=True)
    seat(workshop, since=noon(before(came)))

    run(*run_on)

    due = {stage(FIRST, before(each)) for each in run_on} - {None}
    expected = {ahead for ahead in due if ahead == min(AHEAD) or came >= ahead}
    assert stages() == sorted(expected, reverse=True)
