"""Accreditations that end: 60 and 14 days ahead the facilitator is told, and staff in one mail."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilitators import actions
from facilitators.jobs import warn_of_ends
from plp.core.models import Message
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_course

pytestmark = pytest.mark.django_db

LAST = date(2018, 6, 30)


def before(days):
    return LAST - timedelta(days=days)


def warned(facilitator=None):
    found = Message.objects.filter(what="accreditation-ends")
    return [mail.occasion for mail in found.order_by("pk")]


def to_staff():
    return Message.objects.filter(what="accreditations-end").order_by("pk")


def run(*days_ahead):
    for days in days_ahead:
        warn_of_ends(before(days))


def test_writes_60_and_14_days_ahead_once_each():
    known = make_accreditation()

    run(61)
    assert warned() == []
    run(60, 60, 59, 15, 14, 14, 1, 0, -1)

    who = known.facilitator_id
    assert warned() == [f"{who} until {LAST}, 60 days", f"{who} until {LAST}, 14 days"]
    assert to_staff().count() == 2


def test_says_the_day_and_how_far_it_is_and_whom_to_ask():
    make_accreditation(course=make_course(name="CS A"))

    run(60)

    mail = Message.objects.get(what="accreditation-ends")
    assert mail.subject == "Your accreditation for CS A ends soon: 60 days"
    assert "is Saturday, 30 June 2018: 60 days." in mail.text
    assert mail.reply_to == "partner@code.org"


@pytest.mark.parametrize(("days", "stage"), [(43, 60), (15, 60), (14, 14), (3, 14), (0, 14)])
def test_a_late_run_sends_the_nearer_one_only(days, stage):
    make_accreditation()

    run(days)

    assert [occasion.split(", ")[1] for occasion in warned()] == [f"{stage} days"]


def test_tells_staff_in_one_mail_of_all_who_were_told():
    for name in ("Jonas", "Ines"):
        make_accreditation(facilitator=make_facilitator(name=name), course=make_course(name="CS A"))

    run(60)

    mail = to_staff().get()
    assert mail.to == "partner@code.org"
    assert mail.subject == "Accreditations that end soon: 2"
    assert "- Ines, CS A: 30 June 2018, 60 days\n- Jonas, CS A: 30 June 2018" in mail.text


def test_tells_staff_also_of_one_that_comes_later_the_same_day():
    make_accreditation()
    run(60)
    make_accreditation()

    run(60)

    assert len(warned()) == 2
    assert [mail.subject[-1] for mail in to_staff()] == ["1", "1"]


def test_courses_that_end_together_are_told_together():
    facilitator = make_facilitator()
    for name in ("CS A", "CS B"):
        make_accreditation(facilitator=facilitator, course=make_course(name=name))

    run(14)

    mail = Message.objects.get(what="accreditation-ends")
    assert mail.subject == "Your accreditation for CS A and CS B ends soon: 14 days"


def test_nobody_is_told_of_what_is_renewed_revoked_or_followed_by_another():
    renewed, revoked, followed = (make_accreditation() for _ in range(3))
    actions.renew(renewed, by=None, last_day=date(2020, 6, 30))
    actions.revoke(revoked, by=None, from_day=LAST, reason="Moved.")
    actions.accredit(
        followed.facilitator,
        followed.course,
        by=None,
        first_day=date(2018, 7, 1),
        last_day=date(2019, 6, 30),
    )

    run(60, 14)

    assert warned() == []
    assert not to_staff().exists()


def test_renewed_and_ending_once_more_is_told_once_more():
    known = make_accreditation()
    run(60)
    actions.renew(known, by=None, last_day=date(2018, 12, 31))

    warn_of_ends(date(2018, 12, 1))

    assert len(warned()) == 2


def test_asks_equally_often_once_all_are_told():
    make_accreditation()
    run(60)
    with CaptureQueriesContext(connection) as with_one:
        run(60)
    for _ in range(3):
        make_accreditation()
    run(60)

    with CaptureQueriesContext(connection) as with_four:
        run(60)

    assert len(with_four) == len(with_one)
