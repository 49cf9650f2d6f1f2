"""The pages on which a partner plans its workshops."""

from datetime import date, time
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browsing import Fields, said
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_partner_year, make_requirement, make_user
from tests.workshops.make import make_leading, make_session, make_workshop
from tests.workshops.planning.make import fit, page, send, typed
from workshops.models import PlanningWishes, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august")]


def days_of(partner):
    rows = Workshop.objects.of(partner).order_by("number")
    return [[(s.day, s.worth) for s in row.sessions.all()] for row in rows]


# A year at once


def test_plans_a_year_as_it_is_proposed(manager, partner, jonas):
    data = typed(manager, page(partner))
    answer = send(manager, partner, data)

    assert answer.redirect_chain[-1][0] == reverse("workshops:workshops", args=[partner.pk])
    assert "Planned: 4 workshops." in said(answer)
    workshops = list(Workshop.objects.of(partner).order_by("number"))
    assert [each.number for each in workshops] == [1, 2, 3, 4]
    assert [each.sessions.get().day for each in workshops] == [
        date(2016, 9, 24),
        date(2016, 12, 10),
        date(2017, 3, 4),
        date(2017, 5, 20),
    ]
    assert {each.zone for each in workshops} == {"America/Chicago"}
    assert [each.assignments.get().facilitator for each in workshops] == [jonas] * 4
    assert {each.assignments.get().status for each in workshops} == {"penciled"}


def test_proposes_as_many_as_are_promised_and_not_planned_yet(manager, partner, course, year):
    asked = make_requirement(
        kind="workshop_days", number=5, course=course, program_year=year.program_year
    )
    year.requirements.create(requirement=asked, number=Decimal("5"))
    make_workshop(date(2016, 10, 1), date(2016, 10, 2), partner_year=year, course=course)

    series = manager.get(page(partner)).context["series"]

    assert len(series.rows) == 3


def test_follows_the_wishes_of_the_partner(manager, partner):
    PlanningWishes.objects.create(
        partner=partner,
        weekdays=[2],
        begins=time(16),
        ends=time(19),
        capacity=12,
        venue="The mill",
        zip_code="46601",
    )

    send(manager, partner, typed(manager, page(partner)))

    workshop = Workshop.objects.of(partner).first()
    session = workshop.sessions.get()
    assert (session.day.weekday(), session.begins, session.ends) == (2, time(16), time(19))
    assert (workshop.capacity, workshop.venue) == (12, "The mill")
    assert workshop.zone == "America/Indiana/Indianapolis"


def test_proposes_two_half_days(manager, partner, year, course):
    address = f"{page(partner)}?of={year.pk}-{course.pk}&number=2&shape=halves"

    send(manager, partner, typed(manager, address))

    half = Decimal("0.5")
    assert [[worth for _, worth in each] for each in days_of(partner)] == [[half, half]] * 2


@pytest.mark.parametrize("query", ["of=1-1", "number=99", "shape=round", "number=x"])
def test_says_what_is_wrong_in_what_was_asked(manager, partner, year, course, query):
    of = "" if query.startswith("of") else f"of={year.pk}-{course.pk}&"

    answer = manager.get(f"{page(partner)}?{of}{query}")

    assert answer.status_code == 200
    assert "Error:" in said(answer)


def test_plans_once_however_often_it_is_sent(manager, partner, jonas):
    data = typed(manager, page(partner))

    first, second = (send(manager, partner, data) for _ in range(2))

    assert first.redirect_chain == second.redirect_chain
    assert Workshop.objects.of(partner).count() == 4


def test_leaves_out_what_is_not_kept_even_if_it_is_wrong(manager, partner):
    data = typed(manager, page(partner))
    del data["w1-is_kept"]

    send(manager, partner, data, w1__day_0="nonsense")

    assert len(days_of(partner)) == 3


def test_asks_for_one_at_least(manager, partner):
    data = typed(manager, page(partner))
    data = {name: value for name, value in data.items() if not name.endswith("is_kept")}

    assert "Choose at least one" in said(send(manager, partner, data))
    assert days_of(partner) == []


def test_shows_warnings_before_it_plans_and_then_does(manager, partner):
    data = typed(manager, page(partner))
    answer = send(manager, partner, data, w0__day_0="2016-09-05")

    assert "is Labor Day" in said(answer)
    assert "Plan them all the same" in said(answer)
    assert days_of(partner) == []

    seen = answer.context["series"].seen
    send(manager, partner, data, w0__day_0="2016-09-05", seen=seen)

    assert days_of(partner)[0][0][0] == date(2016, 9, 5)


