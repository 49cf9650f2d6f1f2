"""Applicants for one city side by side: in which order, and what is kept from whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Recusal
from tests.applications.test_figures import make_scored, person_with
from tests.make import (
    make_application,
    make_assignment,
    make_decision,
    make_pin,
    make_question,
    make_review,
    make_sent,
    the_pin,
)

pytestmark = pytest.mark.django_db

ADDRESS = reverse("admin:applications_pin_compare", args=[0])


@pytest.fixture
def pin():
    return make_pin()


@pytest.fixture
def reviewer(client):
    user = person_with("view_application", "view_pin", "add_review")
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    may = ["view_application", "view_pin", "read_all_review", "read_private_application"]
    user = person_with(*may)
    client.force_login(user)
    return user


def address(pin):
    return reverse("admin:applications_pin_compare", args=[pin.pk])


def make_for(pin, name, *points, days_ago=1, status="in_review"):
    application = make_application(pin=pin, organization=name, status=status)
    at = timezone.now() - timedelta(days=days_ago)
    Application.objects.filter(pk=application.pk).update(submitted_at=at)
    return make_scored(*points, application=application)


def compared(client, pin):
    return [row.organization for row in client.get(address(pin)).context_data["applications"]]


def lines(client, pin):
    """Return {label: texts} of all rows that the page shows."""
    context = client.get(address(pin)).context_data
    rows = [*context["figures"], *(line for group in context["groups"] for line in group.lines)]
    return {line.label: line.texts for line in rows}


def test_the_best_mean_stands_first_and_who_has_none_follows_as_received(client, coordinator, pin):
    make_for(pin, "Later", days_ago=2)
    make_for(pin, "Low", 25)
    make_for(pin, "High", 100, status="waitlisted")
    make_for(pin, "Earlier", days_ago=3)

    assert compared(client, pin) == ["High", "Low", "Earlier", "Later"]


@pytest.mark.parametrize("status", ["offered", "accepted", "declined", "withdrawn", "lapsed"])
def test_only_who_waits_is_compared(client, coordinator, pin, status):
    make_for(pin, "Decided", status=status)
    make_for(make_pin(), "Elsewhere")

    assert "Nobody waits for a decision" in client.get(address(pin)).content.decode()


def test_an_applicant_of_another_program_for_the_same_region_is_compared(client, coordinator, pin):
    make_for(make_pin(region=pin.region, program=make_question().program), "Later program")

    assert compared(client, pin) == ["Later program"]


def test_figures_and_recommendations_stand_beside_one_another(client, coordinator, pin):
    make_for(pin, "Apart", 0, 100)
    make_for(pin, "None")
    apart = Application.objects.get(organization="Apart")
    make_review(apart, recommendation="decline")

    found = lines(client, pin)

    assert found["Reviews"] == ["3 of 3", "0 of 3"]
    assert found["Mean"] == ["50.0", "–"]
    assert found["Spread"] == ["100.0, they disagree", "–"]
    assert found["Recommended"] == ["Offer the partnership: 2\nDecline: 1", "–"]


def test_what_one_may_not_see_yet_is_hidden_and_orders_nothing(client, reviewer, pin):
    make_for(pin, "Bad", 0, days_ago=3)
    make_for(pin, "Good", 100, days_ago=2)
    mine = make_for(pin, "Mine", days_ago=1)
    make_review(mine, reviewer=reviewer)

    found = lines(client, pin)

    assert compared(client, pin) == ["Bad", "Good", "Mine"]
    for label in ("Reviews", "Mean", "Spread", "Recommended"):
        assert found[label][:2] == ["hidden", "hidden"], label
    assert found["Reviews"][2] == "1 of 3"


def test_a_coordinator_who_is_asked_for_one_sees_its_figures_last(client, coordinator, pin):
    asked = make_for(pin, "Asked", 100)
    make_for(pin, "Other", 50)
    make_assignment(asked, reviewer=coordinator)

    assert compared(client, pin) == ["Other", "Asked"]
    assert lines(client, pin)["Mean"] == ["50.0", "hidden"]


def test_who_one_stepped_aside_from_is_not_there(client, coordinator, pin):
    aside = make_for(pin, "Cousins")
    make_for(pin, "Others")
    Recusal.objects.create(application=aside, reviewer=coordinator, reason="My cousin leads it.")

    assert compared(client, pin) == ["Others"]
    assert "Cousins" not in client.get(address(pin)).content.decode()


def test_answers_stand_beside_one_another_and_those_alike_in_one_cell(client, coordinator, pin):
    plan, place = (make_question(program=pin.program, text=text) for text in ("Plan?", "Place?"))
    for name in ("One", "Two"):
        made = make_for(pin, name)
        made.answers.create(question=plan, asked=plan.text, text=f"The plan of {name}.")
        made.answers.create(question=place, asked=place.text, text="The library.")

    found = lines(client, pin)
    page = client.get(address(pin)).content.decode()

    assert found["Plan?"] == ["The plan of One.", "The plan of Two."]
    assert page.count("The library.") == 1


def test_a_private_answer_is_kept_from_reviewers(client, reviewer, pin):
    question = make_question(program=pin.program, text="Owed?", reviewers_may_see=False)
    made = make_for(pin, "One")
    made.answers.create(question=question, asked=question.text, text="SECRET SUM")

    assert "SECRET SUM" not in client.get(address(pin)).content.decode()


def test_the_page_asks_equally_often_for_two_and_for_six(client, coordinator):
    pin = the_pin()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(pin)).status_code == 200
        return len(queries)

    def make(number):
        for n in range(number):
            make_scored(25, 75, application=make_sent(organization=f"Office {number}{n}", pin=pin))

    make(2)
    asked()
    with_two = asked()
    make(4)

    assert asked() == with_two <= 20
    assert len(compared(client, pin)) == 6


def test_only_who_may_read_applications_compares_them(client, pin):
    client.force_login(person_with("view_pin"))

    assert client.get(address(pin)).status_code == 403


def test_no_such_city_is_not_found(client, coordinator):
    assert client.get(ADDRESS).status_code == 404


def test_a_dossier_a_city_and_a_region_lead_there(staff, pin):
    made = make_for(pin, "One")
    link = f'href="{address(pin)}"'

    for model, record in [("application", made), ("pin", pin), ("region", pin.region)]:
        url = reverse(f"admin:applications_{model}_change", args=[record.pk])
        assert link in staff.get(url).content.decode(), model


def test_what_is_ready_stands_there_for_who_may_see_decisions(staff, person):
    pin = make_pin()
    decision = make_decision(make_application(status="in_review", pin=pin))
    make_application(status="in_review", pin=pin)
    address = reverse("admin:applications_pin_compare", args=[pin.pk])

    assert staff.get(address).context_data["ready"] == ["ready: offer the partnership", ""]
    reviewer = person("view_application", "view_pin")
    assert reviewer.get(address).context_data["ready"] == ["", ""]
    assert decision.is_ready
