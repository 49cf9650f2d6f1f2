"""People say themselves that they are here; nobody learns who is enrolled."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.workshops.day.conftest import MINUTE, NOW
from tests.workshops.make import make_enrollment, make_session
from workshops.actions import checking_in, running
from workshops.models import Attendance, WalkIn, Workshop

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def no_limits():
    cache.clear()


def address(cast):
    return reverse("workshops:workshop-check-in", args=[cast.workshop.code])


def check_in(cast, email="ines@mill.example", *, code=None, now=NOW, **typed):
    workshop = Workshop.objects.get(pk=cast.workshop.pk)
    code = code or cast.session.check_in_code
    return checking_in.check_in(workshop, code=code, email=email, now=now, **typed)


def sent(cast, email, **typed):
    typed = {"code": cast.session.check_in_code, "email": email} | typed
    return Client().post(address(cast), typed, follow=True)


def test_whoever_is_enrolled_is_present(cast):
    cast.started()

    check_in(cast, "INES@mill.example")
    check_in(cast)

    row = Attendance.objects.get()
    assert (row.enrollment, row.is_present, row.how, row.by) == (cast.ines, True, "code", None)
    assert Attendance.history.count() == 1


def test_whoever_is_not_waits_to_be_let_in(cast):
    cast.started()
    waits = make_enrollment(cast.workshop, status="waitlisted")

    check_in(cast, "Noor@mill.example", name="Noor Castellane", school="Riverbend")
    check_in(cast, waits.teacher.email)

    found = WalkIn.objects.waiting().values_list("name", "email", "school")
    assert [*found] == [
        ("Noor Castellane", "noor@mill.example", "Riverbend"),
        (waits.teacher.email, waits.teacher.email, ""),
    ]
    assert not Attendance.objects.exists()


def test_both_read_the_same(cast):
    cast.started()

    known, unknown = sent(cast, "ines@mill.example"), sent(cast, "noor@mill.example")

    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert Attendance.objects.count() == WalkIn.objects.count() == 1


def test_says_a_name_later_and_waits_again_after_being_sent_away(cast):
    cast.started()
    check_in(cast, "noor@mill.example")
    WalkIn.objects.update(dismissed_at=NOW)

    check_in(cast, "noor@mill.example", name="Noor")

    assert WalkIn.objects.waiting().get().name == "Noor"


@pytest.mark.parametrize(("before", "after"), [(DAY, -MINUTE), (timedelta(0), DAY - MINUTE)])
def test_takes_people_a_day_before_and_after(cast, before, after):
    running.start(cast.workshop, by=None, now=NOW)
    cast.session.refresh_from_db()

    check_in(cast, now=cast.session.begins_at - before)
    check_in(cast, now=cast.session.ends_at + after)


@pytest.mark.parametrize(
    ("edge", "off", "words"),
    [
        ("begins_at", -DAY - MINUTE, "You can check in from Friday, 7 October 2016, 9:00 a.m."),
        ("ends_at", DAY, "Checking in is over"),
    ],
)
def test_takes_nobody_earlier_or_later(cast, edge, off, words):
    cast.started()

    with pytest.raises(TransitionError) as refused:
        check_in(cast, now=getattr(cast.session, edge) + off)

    assert words in str(refused.value)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [("open", "not been started"), ("completed", "is over"), ("cancelled", "was cancelled")],
)
def test_takes_nobody_unless_it_is_in_progress(cast, status, words):
    cast.started()
    Workshop.objects.filter(pk=cast.workshop.pk).update(status=status)

    with pytest.raises(TransitionError, match=words):
        check_in(cast)
    assert words in said(Client().get(address(cast)))
    assert not Attendance.objects.exists()


def test_refuses_a_wrong_code_and_one_of_another_workshop_alike(cast):
    cast.started()

    for email in ["ines@mill.example", "noor@mill.example"]:
        page = sent(cast, email, code="AAAA-AAA")
        assert checking_in.WRONG in said(page)
        assert email in said(page)
    assert not Attendance.objects.exists()
    assert not WalkIn.objects.exists()


def test_a_code_is_of_its_day_alone(cast):
    second = make_session(cast.workshop, day=date(2016, 10, 9))
    cast.started()
    second.refresh_from_db()

    check_in(cast, code=second.check_in_code, now=NOW + DAY)

    assert Attendance.objects.get().session == second


def test_the_qr_code_fills_in_the_code(cast):
    cast.started()
    code = cast.session.check_in_code

    page = Client().get(f"{address(cast)}?code={code}")

    assert f'value="{code}"' in said(page)


def test_names_nobody(cast):
    cast.started()

    page = said(Client().get(address(cast)))

    assert "Ines" not in page
    assert "Marcus" not in page


def test_takes_a_code_however_it_is_typed(cast):
    cast.started()
    code = cast.session.check_in_code

    sent(cast, "ines@mill.example", code=f" {code.lower().replace('-', ' ')} ")

    assert Attendance.objects.get().is_present


def test_limits_how_often_an_address_is_tried(cast):
    cast.started()
    for _ in range(10):
        sent(cast, "ines@mill.example", code="AAAA-AAA")

    assert sent(cast, "ines@mill.example").status_code == 429
    assert not Attendance.objects.exists()


def test_asks_for_what_is_missing_and_keeps_what_was_typed(cast):
    cast.started()

    page = sent(cast, "not-an-address", name="Noor")

    assert "Write an e-mail address" in said(page)
    assert 'value="Noor"' in said(page)


def test_a_robot_is_thanked_and_not_noted(cast):
    cast.started()

    page = sent(cast, "noor@mill.example", fax="1")

    assert "Thank you" in said(page)
    assert not WalkIn.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_much_of_the_database_however_many_days(cast, count, django_assert_num_queries):
    for number in range(1, count):
        make_session(cast.workshop, day=date(2016, 10, 8 + number))
    Client().get(address(cast))

    with django_assert_num_queries(2):
        Client().get(address(cast))


def test_is_not_fooled_by_the_zone_of_whoever_asks(cast):
    cast.started()
    with time_machine.travel("2016-10-09T20:29:00Z", tick=False):  # 24 hours less a minute later
        sent(cast, "ines@mill.example")
    assert Attendance.objects.exists()
