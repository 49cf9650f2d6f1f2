"""Staff see, add and remove the days on which facilitators cannot come; never the notes."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from facilitators.models import Unavailability
from plp.core import history
from tests.browsing import said
from tests.facilitators.make import make_facilitator, make_unavailability

pytestmark = pytest.mark.django_db

LIST = reverse("admin:facilitators_unavailability_changelist")


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-20 12:00-07:00", tick=False):
        yield


def test_staff_add_days_for_who_tells_them_on_the_phone(staff, administrator):
    jonas = make_facilitator()
    typed = {"facilitator": jonas.pk, "first_day": "2016-10-08", "last_day": "2016-10-09"}

    staff.post(reverse("admin:facilitators_unavailability_add"), typed)

    assert jonas.unavailabilities.get().last_day == date(2016, 10, 9)
    assert history.of(Unavailability).get().history_user == administrator


def test_the_note_is_not_shown_to_staff(staff):
    made = make_unavailability(note="My sister marries.")
    page = reverse("admin:facilitators_unavailability_change", args=[made.pk])

    assert "sister" not in said(staff.get(page))
    assert "sister" not in said(staff.get(LIST))


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("", {"Past", "Now", "Ahead"}),
        ("?when=past", {"Past"}),
        ("?when=now", {"Now"}),
        ("?when=ahead", {"Now", "Ahead"}),
        ("?q=Ahead", {"Ahead"}),
    ],
)
def test_lists_by_when_and_by_name(staff, when, names):
    for name, first, last in [
        ("Past", date(2016, 9, 18), date(2016, 9, 19)),
        ("Now", date(2016, 9, 18), date(2016, 9, 20)),
        ("Ahead", date(2016, 9, 21), date(2016, 9, 21)),
    ]:
        facilitator = make_facilitator(name=name)
        make_unavailability(facilitator=facilitator, first_day=first, last_day=last)

    found = staff.get(LIST + when).context["cl"].queryset

    assert {row.facilitator.name for row in found} == names
