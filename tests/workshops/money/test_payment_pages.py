"""The partner's pages of what it owes facilitators and teachers."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from plp.core.models import Message
from tests.make import PDF, make_member, make_partner_year
from tests.workshops.make import make_leading, make_workshop
from tests.workshops.make_money import make_payable
from workshops.models import Objection, Payable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel("2016-10-20T18:00:00Z", tick=False):
        yield


@pytest.fixture
def owe(year):
    """Return a function that makes something that the partner owes."""

    def owe(*amounts, **fields):
        return make_payable(*amounts, workshop=make_workshop(partner_year=year), **fields)

    return owe


@pytest.fixture
def money(browse):
    return browse(may_handle_money=True)


def address(partner, name="payments", *more):
    return reverse(f"workshops:{name}", args=[partner.pk, *more])


def read(client, url):
    found = client.get(url)
    assert found.status_code == 200
    return found.text


def chosen(*payables):
    return {"payable": [f"{row.pk}:{total}.00" for row, total in payables]}


def test_an_empty_list_says_what_will_be_there(manager, partner):
    page = read(manager, address(partner))

    assert "Nothing waits for you." in page
    assert "What you have paid stands here by calendar year" in page


def test_what_waits_is_read_apart_from_what_is_approved_and_paid(manager, partner, owe):
    owe(500, 250)
    owe(100, status="approved", due_on=date(2016, 10, 1))
    owe(70, status="paid")
    owe(33, status="void")

    page = read(manager, address(partner))

    assert [page.count(amount) for amount in ["$750", "$100", "$70", "$33"]] == [2, 2, 2, 0]
    assert "Overdue, 19 days ago" in page
    assert "Paid in 2016" in page
    assert "Check 204" in page


def test_the_next_due_stands_first(manager, partner, owe):
    late, early = (owe(500, due_on=date(2016, 11, day)) for day in (20, 10))

    board = manager.get(address(partner)).context["board"]

    assert board.to_approve.rows == [early, late]


def test_what_was_paid_is_read_by_calendar_year(manager, partner, owe):
    old = owe(70, status="paid")
    owe(80, status="paid")
    Payable.objects.filter(pk=old.pk).update(paid_on=date(2015, 12, 31))

    last, first = read(manager, address(partner)), read(manager, address(partner) + "?year=2015")

    assert "$80" in last
    assert "$70" not in last
    assert "Paid in 2015" in first
    assert "$70" in first
    assert "Paid in 2016" in read(manager, address(partner) + "?year=1999")


def test_days_that_no_contract_covers_are_named(manager, partner, year):
    workshop = make_workshop(partner_year=year, status="completed", title="Loops")
    leads = make_leading(workshop, status="confirmed")

    page = read(manager, address(partner))

    assert "No contract covers 1 day that somebody led" in page
    assert f"Saturday, 8 October 2016: {leads.facilitator}" in page


def test_several_are_approved_after_a_look(money, partner, owe):
    first, second = owe(500), owe(250)

    page = read(money, address(partner, "payments-approve") + f"?payable={first.pk}&payable=x")
    assert "Approve $500" in page
    said = chosen((first, 500), (second, 250))
    answer = money.post(address(partner, "payments-approve"), said, follow=True)

    assert answer.redirect_chain == [(address(partner), 302)]
    assert "2 payments are approved." in answer.text
    assert {row.status for row in Payable.objects.all()} == {"approved"}
    assert Message.objects.filter(what="payment-approved").count() == 2


def test_one_that_is_refused_is_shown_with_why_and_the_others_are_approved(money, partner, owe):
    fine, changed = owe(500), owe(250)

    answer = money.post(address(partner, "payments-approve"), chosen((fine, 500), (changed, 999)))

    assert answer.status_code == 200
    assert "1 payment could not be approved" in answer.text
    assert "it is $250 now, not $999" in answer.text
    assert "1 payment is approved." in answer.text
    fine.refresh_from_db()
    changed.refresh_from_db()
    assert (fine.status, changed.status) == ("approved", "proposed")


def test_whoever_ticks_nothing_is_told(money, partner):
    answer = money.get(address(partner, "payments-approve"), follow=True)

    assert "Tick at least one payment" in answer.text


def test_paid_needs_a_day_and_a_reference_and_keeps_what_was_typed(money, partner, owe):
    row = owe(500, status="approved")
    said = chosen((row, 500)) | {"paid_on": "2016-10-21", "reference": "ACH 77"}

    answer = money.post(address(partner, "payments-paid"), said)

    assert "You typed Friday, 21 October 2016, which is to come." in answer.text
    assert "ACH 77" in answer.text
    row.refresh_from_db()
    assert row.status == "approved"


def test_paid_is_said_once(money, partner, owe):
    row = owe(500, status="approved")
    said = chosen((row, 500)) | {"paid_on": "2016-10-19", "reference": "ACH 77"}

    answer = money.post(address(partner, "payments-paid"), said, follow=True)
    assert "1 payment is paid." in answer.text
    again = money.post(address(partner, "payments-paid"), said | {"reference": "ACH 78"})

    assert "It is paid already, on Wednesday, 19 October 2016." in again.text
    row.refresh_from_db()
    assert (row.paid_on, row.reference) == (date(2016, 10, 19), "ACH 77")


def test_a_payment_shows_its_lines_receipts_and_what_is_not_right(manager, partner, owe):
    row = owe(500)
    travel = row.lines.create(kind="travel", text="Train from Peoria", amount=Decimal("61.50"))
    file = travel.files.create(name="train.pdf", kind="pdf", size=len(PDF))
    Objection.objects.create(line=travel, text="It was 71 dollars.")

    page = read(manager, address(partner, "payment", row.pk))

    assert "Train from Peoria" in page
    assert "$561.50" in page
    assert address(partner, "payment-receipt", row.pk, file.pk) in page
    assert "It was 71 dollars." in page
    assert "Answer what is not right, then approve it." in page


def test_a_payee_is_answered(manager, partner, owe):
    row = owe(500)
    said = Objection.objects.create(line=row.lines.get(), text="Two days.")
    url = address(partner, "payment-answer", row.pk, said.pk)
    assert "Two days." in read(manager, url)

    answer = manager.post(url, {"text": "One day."}, follow=True)

    assert "gets your answer as a mail" in answer.text
    said.refresh_from_db()
    assert said.answer == "One day."
    assert "One day." in Message.objects.get(to=row.payee.email).text


def test_an_approval_is_taken_back_with_a_reason(manager, partner, owe):
    row = owe(500, status="approved")
    url = address(partner, "payment-back", row.pk)

    assert "Write why, in a few words." in manager.post(url, {"reason": ""}).text
    manager.post(url, {"reason": "The hours."})

    assert row.changes.first().note == "The hours."
    assert "The hours." in read(manager, address(partner, "payment", row.pk))


def test_a_line_is_added_and_taken_away_again(manager, partner, owe):
    row = owe(500)
    url = address(partner, "payment-correct", row.pk)

    assert "Write more or less than 0." in manager.post(url, {"text": "X", "amount": "0"}).text
    page = manager.post(url, {"text": "Parking", "amount": "-12.50"}, follow=True).text
    assert "−$12.50" in page
    line = row.lines.get(text="Parking")
    page = manager.post(address(partner, "payment-line-remove", row.pk, line.pk), follow=True).text

    assert "The line is taken away." in page
    assert row.lines.count() == 1


def test_who_signs_reads_and_changes_nothing(browse, partner, owe):
    signs = browse(may_sign=True)
    row = owe(500)

    page = read(signs, address(partner))
    assert "$500" in page
    assert "Approve the ticked" not in page
    posted = signs.post(address(partner, "payments-approve"), chosen((row, 500)))

    assert posted.status_code == 403
    row.refresh_from_db()
    assert row.status == "proposed"


def test_a_member_without_a_right_reads_no_amount(browse, partner, owe):
    viewer = browse()
    row = owe(500)

    for url in [address(partner), address(partner, "payment", row.pk)]:
        answer = viewer.get(url)
        assert answer.status_code == 403
        assert "$500" not in answer.text


def test_another_partner_s_payments_are_nobody_else_s(manager, partner, owe):
    theirs = make_payable(500, workshop=make_workshop(partner_year=make_partner_year()))

    assert manager.get(address(partner, "payment", theirs.pk)).status_code == 404
    assert manager.get(address(theirs.partner)).status_code == 404
    manager.post(address(partner, "payments-approve"), chosen((theirs, 500)))

    theirs.refresh_from_db()
    assert theirs.status == "proposed"


def test_after_the_partnership_what_is_owed_is_still_paid(partner, owe, client):
    row = owe(500, status="approved")
    client.force_login(make_member(partner).user)
    partner.ended_on = date(2016, 10, 15)
    partner.save()

    client.post(
        address(partner, "payments-paid"),
        chosen((row, 500)) | {"paid_on": "2016-10-19", "reference": "ACH 77"},
    )

    row.refresh_from_db()
    assert row.status == "paid"


def test_three_payments_take_as_many_queries_as_one(manager, partner, owe, count_queries):
    owe(500)
    owe(500, status="approved")
    last = owe(500, 250, status="paid")
    urls = [address(partner), address(partner, "payment", last.pk)]
    urls.append(address(partner, "payments-approve") + "?payable=")
    urls[2] += "&payable=".join(map(str, Payable.objects.values_list("pk", flat=True)))
    one = [count_queries(manager, url) for url in urls]
    for status in ["proposed", "approved", "paid"] * 2:
        owe(500, status=status)
    last.lines.create(kind="travel", text="Train", amount=1)

    three = [count_queries(manager, url) for url in urls]

    assert three == one
    assert max(one) <= 15


def test_what_payees_find_wrong_is_answered_before_it_is_approved(manager, partner, owe):
    line = owe(500).lines.get()
    Objection.objects.create(line=line, text="It was two days.")

    page = read(manager, address(partner))

    assert "Open each and answer what is not right" in page
    assert "Approve the ticked" not in page


def test_the_next_due_stands_first_and_what_is_overdue_is_marked(manager, partner, owe):
    later, first = owe(500, due_on=date(2016, 11, 7)), owe(70, due_on=date(2016, 10, 1))

    page = read(manager, address(partner))

    rows = [page.index(address(partner, "payment", row.pk)) for row in [first, later]]
    assert rows == sorted(rows)
    assert '<span class="req-t late">Overdue, 19 days ago</span>' in page
