"""Finding facilitators: who fits, in which order, and what a partner may know of them."""

from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.models import ZipCode
from facilitators import finding, sample
from facilitators.finding import Wanted
from facilitators.models import Facilitator
from plp.core.distances import miles_from
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator,
    make_inquiry,
    make_unavailability,
)
from tests.make import make_course, make_member, make_partner, make_region

TODAY = date(2016, 9, 1)
SATURDAY = date(2016, 10, 8)
BEND = ("44.0582", "-121.3153")


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-09-01 12:00-07:00", tick=False):
        yield


@pytest.fixture
def partner(db):
    return make_partner(organization="Larkspur Office", region=make_region())


@pytest.fixture
def manager(client, partner):
    client.force_login(make_member(partner).user)
    return client


def accredited(course=None, **fields):
    person = make_facilitator(**fields)
    make_accreditation(facilitator=person, course=course or make_course())
    return person


def page(partner, **query):
    return reverse("facilitators:find", args=[partner.pk], query=query)


def of(partner, person):
    return reverse("facilitators:facilitator", args=[partner.pk, person.pk])


def names(response):
    return [found.facilitator.name for found in response.context["found"]]


# Who fits, and in which order


def test_it_lists_the_nearest_first_and_says_how_far(manager, partner):
    accredited(name="Far", home_zip="90012", travels_up_to=100)
    accredited(name="Near", home_zip="97701")
    accredited(name="Somewhere")

    response = manager.get(page(partner))

    assert names(response) == ["Near", "Far", "Somewhere"]
    text = response.content.decode()
    assert "Travels that far" in text
    assert "Travels up to 100 miles only" in text
    assert "We do not know where they live" in text
    assert "90012" not in text
    assert "97701" not in text


def test_it_measures_from_a_zip_code_if_one_is_named(manager, partner):
    accredited(name="In Los Angeles", home_zip="90012")
    accredited(name="In Bend", home_zip="97701")

    assert names(manager.get(page(partner, zip="90012-1234"))) == ["In Los Angeles", "In Bend"]
    assert names(manager.get(page(partner, zip="90012", within=100))) == ["In Los Angeles"]


def test_it_finds_by_course_and_day_those_who_are_free(manager, partner):
    course = make_course()
    accredited(course, name="Fits")
    accredited(name="Leads another course")
    away = accredited(course, name="Away")
    make_unavailability(facilitator=away, first_day=date(2016, 10, 7), last_day=date(2016, 10, 9))
    ended = make_facilitator(name="Ends before")
    make_accreditation(facilitator=ended, course=course, last_day=date(2016, 10, 7))
    revoked = make_facilitator(name="Revoked")
    make_accreditation(
        facilitator=revoked, course=course, revoked_from=SATURDAY, revoke_reason="Moved away."
    )
    accredited(course, name="Unlisted", is_listed=False)

    response = manager.get(page(partner, course=course.pk, day=SATURDAY))

    assert names(response) == ["Fits"]
    assert "Free on Saturday, 8 October 2016" in response.content.decode()


def test_it_names_each_course_with_its_last_valid_day(manager, partner):
    person = make_facilitator()
    make_accreditation(facilitator=person, course=make_course(name="CS Discoveries"))
    make_accreditation(
        facilitator=person,
        course=make_course(name="CS Principles"),
        revoked_from=SATURDAY,
        revoke_reason="Moved away.",
    )

    text = " ".join(manager.get(page(partner)).content.decode().split())

    assert "CS Discoveries, last valid day 30 June 2018" in text
    assert "CS Principles, last valid day 7 October 2016" in text


def test_it_says_which_contract_they_have_with_this_partner_alone(manager, partner):
    person = accredited()
    make_contract(facilitator=person, status="in_force")
    assert "Contract with you" not in manager.get(page(partner)).content.decode()

    make_contract(facilitator=person, partner=partner, status="draft")
    assert "Contract with you" not in manager.get(page(partner)).content.decode()

    make_contract(facilitator=person, partner=partner, status="offered")
    assert "Contract with you:</strong> offered" in manager.get(page(partner)).content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"zip": "00000"}, "We do not know the ZIP code 00000."),
        ({"zip": "Bend"}, "Write the 5 digits of a ZIP code"),
        ({"day": "2016-08-31"}, "This day is over."),
        ({"day": "2916-08-31"}, "Write a year between"),
        ({"day": "soon"}, "Write a day such as"),
        ({"course": "999999999"}, "Choose a course of the list."),
        ({"within": "7"}, "Choose a distance of the list."),
    ],
)
def test_it_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    manager, partner, query, said
):
    accredited(name="Nobody")

    response = manager.get(page(partner, **query))

    [(name, value)] = query.items()
    assert said in response.context["form"].errors[name][0]
    assert name in {"course", "within"} or f'value="{value}"' in response.content.decode()
    assert "found" not in response.context


