"""The pages of the day: who may look, who may mark, and what is said where it cannot be."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.browsing import said
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member, make_teacher, make_user
from tests.workshops.day.conftest import MINUTE, NOW, make_cast
from tests.workshops.make import make_attendance, make_enrollment, make_leading, make_session
from workshops.models import Attendance, WalkIn, Workshop

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def sent(client, cast, *marks, sent_at=NOW, name="day-marks"):
    """Send marks as the script does: (enrollment, present, moment)."""
    rows = [
        {"enrollment": row.pk, "present": is_present, "at": milliseconds(at)}
        for row, is_present, at in marks
    ]
    body = json.dumps({"sent": milliseconds(sent_at), "marks": rows})
    return client.post(cast.day(name), body, content_type="application/json")


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


def reads(client, cast, name="day"):
    return said(client.get(cast.day(name)))


# The page


def test_a_manager_starts_marks_and_takes_it_back(cast, manager):
    assert "Start it" in reads(manager, cast)
    manager.post(cast.day("day-start"))
    page = reads(manager, cast)
    assert Workshop.objects.get(pk=cast.workshop.pk).sessions.get().check_in_code in page
    assert "<span data-present>0</span>" in page

    answer = manager.post(cast.day("day-mark"), {"enrollment": cast.ines.pk, "present": "1"})
    assert answer.url == f"{cast.day()}#t{cast.ines.pk}"
    assert "<span data-present>1</span>" in reads(manager, cast)
    manager.post(cast.day("day-mark"), {"enrollment": cast.ines.pk, "present": "0"})

    # Of two marks at the same moment the first one counts; the clock stands still here
    assert Attendance.objects.get().is_present


def test_says_why_it_cannot_be_started_yet(manager, db):
    cast = make_cast(date(2016, 11, 8))
    client = signed_in(cast.dana)

    assert "Monday, 7 November 2016, 9:00 a.m. Central time (CST)" in reads(client, cast)
    page = client.post(cast.day("day-start"))

    assert "Nothing was changed" in said(page)
    assert "can be started from" in said(page)


def test_lets_walk_ins_in_and_sends_them_away(cast, manager):
    cast.started()
    noor = WalkIn.objects.create(session=cast.session, name="Noor", email="noor@mill.example")
    gone = WalkIn.objects.create(session=cast.session, name="Gus", email="gus@mill.example")
    assert "2 walk-ins to let in" in reads(manager, cast)

    manager.post(cast.day("day-let-in", noor.pk))
    manager.post(cast.day("day-send-away", gone.pk))

    page = reads(manager, cast)
    assert "to let in" not in page
    assert "walked in" in page
    assert [row.enrollment.name for row in Attendance.objects.all()] == ["Noor"]


def test_asks_for_the_name_of_who_has_not_said_it(cast, manager):
    cast.started()
    email = "noor@mill.example"
    noor = WalkIn.objects.create(session=cast.session, name=email, email=email)

    page = manager.post(cast.day("day-let-in", noor.pk), {"name": " "})
    assert "Write their name." in said(page)
    manager.post(cast.day("day-let-in", noor.pk), {"name": "Noor"})

    assert Attendance.objects.get().enrollment.name == "Noor"


def test_writes_down_who_has_no_phone(cast, manager):
    cast.started()

    page = manager.post(cast.day("day-walk-in"), {"name": "Noor", "email": "noor"})
    assert "Write an e-mail address" in said(page)
    assert 'value="Noor"' in said(page)
    long = f"noor@{'.'.join(['mill' * 15] * 4)}.example"
    page = manager.post(cast.day("day-walk-in"), {"name": "Noor", "email": long})
    assert "at most 254 characters" in said(page)
    manager.post(cast.day("day-walk-in"), {"name": "Noor", "email": "noor@mill.example"})

    assert Attendance.objects.get().enrollment.is_walk_in


def test_ends_it_once_nobody_waits(cast, manager, on_the_day):
    cast.started()
    make_attendance(cast.ines, cast.session)
    waiting = WalkIn.objects.create(session=cast.session, name="Noor", email="n@mill.example")
    on_the_day.shift(timedelta(hours=7))
    end = cast.address("workshop-end")

    page = said(manager.get(end))
    assert "1 of 2 here, 1 not marked" in page
    assert "1 walk-in to answer" in page
    assert "1 walk-in to answer" in said(manager.post(end))
    waiting.delete()
    manager.post(end)

    assert Workshop.objects.get(pk=cast.workshop.pk).status == "completed"
    page = reads(manager, cast)
    assert "this is final" in page
    assert "Mark here" not in page


def test_leads_to_the_day_that_is_nearest(cast, manager):
    for day in [date(2016, 9, 1), date(2016, 10, 20)]:
        make_session(cast.workshop, day=day)

    assert manager.get(cast.address("day-of")).url == cast.day()
    cast.workshop.sessions.all().delete()
    assert manager.get(cast.address("day-of")).url == cast.address("workshop")


def test_prints_a_line_for_everybody_expected(cast, manager):
    make_enrollment(cast.workshop, status="waitlisted", name="Waits")
    make_session(cast.workshop, day=date(2016, 10, 15))

    page = said(manager.get(cast.address("sign-in-sheet")))
    pdf = manager.get(cast.address("sign-in-pdf"))

    assert page.count('<th scope="row">Ines</th>') == 2
    assert "Waits" not in page
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"


def test_shows_the_code_large_with_its_qr_code(cast, manager):
    assert "no code yet" in reads(manager, cast, "day-code")
    cast.started()

    page = reads(manager, cast, "day-code")

    assert cast.session.check_in_code in page
    assert '<svg class="qr"' in page
    assert f"/workshops/{cast.workshop.code}/check-in/" in page


# Marks of a phone


def test_takes_marks_that_were_made_without_a_connection(cast, manager):
    cast.started()
    WalkIn.objects.create(session=cast.session, name="Noor", email="noor@mill.example")

    for _ in range(2):
        answer = sent(manager, cast, (cast.ines, True, NOW - 20 * MINUTE))

    assert answer.json() == {
        "here": {str(cast.ines.pk): True, str(cast.marcus.pk): False},
        "walk_ins": 1,
    }
    assert Attendance.objects.get().marked_at == NOW - 20 * MINUTE
    assert Attendance.history.count() == 1
    assert manager.get(cast.day("day-marks")).json() == answer.json()


@pytest.mark.parametrize("off", [-300 * MINUTE, 300 * MINUTE])
def test_puts_the_clock_of_a_phone_right(cast, manager, off):
    cast.started()

    sent(manager, cast, (cast.ines, True, NOW - 20 * MINUTE + off), sent_at=NOW + off)

    assert Attendance.objects.get().marked_at == NOW - 20 * MINUTE


def test_says_why_marks_are_not_taken(cast, manager):
    cast.started()
    Workshop.objects.update(status="completed")

    answer = sent(manager, cast, (cast.ines, True, NOW))

    assert answer.status_code == 409
    assert "final" in answer.json()["refused"]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b"{}",
        b'{"sent": 1e99, "marks": []}',
        b'{"sent": 0, "marks": [1]}',
        b'{"sent": 0, "marks": [{"enrollment": "x", "present": true, "at": 0}]}',
        b'{"sent": 0, "marks": {"a": 1}}',
        b'{"sent": 0, "marks": [{"enrollment": 99999999999999999999, "present": true, "at": 0}]}',
    ],
)
def test_refuses_what_are_no_marks(cast, manager, body):
    cast.started()

    answer = manager.post(cast.day("day-marks"), body, content_type="application/json")

    assert answer.status_code == 400
    assert not Attendance.objects.exists()


def test_asks_for_the_token_of_the_page(cast):
    cast.started()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.dana)

    assert sent(client, cast, (cast.ines, True, NOW)).status_code == 403


# Whom it is not for


def strangers(cast):
    """People to whom the day of a workshop is not there: its lead, too, as it is the partner's."""
    lead = make_facilitator_with_account()
    make_leading(cast.workshop, facilitator=lead, status="confirmed")
    staff = make_user(is_staff=True)
    staff.groups.add(Group.objects.get(name="Program staff"))
    return [make_user(), make_member().user, lead.user, staff]


