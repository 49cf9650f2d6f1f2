"""Supplies in the admin: what waits, and noting that it was sent."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plp.core import queues
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_member, make_user
from tests.workshops.make import make_supply, make_workshop
from workshops.actions import venues as actions
from workshops.models import ChecklistDone, ChecklistItem, Supply, Workshop

TODAY = date(2016, 9, 1)


@pytest.fixture
def boss(db):
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def staff(boss):
    client = Client()
    client.force_login(boss)
    return client


def sent_address(supply):
    return reverse("admin:workshops_supply_step", args=["sent"], query={"ids": supply.pk})


def waiting(person):
    [shown] = [s for s in queues.seen_by(person, TODAY) if s.queue.slug == "supplies"]
    return [each.called for each in shown.oldest]


def test_the_queue_has_what_was_not_sent_the_most_urgent_first(boss, workshop):
    make_supply(workshop, what="Late", needed_by=date(2016, 10, 7))
    make_supply(workshop, what="Soon", needed_by=date(2016, 9, 3))
    make_supply(workshop, what="Gone", sent_on=TODAY)
    make_supply(make_workshop(status="cancelled"), what="Of a cancelled one")

    assert waiting(boss) == ["Soon", "Late"]


def test_staff_see_the_mail_and_then_note_that_it_was_sent(staff, workshop, partner):
    make_member(partner, user=make_user("dana@example.org"))
    supply = make_supply(workshop)
    typed = {"sent_on": "2016-08-31", "note": "In two boxes."}

    shown = staff.post(sent_address(supply), typed).content.decode()
    assert "Sent for your workshop: 30 workbooks" in shown
    assert Supply.objects.get().sent_on is None
    assert not Message.objects.exists()

    seen = f"{supply.pk}-None-0"
    staff.post(sent_address(supply), typed | {"do": "1", "seen": seen})

    supply.refresh_from_db()
    assert (supply.sent_on, supply.note) == (date(2016, 8, 31), "In two boxes.")
    [mail] = Message.objects.filter(what="supply-sent")
    assert mail.to == "dana@example.org"
    assert "Sent on: Wednesday, 31 August 2016" in mail.text
    assert "In two boxes." in mail.text


def test_nothing_is_sent_in_the_future(staff, workshop):
    answer = staff.post(sent_address(make_supply(workshop)), {"sent_on": "2016-09-02"})

    assert "This day is still to come." in answer.content.decode()


def test_it_is_sent_once(boss, workshop, partner):
    make_member(partner)
    supply = make_supply(workshop)
    actions.send(supply, by=boss, sent_on=TODAY)

    with pytest.raises(TransitionError, match="It was sent on Thursday, 1 September 2016"):
        actions.send(supply, by=boss, sent_on=TODAY)

    assert Message.objects.filter(what="supply-sent").count() == 1


def test_what_was_taken_back_is_not_sent(boss, workshop):
    supply = make_supply(workshop)
    actions.take_back(Supply.objects.get(pk=supply.pk))

    with pytest.raises(TransitionError, match="does not ask for it any more"):
        actions.send(supply, by=boss, sent_on=TODAY)


def test_nobody_is_written_to_about_a_workshop_without_mails(boss, workshop, partner):
    make_member(partner)
    Workshop.objects.update(mails_off=True)

    actions.send(make_supply(workshop), by=boss, sent_on=TODAY)

    assert not Message.objects.exists()


def test_an_item_that_was_done_for_a_workshop_is_not_deleted(staff, workshop):
    item = ChecklistItem.objects.create(what="Sweep", days_before=1)
    address = reverse("admin:workshops_checklistitem_delete", args=[item.pk])
    assert staff.get(address).status_code == 200

    ChecklistDone.objects.create(workshop=workshop, item=item)

    assert staff.get(address).status_code == 403
