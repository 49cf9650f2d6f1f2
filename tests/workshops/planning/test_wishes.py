"""A partner says how it likes its workshops, and on which days it wants none."""

from datetime import date, time

import pytest

from tests.browsing import said
from tests.make import make_partner
from tests.workshops.planning.make import page
from workshops.models import Blackout, PlanningWishes

pytestmark = pytest.mark.django_db

WISHES = {
    "weekdays": ["2", "5"],
    "begins": "16:00",
    "ends": "19:00",
    "capacity": "24",
    "hours": "3",
    "venue": "The mill",
    "zip_code": "60601-1234",
}


def wish(client, partner, **fields):
    return client.post(page(partner, "wishes"), WISHES | fields, follow=True)


def close(client, partner, **fields):
    data = {f"days-{name}": value for name, value in fields.items()}
    return client.post(page(partner, "blackout-add"), data, follow=True)


def test_keeps_wishes_and_changes_them(manager, partner):
    assert "Saved." in said(wish(manager, partner))
    wish(manager, partner, weekdays=["4"])

    wishes = PlanningWishes.objects.get()
    assert (wishes.partner, wishes.weekdays, wishes.begins) == (partner, [4], time(16))
    assert (wishes.capacity, wishes.zip_code) == (24, "60601")
    assert wishes.history.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("weekdays", [], "Choose at least one weekday."),
        ("weekdays", ["7"], "Select a valid choice"),
        ("ends", "15:00", "It ends before it begins."),
        ("zip_code", "6", "Write the 5 digits"),
        ("capacity", "0", "Write 1 or more."),
        ("hours", "13", "Write 12 or less."),
    ],
)
def test_says_what_is_wrong_and_keeps_nothing(manager, partner, field, value, wrong):
    answer = wish(manager, partner, **{field: value})

    assert wrong in said(answer)
    assert "The mill" in said(answer)
    assert not PlanningWishes.objects.exists()


def test_closes_days_once_and_opens_them_again(manager, partner):
    days = {"first_day": "2016-10-03", "last_day": "2016-10-07", "note": "State tests"}
    close(manager, partner, **days)
    answer = close(manager, partner, **days)

    row = partner.blackouts.get()
    assert "3–7 October 2016, State tests" in said(answer)
    for _ in range(2):
        answer = manager.post(page(partner, "blackout-remove", row.pk), follow=True)
    assert not partner.blackouts.exists()


def test_closes_one_day(manager, partner):
    close(manager, partner, first_day="2016-10-03")

    assert partner.blackouts.get().last_day == date(2016, 10, 3)


def test_refuses_days_that_end_before_they_begin(manager, partner):
    answer = close(manager, partner, first_day="2016-10-03", last_day="2016-10-01")

    assert "The last day is before the first." in said(answer)
    assert not Blackout.objects.exists()


def test_leaves_days_of_another_partner_alone(manager, partner):
    day = date(2016, 10, 3)
    theirs = make_partner().blackouts.create(first_day=day, last_day=day)

    manager.post(page(partner, "blackout-remove", theirs.pk))

    assert Blackout.objects.get() == theirs


def test_is_read_by_others_of_the_partner(browse, partner):
    viewer = browse()

    assert "Your program managers say" in said(viewer.get(page(partner, "wishes")))
    assert viewer.post(page(partner, "wishes"), WISHES).status_code == 403
