"""Starting and ending a workshop, and what staff take back."""

from datetime import date, timedelta

import pytest

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_user
from tests.workshops.day.conftest import MINUTE, NOW
from tests.workshops.make import make_session, make_workshop
from workshops.actions import running
from workshops.models import WalkIn, Workshop

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def end(cast, now=NOW + 8 * HOUR):
    running.end(cast.workshop, by=cast.dana, now=now)


def moves(workshop):
    return [(each.old, each.new) for each in workshop.changes.order_by("pk")]


@pytest.fixture
def staff(db):
    return make_user("staff@example.org", is_staff=True)


def test_starting_gives_each_day_a_code_of_its_own(cast):
    make_session(cast.workshop, day=date(2016, 10, 9))

    running.start(cast.workshop, by=cast.dana, now=NOW)

    codes = set(cast.workshop.sessions.values_list("check_in_code", flat=True))
    assert len(codes) == 2
    assert None not in codes


def test_starting_twice_keeps_the_first_moment_and_the_codes(cast):
    cast.started()
    again = Workshop.objects.get(pk=cast.workshop.pk)
    code = cast.session.check_in_code

    running.start(again, by=make_user(), now=NOW + HOUR)

    assert moves(again) == [("open", "in_progress")]
    assert again.sessions.get().check_in_code == code


def test_a_day_added_later_gets_its_code(cast):
    cast.started()
    added = make_session(cast.workshop, day=date(2016, 10, 15))

    running.start(cast.workshop, by=cast.dana, now=NOW)

    added.refresh_from_db()
    assert added.check_in_code


@pytest.mark.parametrize("early", [timedelta(days=7), 24 * HOUR + MINUTE])
def test_refuses_to_start_more_than_a_day_ahead(cast, early):
    begins = cast.session.begins_at

    with pytest.raises(TransitionError, match=r"from Friday, 7 October 2016, 9:00 a\.m\. Central"):
        running.start(cast.workshop, by=cast.dana, now=begins - early)

    assert moves(cast.workshop) == []
    assert cast.workshop.sessions.get().check_in_code is None
    running.start(cast.workshop, by=cast.dana, now=begins - 24 * HOUR)


def test_refuses_to_start_without_a_day(db):
    workshop = make_workshop()
    workshop.sessions.all().delete()

    with pytest.raises(TransitionError, match="no day yet"):
        running.start(workshop, by=None, now=NOW)


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_refuses_to_start_what_is_over(db, status):
    workshop = make_workshop(status=status)

    with pytest.raises(TransitionError, match=f"is {status} already"):
        running.start(workshop, by=None, now=NOW)


def test_ending_twice_keeps_the_first_moment(cast):
    cast.started()
    end(cast)
    end(cast, NOW + 9 * HOUR)

    assert moves(cast.workshop)[1:] == [("in_progress", "completed")]


def test_refuses_to_end_before_the_last_day(cast):
    cast.started()
    make_session(cast.workshop, day=date(2016, 10, 15))

    with pytest.raises(TransitionError, match="last day begins on Saturday, 15 October 2016"):
        end(cast)

    assert cast.workshop.status == "in_progress"


def test_refuses_to_end_while_somebody_waits(cast):
    cast.started()
    waiting = WalkIn.objects.create(session=cast.session, name="Noor", email="noor@mill.example")

    with pytest.raises(TransitionError, match="1 walk-in to answer"):
        end(cast)

    waiting.dismissed_at = NOW
    waiting.save()
    end(cast)


def test_refuses_to_end_what_was_never_started(cast):
    with pytest.raises(TransitionError, match="cannot become Completed"):
        end(cast)


@pytest.mark.parametrize("before", ["planned", "open"])
def test_undoing_a_start_leads_back_to_where_it_was(cast, staff, before):
    Workshop.objects.filter(pk=cast.workshop.pk).update(status=before)
    cast.workshop.refresh_from_db()
    code = cast.started().session.check_in_code

    running.undo_start(cast.workshop, by=staff, reason="Wrong workshop.")

    cast.workshop.refresh_from_db()
    assert cast.workshop.status == before
    assert cast.workshop.changes.last().note == "Wrong workshop."
    assert cast.started().session.check_in_code == code


def test_reopening_tells_the_managers_why(cast, staff):
    cast.started()
    end(cast)

    running.reopen(cast.workshop, by=staff, reason="Ines was there.")

    [mail] = Message.objects.filter(what="workshop-set-back")
    assert mail.to == cast.dana.email
    assert mail.subject == "Loops: In progress"
    assert "Ines was there." in mail.text
    assert cast.workshop.status == "in_progress"


def test_reopened_it_can_still_be_set_back_to_before_its_start(cast, staff):
    cast.started()
    end(cast)
    running.reopen(cast.workshop, by=staff, reason="?")

    running.undo_start(cast.workshop, by=staff, reason="?")

    assert cast.workshop.status == "open"


def test_writes_to_nobody_where_mails_are_off(cast, staff):
    cast.workshop.mails_off = True
    cast.workshop.save()
    cast.started()

    running.undo_start(cast.workshop, by=staff, reason="?")

    assert not Message.objects.exists()


def test_refuses_to_reopen_or_undo_what_is_not_there(cast, staff):
    with pytest.raises(TransitionError, match="no start to undo"):
        running.undo_start(cast.workshop, by=staff, reason="?")
    with pytest.raises(TransitionError, match="nothing to reopen"):
        running.reopen(cast.workshop, by=staff, reason="?")
