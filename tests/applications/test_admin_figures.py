"""What reviews come to in the list of applications, and what it keeps from whom."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.applications.test_figures import make_scored, person_with
from tests.make import make_application, make_assignment, make_pin, make_program, make_review

pytestmark = pytest.mark.django_db

LIST = reverse("admin:applications_application_changelist")


@pytest.fixture
def reviewer(client):
    """Somebody who reviews, and downloads what can be read."""
    user = person_with("view_application", "export_application", "add_review")
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    user = person_with("view_application", "export_application", "read_all_review")
    client.force_login(user)
    return user


def make_named(name, *points):
    application = make_application(organization=name, status="in_review")
    return make_scored(*points, application=application)


def listed(client, **query):
    page = client.get(LIST, query).context_data["cl"]
    return [row.organization for row in page.result_list]


def column(client, name):
    return client.get(LIST).context_data["cl"].list_display.index(name)


def test_the_list_says_how_many_reviews_of_how_many_their_mean_and_spread(client, coordinator):
    make_named("Juniper", 0, 100)

    page = client.get(LIST).content.decode()

    assert '<td class="field-reviews_done">2 of 3</td>' in page
    assert '<td class="field-mean">50.0</td>' in page
    assert "</svg>Disagree" in page


def test_each_column_of_figures_leads_to_its_order(client, coordinator):
    make_named("Juniper")
    page = client.get(LIST).content.decode()

    for name in ("reviews_done", "mean", "spread"):
        heading = page.partition(f'<th scope="col" class="sortable column-{name}">')[2]
        assert f'href="?o={column(client, name)}.' in heading.partition("</th>")[0]


def test_no_mean_is_not_zero(client, coordinator):
    make_named("Juniper")

    page = client.get(LIST).content.decode()

    assert '<td class="field-reviews_done">0 of 3</td>' in page
    assert '<td class="field-mean">–</td>' in page


@pytest.mark.parametrize(
    ("name", "up", "down"),
    [
        ("reviews_done", "None High Low Far", "Far Low High None"),
        ("mean", "Low Far High None", "High Far Low None"),
        ("spread", "Low Far High None", "Far Low High None"),
    ],
)
def test_the_list_is_sorted_by_each_figure_those_without_it_last(
    client, coordinator, name, up, down
):
    make_four()

    assert listed(client, o=column(client, name)) == up.split()
    assert listed(client, o=-column(client, name)) == down.split()


def make_four():
    make_named("None")
    make_named("Far", 0, 100, 75)
    make_named("Low", 0, 25)
    make_named("High", 100)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"mean": "80"}, {"High"}),
        ({"mean": "60"}, set()),
        ({"mean": "40"}, {"Far"}),
        ({"mean": "0"}, {"Low"}),
        ({"mean": "60-up"}, {"High"}),
        ({"mean": "60-down"}, {"Far", "Low"}),
        ({"mean": "nonsense"}, {"None", "Far", "Low", "High"}),
        ({"disagree": "yes"}, {"Far"}),
        ({"disagree": "no"}, {"None", "Low", "High"}),
        ({"reviewed": "none"}, {"None"}),
        ({"reviewed": "lacking"}, {"None", "Low", "High"}),
        ({"reviewed": "all"}, {"Far"}),
    ],
)
def test_the_list_is_filtered_by_figures(client, coordinator, query, found):
    make_four()

    assert set(listed(client, **query)) == found


def test_what_a_reviewer_may_not_see_yet_is_hidden_in_list_order_filter_and_download(
    client, reviewer
):
    make_named("Zero", 0, 0, 0)
    make_named("Hundred", 100, 100, 100)
    make_named("Apart", 0, 100, 100)
    latest_first = ["Apart", "Hundred", "Zero"]

    page = client.get(LIST).content.decode()
    assert page.count('<span class="quiet">hidden</span>') == 3
    assert "</svg>Disagree" not in page
    for name in ("reviews_done", "mean", "spread"):
        assert (
            listed(client, o=column(client, name))
            == listed(client, o=-column(client, name))
            == latest_first
        )
    for query in ({"mean": "60-up"}, {"mean": "60-down"}, {"disagree": "yes"}, {"disagree": "no"}):
        assert listed(client, **query) == []
    for value in ("none", "lacking", "all"):
        assert listed(client, reviewed=value) == []
    assert {row["Mean (0 to 100)"] for row in download(client)} == {""}
    assert {row["Reviews"] for row in download(client)} == {""}


def test_also_a_coordinator_who_is_asked_sees_nothing_before_the_own_review(client, coordinator):
    asked = make_named("Asked", 100, 100)
    make_named("Other", 0)
    make_assignment(asked, reviewer=coordinator)

    assert listed(client, mean="60-up") == []
    assert listed(client, o=-column(client, "mean")) == ["Other", "Asked"]

    make_review(asked, reviewer=coordinator)
    assert listed(client, mean="60-up") == ["Asked"]


def download(client, **query):
    url = reverse("admin:applications_application_export_csv")
    content = b"".join(client.get(url, query).streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_download_says_the_figures_and_keeps_their_filter_and_order(client, coordinator):
    make_named("Far", 0, 100)
    make_named("Low", 25)
    make_named("High", 100)

    rows = download(client, mean="60-down", o=column(client, "mean"))

    assert [row["Organization"] for row in rows] == ["Low", "Far"]
    far = rows[1]
    assert (far["Reviews"], far["Mean (0 to 100)"], far["Spread (points)"]) == (
        "2",
        "50.0",
        "100.0",
    )
    assert far["Reviewers disagree"] == "yes"


def test_a_list_with_reviews_asks_equally_often_at_one_row_and_at_three(client, coordinator):
    def asked(**query):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, query)
        return len(queries)

    sorted_by = {"o": -column(client, "mean"), "mean": "60-down"}
    make_named("One", 0, 50)
    asked()
    plain, by_mean = asked(), asked(**sorted_by)
    other = make_pin(program=make_program())
    make_scored(25, 50, application=make_application(pin=other))
    make_named("Three", 25)

    assert asked() == plain <= 12
    assert asked(**sorted_by) == by_mean <= 12
