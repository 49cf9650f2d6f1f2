"""Requests that are begun or sent twice at the same moment, on PostgreSQL: once."""

import pytest

from tests.applications.test_races import at_once
from tests.make import make_user
from tests.workshops.money.group import DAYS, make_group
from tests.workshops.money.test_claiming import ON
from workshops.actions import claiming
from workshops.models import Reimbursement
from workshops.money.cohorts import claim_of
from workshops.money.stamps import stamp_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("round", range(3))
def test_two_who_begin_at_once_begin_one_request(round):
    group = make_group(5, DAYS[:1])

    first, second = at_once(*[lambda: claiming.begin(group.cohort, on=ON).pk] * 2)

    assert first == second == Reimbursement.objects.get().pk


@pytest.mark.parametrize("round", range(3))
def test_two_who_send_at_once_ask_once(round):
    group, by = make_group(5, DAYS[:2]), make_user()
    request = claiming.begin(group.cohort, on=ON)
    seen = stamp_of(claim_of(group.cohort, ON))

    def send():
        mine = Reimbursement.objects.get(pk=request.pk)
        claiming.send(mine, by=by, on=ON, seen=seen)
        return mine.status

    assert at_once(send, send) == ["sent", "sent"]
    assert request.changes.count() == 1
    assert (request.lines.count(), request.funded.count()) == (2, 5)
