"""Two people at the same money at once, on PostgreSQL: it is paid once, and given back once."""

import pytest

from plp.core.days import pacific_today
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.make import make_partner, make_partner_year, make_user
from tests.workshops.money.desk import make_reader, make_sent
from workshops.actions import batching, deciding
from workshops.models import PaymentBatch, Reimbursement

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def told(step):
    """Return a step that says how it went: "done", or why not."""

    def take():
        try:
            step()
        except TransitionError as refusal:
            return str(refusal)
        return "done"

    return take


@pytest.fixture
def approved():
    year = make_partner_year(partner=make_partner())
    make_reader(year.partner, "dana@lakeside.example")
    return [make_sent(100, partner_year=year, status="approved") for _ in range(3)]


def keys(requests):
    return [request.pk for request in requests]


def make(requests, by):
    return told(lambda: batching.make_batch(keys(requests), by=by))


def test_two_who_mark_one_batch_paid_at_once_pay_it_once(approved):
    first, second = make_user(), make_user()
    batch = batching.make_batch(keys(approved), by=first)

    def pay(by, reference):
        mine = PaymentBatch.objects.get(pk=batch.pk)
        return told(
            lambda: batching.pay_batch(mine, by=by, paid_on=pacific_today(), reference=reference)
        )

    said = at_once(pay(first, "ACH 1"), pay(second, "ACH 2"))

    assert sorted(said)[1] == "done"
    assert "Someone else" in sorted(said)[0]
    batch.refresh_from_db()
    assert batch.reference == f"ACH {said.index('done') + 1}"
    assert batch.changes.count() == 1
    assert Message.objects.filter(what="reimbursement-paid").count() == 3


def test_two_batches_of_the_same_requests_made_at_once_are_one(approved):
    said = at_once(make(approved[:2], make_user()), make(approved[::-1], make_user()))

    assert said.count("done") == 1
    assert PaymentBatch.objects.count() == 1


def test_a_batch_is_paid_or_taken_apart_not_both(approved):
    by = make_user()
    batch = batching.make_batch(keys(approved), by=by)
    to_pay, to_part = (PaymentBatch.objects.get(pk=batch.pk) for _ in range(2))

    said = at_once(
        told(lambda: batching.pay_batch(to_pay, by=by, paid_on=pacific_today(), reference="ACH 1")),
        told(lambda: batching.take_apart(to_part, by=by, word="Wrong.")),
    )

    assert said.count("done") == 1
    status = PaymentBatch.objects.get().status
    paid = Reimbursement.objects.filter(status="paid", batch=batch).count()
    assert (status, paid) in {("paid", 3), ("dissolved", 0)}


def test_a_request_is_returned_or_put_into_a_batch_not_both(approved):
    by, [request, *_] = make_user(), approved
    mine = Reimbursement.objects.get(pk=request.pk)

    said = at_once(
        make([request], by), told(lambda: deciding.return_request(mine, by=by, word="Look."))
    )

    assert said.count("done") == 1
    request.refresh_from_db()
    assert (request.status == "approved") == (request.batch_id is not None)


def test_two_who_decide_at_once_decide_once(approved):
    asked = make_sent(100, partner_year=approved[0].partner_year)
    yes, no = (Reimbursement.objects.get(pk=asked.pk) for _ in range(2))
    by = make_user()

    said = at_once(
        told(lambda: deciding.approve(yes, by=by)),
        told(lambda: deciding.decline(no, by=by, word="No.")),
    )

    assert said.count("done") == 1
    assert Message.objects.count() == 1
    assert asked.changes.count() == 2
