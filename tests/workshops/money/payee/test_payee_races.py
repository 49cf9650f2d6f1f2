"""Two at once, on PostgreSQL: travel stays within the cap, and out of what was approved."""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.rounds import told
from tests.workshops.make_money import make_payable
from workshops.actions import objecting, paying, travelling
from workshops.models import Objection, Payable, PayableLine

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
trains = count(1)  # the very same twice would be pressed twice
three_rounds = pytest.mark.parametrize("round", range(3))


@pytest.fixture
def enters(jonas, receipt):
    """Return a function that makes a step: travel is entered on a payment."""

    def enters(payable, amount):
        said = {
            "text": f"Train {next(trains)}",
            "amount": amount,
            "on": date(2016, 11, 10),
            "by": jonas.user,
        }
        return told(lambda: travelling.enter(payable, upload=receipt(), **said))

    return enters


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, TransitionError)]


@three_rounds
def test_of_two_that_go_beyond_the_cap_one_is_entered(payable, enters, round):
    answers = at_once(enters(payable, 120), enters(payable, 120))

    assert len(refusals(answers)) == 1
    assert PayableLine.objects.filter(kind="travel").count() == 1


@three_rounds
def test_two_that_come_after_approval_share_one_payment(assignment, contract, enters, round):
    payable = make_payable(500, assignment=assignment, status="approved")

    answers = at_once(enters(payable, 50), enters(payable, 50))

    assert not refusals(answers)
    assert Payable.objects.get(kind="travel").lines.count() == 2


@three_rounds
def test_while_it_is_approved_it_is_seen_or_stands_apart(payable, enters, jonas, round):
    def approve():
        paying.approve(Payable.objects.get(pk=payable.pk), by=jonas.user, seen=Decimal(500))

    answers = at_once(told(approve), enters(payable, 50))

    payable.refresh_from_db()
    with_travel = payable.lines.filter(kind="travel").exists()
    assert with_travel == bool(refusals(answers))
    assert payable.status == ("proposed" if with_travel else "approved")


@three_rounds
def test_a_line_is_found_not_right_once(payable, round):
    line = payable.lines.get()

    answers = at_once(*[told(lambda: objecting.object_to(line, text="Two."))] * 2)

    assert len(refusals(answers)) == 1
    assert Objection.objects.count() == 1
