"""A facilitator's home: what waits for them, and where everything is."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from facilitators import registry
from facilitators.models import Inquiry
from tests.browsing import said
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator,
    make_inquiry,
    make_unavailability,
)
from tests.make import make_course, make_partner, make_school_year

pytestmark = pytest.mark.django_db

HOME = reverse("facilitators:own")


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-20 12:00-07:00", tick=False):
        yield


def contract(jonas, status, year=2033, **fields):
    return make_contract(
        facilitator=jonas,
        partner=make_partner(organization="Larkspur Office"),
        school_year=make_school_year(year),
        status=status,
        **fields,
    )


def ask(jonas, asked=datetime(2016, 9, 18, 12, tzinfo=UTC), **fields):
    made = make_inquiry(
        facilitator=jonas,
        partner=make_partner(organization="Marzipan College"),
        course=make_course(name="Making Games"),
        **fields,
    )
    Inquiry.objects.filter(pk=made.pk).update(asked_at=asked)
    return made


def fill(jonas, year):
    ask(jonas)
    make_unavailability(facilitator=jonas)
    make_accreditation(facilitator=jonas)
    for number, status in enumerate(["offered", "signed", "in_force"]):
        answer_by = {} if status == "in_force" else {"answer_by": date(2016, 9, 22)}
        contract(jonas, status, year + number, **answer_by)


# What waits


def test_says_what_will_stand_there_where_nothing_does(own, jonas):
    jonas.home_zip, jonas.bio = "97701", "I lead clubs."
    jonas.save()

    text = said(own.get(HOME))

    for sentence in [
        "Nothing waits for you now.",
        "You have no contract that counts today.",
        "No course today.",
        "You have named no day.",
    ]:
        assert sentence in text, sentence


def test_a_contract_waits_to_be_signed(own, jonas):
    made = contract(jonas, "offered", answer_by=date(2016, 9, 22))

    answer = own.get(HOME)

    assert "Read and sign the contract with Larkspur Office" in said(answer)
    assert "By 22 September 2016" in said(answer)
    assert reverse("facilitators:own-contract", args=[made.pk]) in answer.content.decode()


def test_one_that_was_signed_outside_waits_to_be_confirmed(own, jonas):
    contract(jonas, "offered", answer_by=date(2016, 9, 20), paper="outside")

    assert "Read and confirm the contract with Larkspur Office" in said(own.get(HOME))


@pytest.mark.parametrize("status", ["draft", "declined", "withdrawn", "expired"])
def test_what_is_not_out_does_not_wait(own, jonas, status):
    contract(jonas, status)

    assert "Larkspur Office" not in said(own.get(HOME))


def test_an_offer_whose_last_day_has_passed_does_not_wait(own, jonas):
    contract(jonas, "offered", answer_by=date(2016, 9, 19))

    assert "Read and sign" not in said(own.get(HOME))


def test_a_question_waits_until_its_last_day(own, jonas):
    made = ask(jonas, dates="Saturday, 8 October")

    answer = own.get(HOME)

    for text in ["Answer Marzipan College: can you come?", "Making Games", "By 18 October 2016"]:
        assert text in said(answer), text
    assert reverse("facilitators:own-question", args=[made.pk]) in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        (datetime(2016, 8, 21, 12, tzinfo=UTC), True),
        (datetime(2016, 8, 20, 12, tzinfo=UTC), False),
    ],
)
def test_a_question_that_is_over_does_not_wait(own, jonas, asked, is_there):
    ask(jonas, asked=asked)

    assert ("can you come?" in said(own.get(HOME))) == is_there


def test_what_is_answered_does_not_wait(own, jonas):
    ask(jonas, answered_at=datetime(2016, 9, 19, tzinfo=UTC), says="no")

    assert "can you come?" not in said(own.get(HOME))


def test_the_nearest_last_day_comes_first(own, jonas):
    ask(jonas)
    contract(jonas, "offered", answer_by=date(2016, 9, 22))

    text = said(own.get(HOME))

    assert text.index("Read and sign") < text.index("can you come?") < text.index("Say where you")


# Where everything is


def test_tells_what_they_may_lead_and_how_far_that_is(own, jonas):
    make_accreditation(
        facilitator=jonas, course=make_course(name="Making Games"), last_day=date(2016, 9, 30)
    )
    make_accreditation(
        facilitator=jonas, course=make_course(name="Old Course"), last_day=date(2016, 9, 19)
    )
    make_accreditation(
        facilitator=jonas,
        course=make_course(name="Taken Back"),
        revoked_from=date(2016, 9, 1),
        revoke_reason="Text.",
    )

    text = said(own.get(HOME))

    assert "Last day: 30 September 2016, 10 days" in text
    assert "Old Course" not in text
    assert "Taken Back" not in text


def test_tells_contracts_and_days(own, jonas):
    contract(jonas, "in_force")
    contract(jonas, "signed", 2034, answer_by=date(2016, 9, 22))
    make_unavailability(facilitator=jonas, note="Club")
    make_unavailability(facilitator=jonas, day=date(2016, 9, 1), note="Over")

    text = said(own.get(HOME))

    assert "$500 a day." in text
    assert "You have signed. The partner’s last day to sign: Thursday, 22 September 2016" in text
    assert "8 October 2016" in text
    assert "Over" not in text


def test_tells_who_cannot_be_found_so(own, jonas):
    jonas.is_listed = False
    jonas.save()

    assert "Partners cannot find you now." in said(own.get(HOME))


def test_nothing_of_another_facilitator_stands_there(own):
    fill(make_facilitator(), 2040)

    text = said(own.get(HOME))

    assert "Larkspur Office" not in text
    assert "Marzipan College" not in text


def test_asks_the_same_number_of_queries_of_any_number_of_rows(own, jonas):
    fill(jonas, 2040)
    with CaptureQueriesContext(connection) as few:
        own.get(HOME)
    fill(jonas, 2050)
    fill(jonas, 2060)
    with CaptureQueriesContext(connection) as many:
        own.get(HOME)

    assert len(many) == len(few) == 11


# What higher floors add


def test_apps_above_add_parts(own, jonas, monkeypatch):
    monkeypatch.setattr(registry, "_parts", [])
    seen = []

    @registry.own_parts
    def led(facilitator, on):
        seen.append((facilitator, on))
        rows = [make_unavailability(facilitator=facilitator, note="Of the part")]
        context = {"each": rows[0], "on": on}
        return [registry.Part("What you lead", "facilitators/own/_days.html", context)]

    answer = own.get(HOME)

    assert 'id="what-you-lead"' in answer.content.decode()
    assert "Of the part" in said(answer)
    assert seen == [(jonas, date(2016, 9, 20))]
