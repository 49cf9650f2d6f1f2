"""Queues of the admin's first page: registered by each app, counted in one query."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from plp.core import queues
from plp.core.models import Message, User
from plp.core.queues import Closing, closing, queue
from tests.make import make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Only what a test registers itself."""
    monkeypatch.setattr(queues, "QUEUES", {})
    monkeypatch.setattr(queues, "CLOSINGS", [])


def people(narrow=lambda users: users.exclude(is_superuser=True), *, slug="people", **more):
    fields = {"model": User, "called": "email", "since": "date_joined"} | more
    queue(slug, slug.title(), **fields)(narrow)


def test_counts_all_and_names_the_oldest_few(administrator):
    people()
    for day in (3, 1, 4, 2):
        make_user(f"p{day}@example.org", date_joined=f"2026-11-0{day} 12:00Z")

    [shown] = queues.seen_by(administrator, TODAY)

    assert shown.total == 4
    assert [(row.called, row.when) for row in shown.oldest] == [
        ("p1@example.org", "24 days"),
        ("p2@example.org", "23 days"),
        ("p3@example.org", "22 days"),
    ]
    assert shown.in_words == "oldest waits 24 days"


def test_an_empty_queue_says_what_will_stand_there(administrator):
    people(empty="Nobody yet.")

    [shown] = queues.seen_by(administrator, TODAY)

    assert (shown.total, shown.in_words) == (0, "Nobody yet.")


def test_asks_once_however_many_queues_there_are(administrator, django_assert_num_queries):
    for n in range(1, 6):
        people(slug=f"q{n}", position=n)

    with django_assert_num_queries(1):
        shown = queues.seen_by(administrator, TODAY)

    assert [one.queue.slug for one in shown] == ["q1", "q2", "q3", "q4", "q5"]


def test_a_queue_stands_where_its_position_says(administrator):
    people(slug="second", position=2)
    people(slug="first", position=1)

    shown = queues.seen_by(administrator, TODAY)

    assert [one.queue.name for one in shown] == ["First", "Second"]


def test_a_person_sees_only_queues_of_what_they_may_see():
    people()
    queue("mail", "Mail", model=Message, called="subject", since="written_at")(lambda mails: mails)
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_message"))

    assert [one.queue.slug for one in queues.seen_by(person, TODAY)] == ["mail"]


def test_nobody_without_permission_asks_at_all(stranger, django_assert_num_queries):
    people()
    stranger.get_all_permissions()

    with django_assert_num_queries(0):
        assert queues.seen_by(stranger, TODAY) == []


@pytest.mark.parametrize(
    ("day", "words", "late"),
    [
        ("2026-11-30", "30 November 2026, 5 days", False),
        ("2026-11-27", "27 November 2026, 2 days", True),
        ("2026-11-26", "26 November 2026, 1 day", True),
        ("2026-11-25", "25 November 2026, today", True),
        ("2026-11-24", "24 November 2026, 1 day ago", True),
    ],
)
def test_what_is_due_says_its_day_and_how_far_it_is(administrator, day, words, late):
    people(since="date_joined", is_due=True)
    make_user(date_joined=f"{day} 00:00Z")

    [shown] = queues.seen_by(administrator, TODAY)

    assert (shown.oldest[0].when, shown.oldest[0].is_late) == (words, late)
    assert shown.in_words == f"next {words}"


def test_what_closes_soon_comes_by_its_day(administrator):
    @closing("core.view_user")
    def later(on, until, user):
        return [Closing(until, "Later", "/later/"), Closing(on, "Now", "/now/")]

    found = queues.closing_soon(administrator, TODAY)

    assert [(one.day, one.what) for one in found] == [
        (TODAY, "Now"),
        (date(2026, 12, 25), "Later"),
    ]


def test_what_closes_soon_is_for_who_may_see_it(stranger):
    closing("core.view_user")(lambda on, until, user: [Closing(on, "Now", "/now/")])

    assert queues.closing_soon(stranger, TODAY) == []
