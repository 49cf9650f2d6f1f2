"""What people try who press twice, come late, or type an address or an amount by hand."""

from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plp.core.workflow import TransitionError
from tests.make import PDF, make_community_event, make_user
from tests.workshops.make import make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from tests.workshops.money.cast import OVER, Paying, at
from workshops.actions import changing, community, paying, travelling
from workshops.actions.scheduling import Day
from workshops.models import Payable, PayableLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(browse):
    return browse(may_handle_money=True)


def owed_at(year, *amounts, **fields):
    return make_payable(*amounts, workshop=make_workshop(partner_year=year), **fields)


# By hand


@pytest.mark.parametrize("said", ["", ":", ":x", ":1e5", ":NaN", ":-0.00"])
@pytest.mark.parametrize(("step", "status"), [("approve", "proposed"), ("paid", "approved")])
def test_nothing_is_approved_or_paid_of_which_no_sum_was_seen(money, year, step, status, said):
    owed = owed_at(year, 500, status=status)

    name = {"approve": "payments-approve", "paid": "payments-paid"}[step]
    address = reverse(f"workshops:{name}", args=[year.partner_id])
    posted = {"payable": f"{owed.pk}{said}", "paid_on": "2016-10-20", "reference": "Check 1"}
    answer = money.post(address, posted)

    owed.refresh_from_db()
    assert answer.status_code in {200, 302}
    assert owed.status == status


@pytest.mark.parametrize(
    "amount",
    ["NaN", "Infinity", "1e400", "0.005", "-0", "99999999999.99", "1" * 400, "½", "1,5\x00"],
)
def test_no_amount_that_is_none_is_added(money, year, amount):
    owed = owed_at(year, 500)

    address = reverse("workshops:payment-correct", args=[year.partner_id, owed.pk])
    answer = money.post(address, {"text": "Room", "amount": amount})

    assert answer.status_code == 200
    assert owed.lines.count() == 1


@pytest.mark.parametrize(
    ("amount", "is_kept"),
    [("$9,999,999,999.99", "9999999999.99"), ("-9999999999.99", "-9999999999.99")],
)
def test_the_largest_amounts_are_exact(money, year, amount, is_kept):
    owed = owed_at(year, 500)

    address = reverse("workshops:payment-correct", args=[year.partner_id, owed.pk])
    answer = money.post(address, {"text": "Room", "amount": amount}, follow=True)

    assert answer.status_code == 200
    assert Payable.objects.with_total().get().total == 500 + Decimal(is_kept)


# Pressed twice


def test_a_correction_that_is_pressed_twice_is_added_once(money, year):
    owed = owed_at(year, 500, status="approved")
    address = reverse("workshops:payment-correct", args=[year.partner_id, owed.pk])

    for _ in range(2):
        answer = money.post(address, {"text": "Room", "amount": "-50"}, follow=True)

    assert answer.status_code == 200
    [correction] = owed.corrections.all()
    assert [line.amount for line in correction.lines.all()] == [-50]


# Reopened


@pytest.fixture
def paying_cast(db):
    with time_machine.travel("2031-10-01T18:00:00Z", tick=False):
        return Paying()


def test_what_was_added_by_hand_stays_though_a_workshop_is_reopened(paying_cast):
    [first] = paying_cast.completes()
    paying.approve(first, by=paying_cast.dana, seen=1000)
    added = paying.add_correction(
        first, text="The room key", amount=Decimal(-20), by=paying_cast.dana, now=at(OVER)
    )

    paying_cast.reopens()
    paying_cast.completes()

    added.refresh_from_db()
    assert (added.status, added.lines.get().amount) == ("proposed", -20)


def test_a_day_that_was_claimed_stays(paying_cast):
    workshop = paying_cast.fresh()
    paying_cast.completes()
    saturday, sunday = workshop.sessions.order_by("day")
    PayableLine.objects.all().delete()
    request = make_reimbursement(
        partner_year=workshop.partner_year, kind="invoice", title="x", status="sent"
    )
    request.lines.create(position=1, kind="part", part=1, session=sunday, text="x", amount=1)
    paying_cast.reopens()

    with pytest.raises(TransitionError, match="so that day stays"):
        changing.change_workshop(paying_cast.fresh(), [Day.of(saturday)], {}, by=paying_cast.dana)


def test_an_event_whose_costs_were_asked_for_is_not_planned_again(year):
    event = make_community_event(partner=year.partner, status="completed")
    make_reimbursement(50, partner_year=year, kind="event", event=event, status="sent")

    with pytest.raises(TransitionError, match="asked for"):
        community.undo_event(event, by=make_user())

    event.refresh_from_db()
    assert event.status == "completed"


def test_travel_is_owed_though_the_days_are_not_any_more(paying_cast):
    [first] = paying_cast.completes()
    first.lines.create(kind="travel", text="Train", amount=84)
    paying_cast.reopens()
    type(paying_cast.contract).objects.update(day_rate=0, travel_cap=0)

    [again] = paying_cast.completes()

    assert (again.status, again.lines.get().amount) == ("proposed", 84)


def test_travel_that_is_pressed_twice_is_entered_once(paying_cast):
    type(paying_cast.contract).objects.update(travel_cap=100)
    [owed] = paying_cast.completes()
    typed = {"text": "Train", "amount": Decimal(80), "on": OVER, "by": paying_cast.jonas.user}

    lines = {
        travelling.enter(owed, upload=SimpleUploadedFile("r.pdf", PDF), **typed) for _ in range(2)
    }

    assert lines == {PayableLine.objects.get(kind="travel")}


def test_an_amount_that_is_pressed_twice_is_added_once(money, year):
    request = make_reimbursement(partner_year=year, kind="invoice", title="Paper", of_day=OVER)
    address = reverse("workshops:request-line-add", args=[year.partner_id, request.pk])
    page = money.get(reverse("workshops:request", args=[year.partner_id, request.pk]))
    typed = {"line-text": "Paper", "line-amount": "80", "line-after": "0"}
    assert '<input type="hidden" name="line-after" value="0"' in page.text

    for _ in range(2):
        money.post(address, typed)
    assert request.lines.count() == 1

    money.post(address, typed | {"line-after": "1"})
    assert request.lines.count() == 2
