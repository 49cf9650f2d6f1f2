"""Who is reminded of a workshop that was left in progress: managers, and then staff."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from plp.core.models import Message
from tests.make import make_member
from workshops import left_open
from workshops.actions import running
from workshops.jobs import remind_to_end
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

LAST = date(2016, 10, 8)


def after(days):
    return LAST + timedelta(days=days)


def mails():
    return Message.objects.filter(what="workshop-left-in-progress")


def written(cast, days):
    """Run the job on each of some days, and return on which it wrote."""
    found = []
    for day in days:
        before = mails().count()
        remind_to_end(after(day))
        remind_to_end(after(day))
        found += [day] if mails().count() > before else []
    return found


def test_reminds_daily_for_three_days_then_weekly_then_staff(cast):
    cast.started()

    assert written(cast, range(34)) == [2, 3, 4, 11, 18, 25]

    assert not left_open.for_staff(Workshop.objects, after(31))
    assert list(left_open.for_staff(Workshop.objects, after(32))) == [cast.workshop]


@pytest.mark.parametrize(("runs", "wrote"), [([6, 7], [6]), ([3, 10, 30, 40], [3, 10, 30])])
def test_after_missed_runs_only_the_last_one_goes(cast, runs, wrote):
    cast.started()

    assert written(cast, runs) == wrote
    assert mails().count() == len(wrote)


def test_writes_to_each_manager_and_leads_to_the_day(cast):
    cast.started()
    other = make_member(cast.partner)
    make_member(cast.partner, may_manage=False)

    remind_to_end(after(2))

    assert set(mails().values_list("to", flat=True)) == {cast.dana.email, other.user.email}
    assert cast.address("day-of") in mails()[0].text
    assert "its last day was Saturday, 8 October 2016" in mails()[0].text


def test_writes_to_nobody_where_mails_are_off_and_staff_see_it_all_the_same(cast):
    cast.workshop.mails_off = True
    cast.workshop.save()
    cast.started()

    assert written(cast, [2, 3]) == []
    assert left_open.for_staff(Workshop.objects, after(32))


@pytest.mark.parametrize("status", ["planned", "open", "completed", "cancelled"])
def test_leaves_alone_what_is_not_in_progress(cast, status):
    cast.started()
    Workshop.objects.update(status=status)

    assert written(cast, [2, 40]) == []
    assert not left_open.for_staff(Workshop.objects, after(40))


def test_leaves_alone_a_partner_that_has_gone(cast):
    cast.started()
    cast.partner.ended_on = after(1)
    cast.partner.save()

    assert written(cast, [2]) == []


def test_counts_anew_from_the_day_on_which_it_was_reopened(cast):
    cast.started()
    running.end(cast.workshop, by=cast.dana, now=datetime(2016, 10, 8, 21, tzinfo=UTC))
    with time_machine.travel("2016-11-20 22:00-08:00", tick=False):  # the 21st in UTC
        running.reopen(cast.workshop, by=None, reason="Ines was there.")

    first = (date(2016, 11, 22) - LAST).days
    assert written(cast, range(40, 60)) == [first, first + 1, first + 2, first + 9]


@pytest.mark.parametrize("count", [1, 3])
def test_reads_them_in_one_query(cast, count, django_assert_num_queries):
    cast.started()
    for _ in range(count - 1):
        copy = Workshop.objects.get(pk=cast.workshop.pk)
        copy.pk, copy.code, copy._state.adding = None, f"C{_}", True
        copy.save()
        copy.sessions.create(day=LAST, begins=cast.session.begins, ends=cast.session.ends)
        copy.changes.create(old="open", new="in_progress", by=None)

    with django_assert_num_queries(1):
        assert len(left_open.to_remind(after(3))) == count