def test_shows_a_warning_anew_when_it_changes(manager, partner):
    data = typed(manager, page(partner))
    seen = send(manager, partner, data, w0__day_0="2016-09-05").context["series"].seen

    answer = send(manager, partner, data, w0__day_0="2016-11-24", seen=seen)

    assert "is Thanksgiving" in said(answer)
    assert days_of(partner) == []


def test_refuses_however_often_it_was_seen(manager, partner):
    data = typed(manager, page(partner))
    answer = send(manager, partner, data, w0__ends_0="08:00")
    seen = answer.context["series"].seen

    answer = send(manager, partner, data, w0__ends_0="08:00", seen=seen)

    assert "ends before it begins" in said(answer)
    assert days_of(partner) == []


def test_refuses_a_lead_who_is_confirmed_elsewhere_then(manager, partner, jonas):
    elsewhere = make_leading(
        make_workshop(date(2016, 9, 24)), facilitator=jonas, status="confirmed"
    )
    session = elsewhere.workshop.sessions.get()
    hours = {"begins_at": session.begins_at, "ends_at": session.ends_at}
    elsewhere.bookings.create(session=session, facilitator=jonas, **hours)
    data = typed(manager, page(partner))

    assert data["w0-day_0"] != "2016-09-24"
    answer = send(manager, partner, data, w0__day_0="2016-09-24", w0__lead=str(jonas.pk))

    assert "Jonas Tinderbox leads another workshop then" in said(answer)
    assert days_of(partner) == []


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("w0-day_0", "", "Choose the day."),
        ("w0-day_0", "2016-13-40", "Write a day such as"),
        ("w0-day_0", "0016-10-08", "Write a year between"),
        ("w0-begins_0", "", "Write when it begins."),
        ("w0-ends_0", "soon", "Write a time such as"),
        ("w0-worth_0", "7", "Select a valid choice"),
        ("w0-lead", "0", "Select a valid choice"),
        ("w0-zip_code", "123", "Write the 5 digits"),
        ("w0-venue", "x" * 201, "at most 200 characters"),
        ("capacity", "0", "Write 1 or more."),
        ("hours", "many", "Enter a number."),
        ("mode", "by_mail", "Select a valid choice"),
    ],
)
def test_says_what_is_wrong_beside_the_field_and_keeps_the_rest(
    manager, partner, field, value, wrong
):
    data = typed(manager, page(partner)) | {"w1-venue": "Kept & kept"}

    answer = send(manager, partner, data | {field: value})

    assert wrong in said(answer)
    assert Fields(answer.content.decode()).values["w1-venue"] == "Kept & kept"
    assert days_of(partner) == []


@pytest.mark.parametrize("number", ["", "-1", "x", "10000", "½"])
def test_bounds_how_many_rows_are_looked_at(manager, partner, number):
    data = typed(manager, page(partner))

    assert send(manager, partner, data, rows=number, slots=number).status_code == 200


def test_takes_no_code_that_it_has_not_given(manager, partner, year, course):
    theirs = make_workshop(date(2016, 9, 24), partner_year=year, course=course)
    data = typed(manager, page(partner))

    send(manager, partner, data, w0__code=theirs.code)

    assert Workshop.objects.of(partner).count() == 1 + int(data["rows"])


def test_has_nothing_to_propose_when_the_year_is_over(browse, partner):
    with time_machine.travel("2017-07-01T15:00:00Z", tick=False):
        manager = browse(may_manage=True)

        assert "No day of this school year is left" in said(manager.get(page(partner)))


@pytest.mark.parametrize("name", ["plan", "new", "import"])
def test_says_so_where_a_partner_has_no_course(manager, partner, year, name):
    year.program_year.courses.clear()

    assert "no school year with a course yet" in said(manager.get(page(partner, name)))


# While somebody types


def test_says_live_what_speaks_against_a_workshop(manager, partner):
    data = typed(manager, page(partner))

    answer = manager.post(page(partner, "plan-check"), data | {"w0-day_0": "2016-09-05"})

    assert "is Labor Day" in said(answer)
    assert "Central time (CDT)" in said(answer)
    assert answer.context["series"].seen in said(answer)


def test_says_the_zone_of_the_place(manager, partner):
    data = typed(manager, page(partner)) | {"w0-zip_code": "85003", "w0-day_0": "2016-09-24"}

    answer = manager.post(page(partner, "plan-check"), data)

    assert "Mountain time (MST)" in said(answer)


