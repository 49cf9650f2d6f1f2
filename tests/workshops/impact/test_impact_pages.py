"""The page of impact for everybody, the same as data, and the dashboard of staff."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import reverse

from plp.core import pages
from plp.core.days import pacific_today
from tests.make import make_teacher, make_user
from tests.workshops.everything import make_feedback
from workshops.impact import kept
from workshops.jobs import count_impact
from workshops.models import Workshop

IMPACT = "/impact/"
COLD, ON_THE_DASHBOARD = 8, 20


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.delete(kept.KEY)


@pytest.fixture
def two(make_year, teach):
    """A year of each of two partners; Ines came to the first one, and again in the second year."""
    first = make_year(1, "IL")
    make_year(1, "OR")
    ines = make_teacher(name="Ines Paperboat", district_name="Riverbend Schools")
    workshop = teach(first, ines, make_teacher())
    teach(make_year(2, partner=first.partner), ines)
    for enrollment in workshop.enrollments.all():
        make_feedback(enrollment, words="The room was cold.")
    return first


def test_says_what_came_of_each_year(client, two):
    data = client.get("/impact/impact.json").json()

    assert data["counted_on"] == "2018-02-01"
    assert [
        (row["school_year"], row["partners"], row["workshops"], row["teachers"])
        for row in data["years"]
    ] == [("2016-17", 2, 1, 2), ("2017-18", 2, 1, 1)]
    assert [row["returning_teachers"] for row in data["years"]] == [0, 1]
    assert [row["state"] for row in data["states"]] == ["Illinois", "Oregon"] * 2


def test_a_table_is_a_file(client, two):
    answer = client.get("/impact/states.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("School year,State,Partners,Workshops,Teachers")
    assert lines[1] == "2016-17,Illinois,1,1,2,0,12,1"
    assert client.get("/impact/salaries.csv").status_code == 404


def test_the_page_shows_the_year_that_is_chosen(client, two):
    latest = client.get(IMPACT).content.decode()
    chosen = client.get(IMPACT, {"year": "2016-17"}).content.decode()

    assert "School year 2017–18" in latest
    assert "School year 2016–17" in chosen
    assert client.get(IMPACT, {"year": "1066-67"}).content.decode().count("2017–18") > 0


@pytest.mark.parametrize("name", ["", "impact.json", "years.csv", "states.csv", "satisfaction.csv"])
def test_nothing_private_is_said(client, two, name):
    said = client.get(f"{IMPACT}{name}").content.decode()

    for private in (
        "Ines",
        "Paperboat",
        "Riverbend",
        "cold",
        "@example.org",
        two.partner.organization,
    ):
        assert private not in said


def test_four_answers_are_not_shown(client, make_year, teach):
    workshop = teach(make_year(1), *(make_teacher() for _ in range(4)))
    for enrollment in workshop.enrollments.all():
        make_feedback(enrollment)

    data = client.get("/impact/impact.json").json()

    assert data["satisfaction"] == []
    assert data["years"][0]["satisfaction"] is None


def test_a_partner_that_left_counts_in_the_years_it_was_there(client, two):
    type(two.partner).objects.filter(pk=two.partner_id).update(ended_on=date(2017, 6, 30))

    years = client.get("/impact/impact.json").json()["years"]

    assert [row["partners"] for row in years] == [2, 1]


def test_pages_read_what_the_worker_has_counted(client, two, django_assert_max_num_queries):
    count_impact(pacific_today())

    with django_assert_max_num_queries(COLD):
        assert client.get(IMPACT).status_code == 200


def test_the_worker_counts_once_a_day_and_once_a_workshop_is_completed(two, teach):
    today = pacific_today()
    assert kept.renew(today)
    assert not kept.renew(today)

    teach(two, make_teacher(), status="in_progress").move(Workshop.Status.COMPLETED, by=None)

    assert kept.renew(today)
    assert not kept.renew(today)
    assert kept.renew(date(2018, 2, 2))


def test_a_page_shows_what_was_counted_anew(client, two, teach, commit):
    with commit():
        kept.renew(pacific_today())
    before = client.get("/impact/impact.json").json()["years"][0]["workshops"]
    teach(two, status="in_progress").move(Workshop.Status.COMPLETED, by=None)

    with commit():
        kept.renew(pacific_today())

    after = client.get("/impact/impact.json").json()["years"][0]["workshops"]
    assert (before, after) == (1, 2)


def test_says_that_nothing_is_there_before_the_first_partner(client):
    assert "No region has a partner yet" in client.get(IMPACT).content.decode()


def test_a_year_that_has_not_begun_is_not_shown(client, two):
    with time_machine.travel("2016-06-30T18:00:00Z", tick=False):
        pages.forget()
        assert client.get("/impact/impact.json").json()["years"] == []


def browse(client, group):
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("group", "status"),
    [("Viewer", 200), ("Finance", 200), ("Program staff", 200), ("Reviewer", 403)],
)
def test_staff_who_see_workshops_have_the_dashboard(client, two, group, status):
    browse(client, group)

    assert client.get(reverse("admin:workshops_dashboard")).status_code == status
    for kind in ("csv", "xlsx"):
        address = reverse(f"admin:workshops_dashboard_{kind}", args=["years"])
        assert client.get(address).status_code == status


def test_the_dashboard_stands_on_the_first_page(client, two):
    page = browse(client, "Program staff").get("/admin/").content.decode()

    assert reverse("admin:workshops_dashboard") in page


def test_the_dashboard_has_no_other_table(client, two):
    browse(client, "Viewer")

    address = reverse("admin:workshops_dashboard_csv", args=["salaries"])
    assert client.get(address).status_code == 404


def test_the_dashboard_asks_the_same_at_any_size(client, two, make_year, teach, count_queries):
    browse(client, "Viewer")
    address = reverse("admin:workshops_dashboard")
    kept.renew(pacific_today())
    one = count_queries(client, address)
    for state in ("WA", "UT", "TX"):
        teach(make_year(1, state), make_teacher())
    kept.renew(pacific_today())
    pages.forget()

    assert count_queries(client, address) == one <= ON_THE_DASHBOARD