def test_is_not_there_for_others(cast):
    cast.started()
    noor = WalkIn.objects.create(session=cast.session, name="Noor", email="noor@mill.example")
    pages = [cast.day(), cast.day("day-code"), cast.day("day-marks")]
    pages += [cast.address(name) for name in ["day-of", "workshop-end", "sign-in-sheet"]]
    posts = [cast.day(name) for name in ["day-start", "day-mark", "day-marks", "day-walk-in"]]
    posts += [cast.day("day-let-in", noor.pk), cast.address("workshop-end")]

    for user in strangers(cast):
        client = signed_in(user)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in posts} == {404}
    assert {Client().get(page).status_code for page in pages} == {302}


def test_whoever_may_not_manage_reads_and_changes_nothing(cast):
    cast.started()
    viewer = signed_in(make_member(cast.partner, may_manage=False).user)

    page = reads(viewer, cast)
    assert "Ines" in page
    assert "Mark here" not in page
    assert viewer.post(cast.day("day-mark"), {"enrollment": cast.ines.pk}).status_code == 403
    assert sent(viewer, cast, (cast.ines, True, NOW)).status_code == 403
    assert viewer.post(cast.address("workshop-end")).status_code == 403


def test_keys_of_another_workshop_lead_nowhere(cast, manager):
    cast.started()
    other = make_cast().started()
    noor = WalkIn.objects.create(session=other.session, name="Noor", email="noor@mill.example")

    assert manager.get(cast.address("day", other.session.pk)).status_code == 404
    assert manager.post(cast.day("day-let-in", noor.pk)).status_code == 404
    sent(manager, cast, (other.ines, True, NOW))
    assert not Attendance.objects.exists()


# What it costs


@pytest.mark.parametrize("count", [2, 20])
def test_asks_as_much_of_the_database_however_many_come(
    cast, manager, count, django_assert_num_queries
):
    cast.started()
    for n in range(count):
        row = make_enrollment(cast.workshop, make_teacher(name=f"T{n}"))
        make_attendance(row, cast.session)
        WalkIn.objects.create(session=cast.session, name=f"W{n}", email=f"w{n}@mill.example")
    manager.get(cast.day())

    for page, queries in [
        (cast.day(), 8),
        (cast.day("day-marks"), 8),
        (cast.address("workshop-end"), 7),
        (cast.address("sign-in-sheet"), 7),
    ]:
        with django_assert_num_queries(queries):
            manager.get(page)
