"""Queries that are put together once answer for whatever keys they are asked with."""

from datetime import date

import pytest
from django.db.models import Value

from plp.core import kept_queries
from plp.core.models import User
from tests.make import make_user

pytestmark = pytest.mark.django_db

BORN = date(2016, 2, 29)


@pytest.fixture
def asked(monkeypatch):
    """How often the query was put together, as a list of the numbers of keys."""
    monkeypatch.setattr(kept_queries, "_kept", {})
    return []


def emails(asked, *keys, day=BORN):
    def build(stand_ins):
        asked.append(len(stand_ins))
        users = User.objects.filter(pk__in=stand_ins).order_by()
        rows = users.annotate(day=Value(day)).values_list("pk", "email", "day")
        return rows.union(rows.filter(pk__in=stand_ins[:1]), all=True)

    return sorted(kept_queries.rows(("emails", day), keys, build))


def test_each_asks_with_its_own_keys(asked, django_assert_num_queries):
    ann, ben, cleo = make_user("ann@x.org"), make_user("ben@x.org"), make_user("cleo@x.org")

    with django_assert_num_queries(2):
        first, second = emails(asked, ann.pk, ben.pk), emails(asked, cleo.pk, ann.pk)

    of_ann, of_ben, of_cleo = ((user.pk, user.email, BORN) for user in (ann, ben, cleo))
    assert first == [of_ann, of_ann, of_ben]
    assert second == [of_ann, of_cleo, of_cleo]
    assert asked == [2]


def test_other_numbers_of_keys_and_other_days_are_other_queries(asked):
    ann, ben = make_user("ann@x.org"), make_user("ben@x.org")
    emails(asked, ann.pk)
    emails(asked, ann.pk, ben.pk)

    [row, _] = emails(asked, ann.pk, day=date(2016, 3, 1))

    assert row == (ann.pk, "ann@x.org", date(2016, 3, 1))
    assert asked == [1, 2, 1]


def test_only_so_many_are_kept(asked, monkeypatch):
    monkeypatch.setattr(kept_queries, "MOST", 2)
    ann = make_user("ann@x.org")
    for day in (1, 2, 3):
        emails(asked, ann.pk, day=date(2016, 3, day))

    assert len(kept_queries._kept) == 1