@pytest.mark.parametrize("number", ["2", "99", "x"])
def test_it_shows_so_many_on_a_page(manager, partner, number):
    course = make_course()
    for n in range(27):
        accredited(course, name=f"Facilitator {n:02}", home_zip="97701")

    first, other = manager.get(page(partner)), manager.get(page(partner, p=number))

    assert len(names(first)) == 25
    assert "p=2" in first.content.decode()
    assert len(names(other)) == (25 if number == "x" else 2)


def test_where_nobody_fits_it_leads_to_staff(manager, partner):
    text = manager.get(page(partner, day=SATURDAY)).content.decode()

    assert "Nobody found" in text
    assert reverse("facilitators:ask-staff", args=[partner.pk]) + "?day=2016-10-08" in text


def test_it_asks_as_often_for_one_as_for_three(manager, partner):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            manager.get(address)
        return len(asked)

    people = []

    def add():
        people.append(accredited(home_zip="97701"))
        make_contract(facilitator=people[-1], partner=partner, status="in_force")
        make_unavailability(facilitator=people[0], day=SATURDAY)
        make_contract(facilitator=people[0], partner=partner, status="ended")
        make_inquiry(facilitator=people[0], partner=partner)

    add()
    manager.get(page(partner))
    searched = page(partner, zip="97701", within=25)
    addresses = [page(partner), searched, of(partner, people[0])]
    one = [queries(address) for address in addresses]
    add()
    add()

    assert [queries(address) for address in addresses] == one
    assert max(one) <= 15


HOMES = ["", "00000", "97701", "97702", "98101", "90012", "10001", "99501", "96799"]
DAYS = st.dates(date(2016, 8, 25), date(2016, 9, 15))


@st.composite
def people(draw):
    first, length = draw(DAYS), draw(st.integers(0, 15))
    last = first + timedelta(days=length)
    away = draw(DAYS)
    return {
        "name": draw(st.sampled_from(["Ann", "ann", "Bea", "Émile", "Zoë"])),
        "home_zip": draw(st.sampled_from(HOMES)),
        "is_listed": draw(st.integers(0, 4)) > 0,
        "course": draw(st.integers(0, 1)),
        "first_day": first,
        "last_day": last,
        "revoked_from": draw(st.none() | st.dates(first, last)),
        "away": (away, away + timedelta(days=draw(st.integers(0, 3)))),
    }


class SearchTests(TestCase):
    """Whatever is looked for, the search finds what a plain filter finds."""

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(people(), max_size=6),
        st.none() | st.integers(0, 1),
        st.none() | st.dates(TODAY, date(2016, 9, 15)),
        st.sampled_from([None, 25, 250]),
    )
    def test_it_finds_exactly_those_who_fit_the_nearest_first(self, people, course, day, within):
        courses = [make_course(), make_course()]
        made = [_make(each, courses) for each in people]
        place = finding.Place("Bend", miles_from(*BEND))
        wanted = Wanted(place, None if course is None else courses[course], day, within)

        found = [key for _, _, key in finding.keys_of(wanted, TODAY)]

        fitting = [
            (_far(each), each["name"].casefold(), person.pk)
            for each, person in zip(people, made, strict=True)
            if _fits(each, course, day, within)
        ]
        assert found == [key for _, _, key in sorted(fitting)]


def _make(each, courses):
    person = make_facilitator(**{k: each[k] for k in ["name", "home_zip", "is_listed"]})
    make_accreditation(
        facilitator=person,
        course=courses[each["course"]],
        revoke_reason="Moved." if each["revoked_from"] else "",
        **{k: each[k] for k in ["first_day", "last_day", "revoked_from"]},
    )
    first, last = each["away"]
    make_unavailability(facilitator=person, first_day=first, last_day=last)
    return person


