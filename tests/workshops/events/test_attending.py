"""Attendance: from the list, with the code, and the downloads of who comes."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_event, make_partner, make_registration, make_teacher, make_user
from tests.workshops.events.conftest import TODAY, join
from workshops.actions import attending, registering
from workshops.models import EventRegistration, Said

pytestmark = pytest.mark.django_db

LIST = "/admin/workshops/eventregistration/"
AT_IT = "2031-07-19 12:00-07:00"


def check_in(event):
    return reverse("workshops:check-in", args=[event.pk])


def step(slug, *rows):
    return f"{LIST}step/{slug}/?ids={','.join(str(row.pk) for row in rows)}"


def take(client, slug, *rows):
    seen = client.get(step(slug, *rows)).context_data["seen"]
    return client.post(step(slug, *rows), {"do": "1", "seen": seen}, follow=True)


@pytest.fixture
def there(cast):
    """Dana and a teacher, who are registered for the session."""
    ines = make_teacher(name="Ines Paperboat", email="ines@mill.example", school="=1+1")
    member = {"member": cast.dana, "teacher": None}
    return [
        make_registration(event=cast.session, partner=cast.partner, **member),
        make_registration(
            event=cast.session, partner=cast.partner, teacher=ines, diet="@nuts", travel="By train"
        ),
    ]


@pytest.fixture
def code(staff, cast):
    address = f"/admin/applications/programevent/step/check-in-code/?ids={cast.session.pk}"
    seen = staff.get(address).context_data["seen"]
    staff.post(address, {"do": "1", "seen": seen})
    cast.session.refresh_from_db()
    return cast.session.check_in_code


def attended():
    return list(EventRegistration.objects.order_by("pk").values_list("attended", flat=True))


# From the list


def test_staff_note_who_attended_and_who_did_not(staff, there):
    with time_machine.travel(AT_IT):
        staff.force_login(make_user(is_staff=True, is_superuser=True))
        take(staff, "attended", *there)
        assert attended() == [True, True]
        take(staff, "did-not-attend", there[1])

    assert attended() == [True, False]
    assert EventRegistration.objects.first().attended_said_by == "list"


def test_nobody_has_attended_before_it_begins(there):
    with pytest.raises(TransitionError, match="begins on Friday, 18 July 2031"):
        attending.attended(there[0], by=None, on=TODAY)

    assert attended() == [None, None]
    attending.attended(there[0], by=None, on=date(2031, 7, 18))
    assert attended() == [True, None]


def test_staff_can_say_that_somebody_comes_after_the_last_day(staff, there):
    with time_machine.travel(AT_IT):
        staff.force_login(make_user(is_staff=True, is_superuser=True))
        take(staff, "does-not-come", there[1])
        there[1].refresh_from_db()
        assert there[1].said == Said.NOT
        take(staff, "comes", there[1])

    there[1].refresh_from_db()
    assert there[1].said == Said.COMES


def test_staff_register_only_for_where_the_partner_goes(staff, cast):
    other = make_event(program_year=cast.year.program_year, states=["WA"])
    data = {"partner": cast.partner.pk, "teacher": make_teacher().pk}

    page = staff.post(f"{LIST}add/", data | {"event": other.pk})
    assert "does not go there" in said(page)
    page = staff.post(f"{LIST}add/", data | {"event": cast.summit.pk})
    assert "Teachers come to summer sessions only" in said(page)
    page = staff.post(f"{LIST}add/", {"partner": cast.partner.pk, "event": cast.session.pk})
    assert "Choose a member or a teacher" in said(page)

    staff.post(f"{LIST}add/", data | {"event": cast.session.pk})
    assert EventRegistration.objects.get().said == Said.COMES


def test_lists_by_event_kind_and_answer(staff, cast, there):
    make_registration(registered_at=None, partner=make_partner())

    def found(query):
        return staff.get(f"{LIST}?{query}").context_data["cl"].result_count

    assert found(f"event__id__exact={cast.session.pk}") == 2
    assert found("who=member") == 1
    assert found("who=teacher") == 2
    assert found("said=nothing") == 1
    assert found("said=comes") == 2
    assert found("q=mill.example") == 1


# Downloads


def test_downloads_the_list_with_nothing_that_runs_or_is_private(staff, there):
    text = b"".join(staff.get(f"{LIST}export.csv")).decode()

    assert "Ines Paperboat,ines@mill.example,'=1+1" in text
    assert "nuts" not in text
    assert "train" not in text


def test_downloads_private_details_for_who_may_read_them(staff, there):
    text = b"".join(staff.get(f"{LIST}private.csv")).decode()
    book = load_workbook(BytesIO(b"".join(staff.get(f"{LIST}private.xlsx"))))

    assert "By train,'@nuts" in text
    assert "@nuts" in [cell.value for row in book.active for cell in row]


def test_who_may_not_read_them_gets_neither_download_nor_fields(client, there):
    viewer = make_user(is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)

    assert client.get(f"{LIST}private.csv").status_code == 403
    assert client.get(f"{LIST}export.csv").status_code == 403
    page = said(client.get(f"{LIST}{there[1].pk}/change/"))
    assert "Ines Paperboat" in page
    assert "nuts" not in page
    assert "private details" not in said(client.get(LIST))


# With the code


def test_the_code_stands_on_the_page_of_the_event(staff, cast, code):
    page = said(staff.get(f"/admin/applications/programevent/{cast.session.pk}/change/"))

    assert code in page
    assert check_in(cast.session) in page


@pytest.mark.parametrize("email", ["INES@mill.example", "dana"])
def test_members_and_teachers_check_in_twice_is_fine(client, cast, there, code, email):
    email = cast.dana.email if email == "dana" else email
    data = {"code": code.lower().replace("-", " "), "email": email}
    with time_machine.travel(AT_IT):
        for _ in range(2):
            answer = client.post(check_in(cast.session), data, follow=True)
            assert "you are checked in" in said(answer)
            assert "Ines" not in said(answer)

    assert EventRegistration.objects.filter(attended=True, attended_said_by="code").count() == 1


@pytest.mark.parametrize(
    ("code_typed", "email"),
    [
        ("right", "nobody@example.org"),
        ("AAAA-AAA", "ines@mill.example"),
        ("AAAA-AAA", "nobody@example.org"),
        ("-", "ines@mill.example"),
    ],
)
def test_a_wrong_code_and_a_wrong_address_read_alike(client, cast, there, code, code_typed, email):
    data = {"code": code if code_typed == "right" else code_typed, "email": email}
    with time_machine.travel(AT_IT):
        page = said(client.post(check_in(cast.session), data))

    assert attending.WRONG in page
    assert attended() == [None, None]


def test_without_a_code_nobody_checks_in(client, cast, there):
    with time_machine.travel(AT_IT):
        client.post(check_in(cast.session), {"code": "-", "email": "ines@mill.example"})

    assert attended() == [None, None]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2031-07-16 23:59-07:00", False),
        ("2031-07-17 00:00-07:00", True),
        ("2031-07-23 23:59-07:00", True),
        ("2031-07-24 00:00-07:00", False),
    ],
)
def test_is_open_from_a_day_before_until_a_day_after(client, cast, moment, is_open):
    with time_machine.travel(moment):
        page = said(client.get(check_in(cast.session)))

    assert ("Say with the code" in page) is is_open


def test_checking_in_is_limited(client, cast, there, code):
    cache.clear()
    data = {"code": "AAAA-AAA", "email": "ines@mill.example"}
    with time_machine.travel(AT_IT):
        answers = [client.post(check_in(cast.session), data).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_attending_is_of_one_event(client, cast, there, code):
    other = join(cast.year.program_year, cast.summit, cast.session)
    registering.register_member(cast.summit, other.partner, other.dana, on=cast.partner.started_on)
    with time_machine.travel(AT_IT):
        data = {"code": code, "email": other.dana.email}
        assert attending.WRONG in said(client.post(check_in(cast.session), data))
