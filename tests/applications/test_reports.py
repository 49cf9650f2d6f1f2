"""Reports: how far applications came, how long it took, and how reviewers score."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Draft, Recusal
from applications.reports import Asked, by_reviewer, funnel, time_to_decision
from tests.applications.test_figures import person_with
from tests.make import (
    make_application,
    make_assignment,
    make_criterion,
    make_draft,
    make_offer,
    make_pin,
    make_program,
    make_region,
    make_review,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = reverse("admin:applications_application_reports")
MOST_QUERIES = 20


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def reader(db):
    return make_user()


@pytest.fixture
def coordinator(client):
    user = person_with("view_application", "read_all_review")
    client.force_login(user)
    return user


def make_sent(program, status="submitted", *, sent=None, state="OR", moves=(), **fields):
    """An application that was sent at a moment and then moved at others."""
    pin = fields.pop("pin", None) or make_pin(program=program, region=make_region(state=state))
    made = make_application(pin=pin, status=status, **fields)
    if sent:
        Application.objects.filter(pk=made.pk).update(submitted_at=sent)
        Draft.objects.filter(pk=made.draft_id).update(created_at=sent)
    for old, new, at in moves:
        made.changes.filter(pk=made.changes.create(old=old, new=new).pk).update(at=at)
    return made


def tables(user, **asked):
    return {table.slug: table for table in funnel(Asked(user, **asked))}


def total(user, **asked):
    return dict(tables(user, **asked)["funnel"].rows)


# How far they came


def test_every_step_counts_all_who_ever_came_so_far(program, reader):
    make_draft(program=program)
    for status in ("submitted", "in_review", "waitlisted", "accepted", "declined", "withdrawn"):
        make_sent(program, status)
    make_offer(application=make_sent(program, "lapsed"), answer="none", answered_at=_at(5))

    assert total(reader, program=program) == {
        "Begun": 8,
        "Sent": 7,
        "In review": 5,
        "Offered": 2,
        "Accepted": 1,
        "Declined": 1,
        "Waitlisted": 1,
        "Withdrawn": 1,
        "Lapsed": 1,
    }


def test_a_withdrawn_one_counts_as_read_and_offered_only_where_it_was(program, reader):
    read = make_sent(program, "withdrawn", moves=[("submitted", "in_review", _at(2))])
    make_offer(application=read, answer="back", answered_at=_at(5))
    make_sent(program, "withdrawn")

    found = total(reader, program=program)

    assert (found["Sent"], found["In review"], found["Offered"]) == (2, 1, 1)


def test_they_are_counted_by_period_state_and_type(program, reader):
    period = make_round(program=program, name="Spring")
    make_sent(program, "accepted", round=period, type="district", state="OR")
    make_sent(program, "declined", type="district", state="WA")
    make_draft(program=program)

    found = tables(reader, program=program)

    assert _sent(found["by-period"]) == {"In no period": 1, "Not sent": 0, "Spring": 1}
    assert _sent(found["by-state"]) == {"No city chosen": 0, "Oregon": 1, "Washington": 1}
    assert _sent(found["by-type"]) == {"Not sent": 0, "School district": 2}


def test_periods_that_two_programs_call_alike_stay_two(reader):
    for _ in range(2):
        other = make_program()
        make_sent(other, round=make_round(program=other, name="Spring"))

    assert sorted(_sent(tables(reader)["by-period"]).values())[-2:] == [1, 1]


def _sent(table):
    at = table.headings.index("Sent")
    return {str(row[0]): row[at] for row in table.rows}


def test_a_week_begins_on_monday_in_pacific_time(program, reader):
    sunday_night = datetime(2016, 2, 15, 7, 59, tzinfo=UTC)
    make_sent(program, sent=sunday_night)
    make_sent(program, sent=sunday_night + timedelta(minutes=2))

    found = tables(reader, program=program)

    assert _sent(found["by-week"]) == {"2016-02-08": 1, "2016-02-15": 1}


@pytest.mark.parametrize(
    ("asked", "number"),
    [({"state": "OR"}, 1), ({"type": "district"}, 1), ({"state": "OR", "type": "district"}, 0)],
)
def test_a_report_is_about_what_was_chosen(program, reader, asked, number):
    make_sent(program, type="nonprofit", state="OR")
    make_sent(program, type="district", state="WA")
    make_sent(make_program(), type="district", state="OR")

    assert total(reader, program=program, **asked)["Sent"] == number


def test_what_one_stepped_aside_from_is_in_no_report(program, reader):
    aside = make_sent(program, "accepted", sent=_at(1), moves=[("offered", "accepted", _at(3))])
    Recusal.objects.create(application=aside, reviewer=reader, reason="Cousins.")

    assert total(reader, program=program)["Begun"] == 0
    assert time_to_decision(Asked(reader, program)).rows == []


# How long it took


def _at(day):
    return datetime(2016, 3, day, 20, tzinfo=UTC)


def test_half_of_the_decisions_took_so_many_days(program, reader):
    for day in (2, 4, 11):
        make_sent(program, "declined", sent=_at(1), moves=[("in_review", "declined", _at(day))])
    make_sent(program, "accepted", sent=_at(1), moves=[("offered", "accepted", _at(31))])
    make_sent(program, "withdrawn", sent=_at(1), moves=[("submitted", "withdrawn", _at(2))])
    make_sent(program, "in_review", sent=_at(1), moves=[("submitted", "in_review", _at(2))])

    assert time_to_decision(Asked(reader, program)).rows == [
        ("All", 4, 2.5, 6.5, 15.0),
        ("Accepted", 1, 30, 30, 30),
        ("Declined", 3, 2.0, 3.0, 6.5),
    ]


def test_only_the_last_decision_counts(program, reader):
    moves = [("in_review", "declined", _at(3)), ("declined", "in_review", _at(4))]
    make_sent(program, "declined", sent=_at(1), moves=[*moves, ("in_review", "declined", _at(21))])

    assert time_to_decision(Asked(reader, program)).rows[0] == ("All", 1, 20, 20, 20)


# How reviewers score


def make_scored(application, criterion, **points):
    """Reviews of an application by people, by name."""
    for name, number in points.items():
        who = PEOPLE.get(name) or make_user(f"{name}@example.org", name=name)
        PEOPLE[name] = who
        make_review(application, reviewer=who, scores={criterion: number // 25 + 1})


PEOPLE = {}


@pytest.fixture(autouse=True)
def nobody():
    PEOPLE.clear()


def test_a_reviewer_is_set_beside_the_others_on_the_same_applications(program, coordinator):
    criterion = make_criterion()
    one, two, alone = (make_sent(program, "in_review") for _ in range(3))
    make_scored(one, criterion, Ada=100, Ben=50, Cleo=0)
    make_scored(two, criterion, Ada=75, Ben=75)
    make_scored(alone, criterion, Ada=0)
    make_review(alone, reviewer=PEOPLE["Ben"], scores={criterion: 5}, done=False)

    assert by_reviewer(Asked(coordinator, program)).rows == [
        ("Ada", 3, 58.3, 0, 100, 100, 37.5),
        ("Ben", 2, 62.5, 50, 75, 25, 0),
        ("Cleo", 1, 0, 0, 0, 0, -75),
    ]


def test_reviews_that_one_may_not_read_yet_are_in_no_figure(program, coordinator):
    criterion = make_criterion()
    asked, aside, seen = (make_sent(program, "in_review") for _ in range(3))
    make_assignment(asked, reviewer=coordinator)
    Recusal.objects.create(application=aside, reviewer=coordinator, reason="Cousins.")
    make_scored(asked, criterion, Ada=100)
    make_scored(aside, criterion, Ada=100)
    make_scored(seen, criterion, Ada=25)

    assert by_reviewer(Asked(coordinator, program)).rows == [("Ada", 1, 25, 25, 25, 0, None)]


def test_only_who_may_read_all_reviews_sees_how_reviewers_score(client):
    client.force_login(person_with("view_application", "add_review"))

    assert client.get(ADDRESS, {"about": "reviewers"}).status_code == 403
    assert "about=reviewers" not in client.get(ADDRESS).content.decode()


# The page


def test_the_first_page_leads_to_the_reports_of_who_may_read_applications(client, coordinator):
    link = f'href="{ADDRESS}"'

    assert link in client.get("/admin/").content.decode()
    client.force_login(person_with("view_partner"))
    assert link not in client.get("/admin/").content.decode()
    assert client.get(ADDRESS).status_code == 403


def test_a_chart_is_named_and_says_the_same_as_its_table(client, coordinator, program):
    make_sent(program, "accepted", state="OR")

    page = client.get(ADDRESS, {"program": program.pk}).content.decode()

    assert 'role="img" aria-labelledby="by-state-name"' in page
    assert "1 sent, 1 accepted" in page
    assert '<th scope="row">Oregon</th>' in page
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.parametrize("query", [{"program": "x"}, {"program": "", "state": "XX", "type": "?"}])
def test_what_nobody_can_choose_chooses_nothing(client, coordinator, query):
    assert client.get(ADDRESS, query).status_code == 200


def test_a_table_is_saved_as_it_was_chosen(client, coordinator, program):
    make_sent(program, "accepted", state="OR")
    make_sent(program, "declined", state="WA", sent=_at(1))

    rows = saved(client, program=program.pk, state="WA", table="by-week")
    people = saved(client, program=program.pk, about="reviewers", table="by-reviewer")

    assert [(row["Week from"], row["Declined"]) for row in rows] == [("2016-02-29", "1")]
    assert people == []
    assert client.get(ADDRESS, {"table": "no-such"}).status_code == 404


def saved(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_a_name_that_begins_as_a_formula_runs_in_no_spreadsheet(client, coordinator, program):
    make_scored(make_sent(program, "in_review"), make_criterion(), **{"=SUM(1)": 25})

    [row] = saved(client, program=program.pk, about="reviewers", table="by-reviewer")

    assert row["Reviewer"] == "'=SUM(1)"


@pytest.mark.parametrize("about", ["", "reviewers"])
def test_the_page_asks_equally_often_at_one_and_at_three(client, coordinator, program, about):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS, {"program": program.pk, "about": about})
        return len(queries)

    def make(number):
        for _ in range(number):
            period = make_round(program=program, name=f"Period {Application.objects.count()}")
            made = make_sent(program, "declined", round=period, sent=_at(1))
            made.changes.create(old="in_review", new="declined")
            make_review(made, scores={make_criterion(): 3})

    make(1)
    asked()
    with_one = asked()
    make(2)

    assert asked() == with_one <= MOST_QUERIES