def _far(each):
    home = ZipCode.objects.filter(code=each["home_zip"]).first()
    return miles_from(*BEND)(home.latitude, home.longitude) if home else finding.NOWHERE


def _fits(each, course, day, within):
    held = [
        each["first_day"] + timedelta(days=n)
        for n in range((each["last_day"] - each["first_day"]).days + 1)
    ]
    held = [d for d in held if not each["revoked_from"] or d < each["revoked_from"]]
    is_valid = day in held if day else any(d >= TODAY for d in held)
    first, last = each["away"]
    is_free = not day or not first <= day <= last
    far = _far(each)
    is_near = within is None or (far != finding.NOWHERE and round(far) <= within)
    fits_course = course is None or each["course"] == course
    return each["is_listed"] and fits_course and is_valid and is_free and is_near


# What a partner may know of one


def test_a_page_shows_courses_days_away_and_earlier_work(manager, partner):
    person = accredited(name="Jonas Tinderbox", bio="Teaches\nphysics.", home_zip="97701")
    make_unavailability(facilitator=person, day=date(2016, 8, 30), note="Past")
    make_unavailability(facilitator=person, day=SATURDAY, note="My sister’s wedding")
    make_contract(facilitator=person, partner=partner, status="ended")

    text = manager.get(of(partner, person)).content.decode()

    assert "8 October 2016" in text
    assert "30 August" not in text
    assert "wedding" not in text
    assert "Ended" in text
    assert "97701" not in text


@pytest.mark.parametrize(("was", "is_known"), [("offered", True), ("draft", False)])
def test_a_contract_that_was_withdrawn_is_known_only_once_it_was_offered(
    manager, partner, was, is_known
):
    person = accredited(is_listed=False)
    contract = make_contract(facilitator=person, partner=partner, status="withdrawn")
    contract.changes.create(old="draft", new="offered" if was == "offered" else "withdrawn")

    answer = manager.get(of(partner, person))

    assert answer.status_code == (200 if is_known else 404)


@pytest.mark.parametrize(
    ("status", "is_shown"),
    [
        ("draft", False),
        ("offered", False),
        ("declined", False),
        ("withdrawn", False),
        ("expired", False),
        ("signed", True),
        ("in_force", True),
        ("ended", True),
    ],
)
def test_it_shows_how_to_write_to_who_signed_a_contract_of_this_partner(
    manager, partner, status, is_shown
):
    person = accredited(email="jonas@mill.example", phone="+14155550123")
    make_contract(facilitator=person, partner=partner, status=status)

    text = manager.get(of(partner, person)).content.decode()

    assert ("jonas@mill.example" in text) == is_shown
    assert ("555-0123" in text) == is_shown


def test_the_contract_of_another_partner_shows_nothing(manager, partner):
    person = accredited(email="jonas@mill.example")
    contract = make_contract(facilitator=person, status="in_force")
    make_inquiry(facilitator=person, dates="The day of the others")

    text = manager.get(of(partner, person)).content.decode()

    assert "jonas@mill.example" not in text
    assert str(contract.school_year) not in text
    assert "The day of the others" not in text


def test_who_is_not_listed_is_there_for_who_has_a_contract_with_them(manager, partner):
    person = accredited(is_listed=False)
    make_contract(facilitator=person, status="in_force")
    make_contract(facilitator=person, partner=partner, status="draft")
    assert manager.get(of(partner, person)).status_code == 404

    make_contract(facilitator=person, partner=partner, status="ended")
    assert manager.get(of(partner, person)).status_code == 200


def test_strangers_and_other_partners_see_nothing(client, partner):
    person = accredited()
    client.force_login(make_member(make_partner()).user)

    assert client.get(page(partner)).status_code == 404
    assert client.get(of(partner, person)).status_code == 404


def test_the_sample_has_ten_for_each_partner(partner):
    make_course()
    sample.load([partner, partner], TODAY, Random(1))

    assert Facilitator.objects.count() == 20
    assert len(finding.keys_of(Wanted(finding.at_region(partner.region)), TODAY)) > 10
