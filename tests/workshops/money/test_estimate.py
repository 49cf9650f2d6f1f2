"""What more or fewer teachers would bring a partner, worked out on a page of its own."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browsing import as_read
from tests.make import make_cohort, make_member, make_partner, make_teacher, make_user
from tests.workshops.money.group import DAYS, make_group
from workshops.money.cohorts import NO_TERMS, NO_YEAR, NOT_ASKED, WAIVED
from workshops.money.estimating import estimate_of

pytestmark = pytest.mark.django_db

ON = date(2016, 10, 20)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2016-10-20T19:00Z")


@pytest.fixture
def group():
    return make_group(6, DAYS[:1])


def look(user, about, **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse("workshops:estimate", args=[about.cohort.partner_id], query=query))


def words_of(page):
    return as_read(page.content.decode())


@pytest.fixture
def manager(group):
    return make_member(group.cohort.partner).user


def test_begins_with_the_group_as_it_is(group, manager):
    page = words_of(look(manager, group))

    assert "6 funded teachers, $160 each $960" in page
    assert "What a group of 6 funded teachers brings $4,960" in page
    assert "Paid in 4 parts, one for each workshop day" in page
    assert "$1,240" in page
    assert "By now the group has 6 funded teachers" in page


def test_says_what_other_numbers_would_bring(group, manager):
    page = words_of(look(manager, group, group=group.cohort.pk, teachers=11))

    assert "What a group of 11 funded teachers brings $7,760" in page


def test_shows_both_where_nobody_decided_about_urban(manager, group):
    group.year.__class__.objects.update(urban="", urban_reason="")

    page = words_of(look(manager, group, group=group.cohort.pk, teachers=11))

    assert "$7,760 not urban or $9,700 urban" in page
    assert "Our staff have not decided yet whether you are an urban partner" in page


def test_too_few_bring_nothing_and_no_parts(manager, group):
    page = words_of(look(manager, group, group=group.cohort.pk, teachers=4))

    assert "4 funded teachers are fewer than 5, the smallest group that is funded $0" in page
    assert "Paid in" not in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write how many teachers."),
        ("eleven", "Write a number from 0 to 500, in digits."),
        ("-1", "Write a number from 0 to 500, in digits."),
        ("501", "Write a number from 0 to 500, in digits."),
    ],
)
def test_says_beside_the_field_what_is_wrong(manager, group, typed, words):
    page = look(manager, group, group=group.cohort.pk, teachers=typed)

    assert page.status_code == 200
    assert words in words_of(page)
    assert f'value="{typed}"' in page.content.decode() or not typed


def test_a_group_of_another_partner_is_none_to_choose(manager, group):
    other = make_cohort(make_teacher())

    assert "Choose one of your groups." in words_of(
        look(manager, group, group=other.pk, teachers=9)
    )


def test_a_partner_without_a_group_reads_where_to_begin():
    member = make_member(make_partner())
    client = Client()
    client.force_login(member.user)

    page = client.get(reverse("workshops:estimate", args=[member.partner_id]))

    assert "You have no teacher group yet." in words_of(page)


def test_members_without_a_right_and_strangers_read_nothing(group):
    colleague = make_member(group.cohort.partner, may_manage=False).user

    assert look(colleague, group).status_code == 403
    assert look(make_user(), group).status_code == 404


def waive(group):
    group.year.requirements.update(waived_because="They learn online.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda group: group.year.delete(), NO_YEAR),
        (lambda group: group.year.program_year.program.funding_terms.all().delete(), NO_TERMS),
        (lambda group: group.year.requirements.all().delete(), NOT_ASKED),
        (waive, WAIVED),
    ],
)
def test_says_why_nothing_can_be_worked_out(change, sentence):
    group = make_group(6)
    change(group)

    found = estimate_of(group.cohort, 11, ON)

    assert (found.obstacle, found.estimates, found.plans) == (sentence, [], [])


def test_parts_are_as_many_as_the_terms_say():
    group = make_group(6, terms=[{"parts": 3}])

    [plan] = estimate_of(group.cohort, 6, ON).plans

    assert plan.words == "Paid in 3 parts, one for each workshop day"
    assert sum(amounts[0] for _, amounts in plan.rows) == 4960


def test_terms_that_name_the_parts_need_no_required_days():
    group = make_group(6, terms=[{"parts": 3}])
    group.year.requirements.all().delete()

    assert estimate_of(group.cohort, 6, ON).obstacle == ""


def test_half_a_required_day_is_a_part():
    group = make_group(6, required="3.5")

    [plan] = estimate_of(group.cohort, 6, ON).plans

    assert [number for number, _ in plan.rows] == [1, 2, 3, 4]


def test_asks_as_often_with_more_groups(client, manager, group):
    client.force_login(manager)
    address = reverse("workshops:estimate", args=[group.cohort.partner_id])
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for _ in range(3):
        make_cohort(make_teacher(), partner=group.cohort.partner)
    query = {"group": group.cohort.pk, "teachers": 6}
    with CaptureQueriesContext(connection) as after:
        client.get(address, query)

    assert len(before) == len(after) <= 15


def test_takes_the_newest_group_where_none_is_named(group, manager):
    page = look(manager, group, teachers=11)

    assert "Choose one of your groups." not in words_of(page)