def test_orders_who_could_lead_by_whether_they_can(manager, partner, course, jonas):
    away = fit(partner, course, name="Away Anna")
    away.unavailabilities.create(first_day=date(2016, 9, 24), last_day=date(2016, 9, 24))
    make_accreditation(course=course, facilitator=make_facilitator(name="Nora New"))

    row = manager.get(page(partner)).context["series"].rows[0]

    _, *groups = row.fields["lead"].choices
    assert [(group, [name for _, name in of_one]) for group, of_one in groups] == [
        ("Free, accredited, under contract", ["Jonas Tinderbox"]),
        ("Free and accredited, no contract for it", ["Nora New"]),
        ("Not free or not accredited then", ["Away Anna"]),
    ]


# One alone, and one like another


def test_plans_one_alone(manager, partner, jonas):
    data = typed(manager, page(partner, "new"))
    changed = {"w0-day_0": "2016-10-08", "w0-lead": str(jonas.pk), "w0-venue": "The mill"}

    answer = send(manager, partner, data | changed, "new")

    workshop = Workshop.objects.of(partner).get()
    at = reverse("workshops:workshop", args=[partner.pk, workshop.pk])
    assert answer.redirect_chain[-1][0] == at
    assert workshop.sessions.get().ends == time(15, 30)
    assert workshop.assignments.get().facilitator == jonas


def test_says_nothing_of_what_nobody_has_typed_yet(manager, partner):
    answer = manager.get(page(partner, "new"))

    assert "Choose the day." not in said(answer)
    assert "Choose the day." in said(
        send(manager, partner, typed(manager, page(partner, "new")), "new")
    )


def test_copies_a_workshop_to_the_next_free_week(manager, partner, year, course, jonas):
    workshop = make_workshop(
        date(2016, 8, 27), partner_year=year, course=course, capacity=17, number=1
    )
    make_session(workshop, day=date(2016, 8, 28), worth=Decimal("0.5"))
    make_leading(workshop, facilitator=jonas)
    partner.blackouts.create(first_day=date(2016, 9, 3), last_day=date(2016, 9, 3))

    send(manager, partner, typed(manager, page(partner, "copy", workshop.pk)), "new")

    copied = Workshop.objects.of(partner).get(number=2)
    assert days_of(partner)[1] == [
        (date(2016, 9, 10), Decimal(1)),
        (date(2016, 9, 11), Decimal("0.5")),
    ]
    assert (copied.capacity, copied.venue) == (17, workshop.venue)
    assert copied.assignments.get().facilitator == jonas
    assert copied.code != workshop.code


def test_copies_none_of_another_partner(manager, partner):
    assert manager.get(page(partner, "copy", make_workshop().pk)).status_code == 404


def test_copies_none_of_a_course_that_the_year_has_no_more(manager, partner, year):
    workshop = make_workshop(partner_year=year)

    answer = manager.get(page(partner, "copy", workshop.pk), follow=True)

    assert "not one of that year any more" in said(answer)


# Who may


@pytest.mark.parametrize("name", ["plan", "new", "import"])
def test_is_for_managers_alone(browse, partner, name):
    viewer = browse()

    assert "Your program managers plan" in said(viewer.get(page(partner, name), follow=True))
    assert viewer.post(page(partner, name)).status_code == 403


@pytest.mark.parametrize("name", ["plan", "plan-check", "new", "import", "wishes", "blackout-add"])
def test_is_not_there_for_anybody_else(partner, name):
    stranger = Client()
    stranger.force_login(make_user())

    assert stranger.post(page(partner, name)).status_code == 404


def test_plans_for_no_year_of_another_partner(manager, partner, course):
    other = make_partner_year()
    other.program_year.courses.add(course)
    data = typed(manager, page(partner)) | {"of": f"{other.pk}-{course.pk}"}

    assert send(manager, partner, data).status_code == 404


def test_asks_as_often_for_many_as_for_few(manager, partner, course, year):
    counts = []
    for number in (1, 3):
        for n in range(number):
            fit(partner, course, home_zip="60601")
            make_workshop(date(2016, 10, 1 + 3 * number + n), partner_year=year, course=course)
        with CaptureQueriesContext(connection) as queries:
            manager.get(page(partner))
        counts.append(len(queries))

    assert counts[0] == counts[1] == 15
