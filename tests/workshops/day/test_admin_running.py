"""What staff take back of a workshop, and which ones they see left in progress."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client

from plp.core.models import Message
from plp.core.queues import seen_by
from tests.browsing import said
from tests.make import make_user
from tests.workshops.day.conftest import NOW
from workshops.actions import running
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

LIST = "/admin/workshops/workshop/"
WHY = {"reason": "Ines was there."}


def as_group(name):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def address(workshop, slug):
    return f"{LIST}step/{slug}/?ids={workshop.pk}"


def take(client, workshop, slug):
    page = client.post(address(workshop, slug), WHY)
    data = WHY | {"do": "1", "seen": page.context_data["seen"]}
    return page, client.post(address(workshop, slug), data, follow=True)


def test_staff_reopen_what_has_ended_after_reading_the_mail(cast):
    cast.started()
    running.end(cast.workshop, by=cast.dana, now=NOW + timedelta(hours=8))

    shown, _ = take(as_group("Program staff"), cast.workshop, "reopen")

    assert "1 mail will go" in said(shown)
    assert Workshop.objects.get(pk=cast.workshop.pk).status == "in_progress"
    assert WHY["reason"] in Message.objects.get(what="workshop-set-back").text


def test_staff_undo_a_start(cast):
    cast.started()

    take(as_group("Program staff"), cast.workshop, "undo-start")

    assert Workshop.objects.get(pk=cast.workshop.pk).status == "open"


def test_says_why_a_step_cannot_be_taken(cast):
    page, _ = take(as_group("Program staff"), cast.workshop, "reopen")

    assert "nothing to reopen" in said(page)


@pytest.mark.parametrize("slug", ["reopen", "undo-start"])
def test_a_viewer_takes_back_nothing(cast, slug):
    cast.started()

    assert as_group("Viewer").get(address(cast.workshop, slug)).status_code == 403


def test_staff_see_what_was_left_in_progress(cast):
    cast.started()
    staff = as_group("Program staff")

    def queue(on):
        with time_machine.travel(f"{on} 20:00Z"):
            shown = {each.queue.slug: each for each in seen_by(staff.user, on)}
        return shown["left-in-progress"]

    assert queue(date(2016, 11, 8)).total == 0
    [waiting] = queue(date(2016, 11, 9)).oldest
    assert (waiting.called, waiting.at) == ("Loops", "Larkspur Office")
    assert waiting.when == "8 October 2016, 32 days ago"
    with time_machine.travel("2016-11-09 20:00Z"):
        staff.force_login(staff.user)
        page = staff.get(f"{LIST}?queue=left-in-progress")
    assert page.context_data["cl"].result_count == 1
    assert "left-in-progress" not in {each.queue.slug for each in seen_by(cast.dana, NOW.date())}
