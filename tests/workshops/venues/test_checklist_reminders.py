"""Partners are reminded of what is not prepared on its day: once of each, one mail a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plp.core.models import Message
from tests.make import make_member, make_partner, make_partner_year, make_user
from tests.workshops.make import make_workshop
from workshops.actions import venues as actions
from workshops.jobs import remind_of_the_checklist
from workshops.models import ChecklistItem, ChecklistReminder, Workshop

ROOM = date(2016, 8, 9)  # 60 days before 8 October 2016
SHIPPING = date(2016, 8, 24)
ONLY = ["Book the room", "Say where supplies are sent"]


@pytest.fixture(autouse=True)
def only_two_items(db):
    ChecklistItem.objects.exclude(what__in=ONLY).update(is_active=False)


@pytest.fixture(autouse=True)
def dana(partner):
    return make_member(partner, user=make_user("dana@example.org", name="Dana Whitlock"))


def mails():
    return list(Message.objects.filter(what="checklist-due").order_by("pk"))


def test_reminds_on_the_day_and_once(workshop):
    for day in (ROOM - timedelta(1), ROOM, ROOM, ROOM + timedelta(1)):
        remind_of_the_checklist(day)

    [mail] = mails()
    assert mail.to == "dana@example.org"
    assert "- Book the room: by Tuesday, 9 August 2016" in mail.text
    assert "Say where" not in mail.text
    assert f"/workshops/{workshop.pk}/place/" in mail.text


def test_reminds_of_each_item_on_its_own_day(workshop):
    remind_of_the_checklist(ROOM)
    remind_of_the_checklist(SHIPPING)

    _, second = mails()
    assert "Say where supplies are sent" in second.text
    assert "Book the room" not in second.text


def test_a_day_without_a_run_is_made_up_for(workshop):
    remind_of_the_checklist(SHIPPING + timedelta(2))

    [mail] = mails()
    assert "Book the room" in mail.text
    assert "Say where supplies are sent" in mail.text


def test_all_workshops_of_a_partner_are_in_one_mail(workshop, year):
    make_workshop(partner_year=year, title="The same Saturday")

    remind_of_the_checklist(ROOM)

    [mail] = mails()
    assert "First Saturday" in mail.text
    assert "The same Saturday" in mail.text


def test_what_comes_up_after_the_mail_of_a_day_goes_on_the_next(workshop, year):
    remind_of_the_checklist(ROOM)
    make_workshop(partner_year=year, title="Planned since")

    remind_of_the_checklist(ROOM)
    assert len(mails()) == 1

    remind_of_the_checklist(ROOM + timedelta(1))
    assert "Planned since" in mails()[1].text
    assert "First Saturday" not in mails()[1].text


def test_what_is_done_is_not_asked_for(workshop):
    actions.tick(workshop, ChecklistItem.objects.get(what="Book the room"), by=None)

    remind_of_the_checklist(ROOM)

    assert mails() == []


def test_another_day_of_the_workshop_is_another_occasion(workshop):
    remind_of_the_checklist(ROOM)
    session = workshop.sessions.get()
    session.day = date(2016, 11, 5)
    session.save()

    remind_of_the_checklist(date(2016, 9, 6))

    assert "by Tuesday, 6 September 2016" in mails()[1].text


@pytest.mark.parametrize(
    "change",
    [
        {"mails_off": True},
        {"mode": "virtual"},
        {"status": "cancelled"},
        {"status": "in_progress"},
        {"status": "completed"},
    ],
)
def test_leaves_out_what_needs_no_reminder(workshop, change):
    Workshop.objects.update(**change)

    remind_of_the_checklist(ROOM)

    assert mails() == []
    assert not ChecklistReminder.objects.exists()


def test_leaves_out_a_workshop_that_has_begun_or_has_no_day(workshop):
    remind_of_the_checklist(date(2016, 10, 9))
    workshop.sessions.all().delete()
    remind_of_the_checklist(ROOM)

    assert mails() == []


def test_leaves_out_a_partner_that_is_none_any_more(workshop, partner):
    partner.ended_on = date(2016, 8, 1)
    partner.save()

    remind_of_the_checklist(ROOM)

    assert mails() == []


def test_reads_the_same_number_of_times_for_one_partner_and_for_three(workshop):
    def reading():
        with CaptureQueriesContext(connection) as asked:
            remind_of_the_checklist(ROOM - timedelta(30))
        return len(asked)

    one = reading()
    for _ in range(2):
        make_workshop(partner_year=make_partner_year(partner=make_partner()))

    assert reading() == one
    assert one == 4
