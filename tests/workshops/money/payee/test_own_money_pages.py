"""A facilitator's pages of what they are owed and paid."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from tests.facilitators.make import make_facilitator_with_account
from tests.make import PDF
from tests.workshops.make import make_leading, make_session, make_workshop
from tests.workshops.make_money import make_payable
from workshops.models import Objection, PayableFile

pytestmark = pytest.mark.django_db
LIST = "/facilitator/money/"


def page_of(payable, more=""):
    return f"{LIST}{payable.pk}/{more}"


def text(page):
    return page.content.decode()


@pytest.fixture
def elses():
    """What somebody else is owed."""
    return make_payable(500)


@pytest.fixture
def stranger_of_it():
    """A browser of another facilitator."""
    client = Client()
    client.force_login(make_facilitator_with_account().user)
    return client


# The list


def test_lists_what_is_owed_and_what_was_paid_in_the_last_year(own, jonas, year, elses):
    def owe(amount, **fields):
        workshop = make_workshop(partner_year=year, status="completed")
        leading = make_leading(workshop, facilitator=jonas, status="confirmed")
        return make_payable(amount, assignment=leading, **fields)

    late = owe(500, due_on=date(2016, 11, 7))
    owe(Decimal("250.50"), due_on=date(2016, 12, 1), status="approved")
    owe(800, status="paid", paid_on=date(2016, 1, 1))
    owe(70, status="paid", paid_on=date(2015, 12, 31))
    owe(9, status="void")

    page = own.get(LIST)

    found = page.context["own"]
    assert [row.total for row in found.owed] == [500, Decimal("250.50")]
    assert found.owed[0] == late
    assert (found.total_owed, found.paid.total) == (Decimal("750.50"), 800)
    assert found.years == [2016, 2015]
    assert "Overdue, 3 days ago" in text(page)
    assert "$750.50" in text(page)
    assert [row.total for row in own.get(f"{LIST}?year=2015").context["own"].paid.rows] == [70]


def test_says_what_will_stand_there(own):
    page = own.get(LIST)

    assert "Nothing is owed to you now" in text(page)
    assert page.context["own"].paid is None


def test_many_payments_take_no_more_queries_than_one(own, jonas, year, count_queries):
    def owe():
        for status in ["proposed", "approved", "paid"]:
            workshop = make_workshop(partner_year=year, status="completed")
            leading = make_leading(workshop, facilitator=jonas, status="confirmed")
            make_payable(500, -20, assignment=leading, status=status)

    owe()
    one = count_queries(own, LIST)
    owe()
    owe()

    assert count_queries(own, LIST) == one <= 8


# One payment


def test_shows_each_line_and_what_can_be_done(own, payable):
    page = own.get(page_of(payable))

    assert "A day led" in text(page)
    assert "Monday, 7 November 2016" in text(page)
    assert 'up to <strong class="num">$200</strong>' in text(page)
    assert page_of(payable, "travel/") in text(page)
    assert page_of(payable, f"lines/{payable.lines.get().pk}/not-right/") in text(page)


def test_names_days_that_no_contract_covers(own, payable):
    make_session(payable.workshop, day=date(2017, 7, 8))

    page = own.get(page_of(payable))

    assert page.context["seen"].uncovered == [date(2017, 7, 8)]
    assert "Saturday, 8 July 2017" in text(page)


def test_many_lines_take_no_more_queries_than_one(own, payable, receipt, count_queries):
    def add():
        line = payable.lines.create(kind="travel", text="Train", amount=5)
        line.files.create(name="t.pdf", kind="pdf", size=9, file=receipt())
        line.objections.create(text="No.")

    add()
    one = count_queries(own, page_of(payable))
    add()
    add()

    assert count_queries(own, page_of(payable)) == one <= 13


@pytest.mark.parametrize("more", ["", "travel/", "lines/{line}/not-right/", "receipts/{receipt}/"])
def test_nobody_else_reads_it(stranger_of_it, payable, receipt, more):
    line = payable.lines.get()
    kept = line.files.create(name="t.pdf", kind="pdf", size=9, file=receipt())
    address = page_of(payable, more.format(line=line.pk, receipt=kept.pk))

    assert stranger_of_it.get(address).status_code == 404


def test_a_line_of_another_payment_is_not_there(own, payable, elses):
    line = elses.lines.get()

    assert own.get(page_of(payable, f"lines/{line.pk}/not-right/")).status_code == 404


# Travel


def test_enters_travel_with_its_receipt(own, payable, receipt):
    said = {"text": " Train  to Peoria ", "amount": "$1,84.50", "receipt": receipt()}

    page = own.post(page_of(payable, "travel/"), said | {"amount": "$184.50"}, follow=True)

    line = payable.lines.get(kind="travel")
    assert (line.text, line.amount) == ("Train to Peoria", Decimal("184.50"))
    assert page.redirect_chain == [(page_of(payable), 302)]
    assert "Entered: Train to Peoria." in text(page)
    kept = own.get(page_of(payable, f"receipts/{line.files.get().pk}/"))
    assert b"".join(kept.streaming_content) == PDF
    assert "attachment" in kept["Content-Disposition"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"amount": "many"}, "Write an amount in dollars"),
        ({"amount": "0"}, "Write an amount of a cent or more."),
        ({"amount": "1.005"}, "Write cents with two digits"),
        ({"amount": "NaN"}, "Write an amount in dollars"),
        ({"amount": "200.01"}, "at most"),
        ({"text": " "}, "Write what it was for."),
        ({"receipt": ""}, "Choose the receipt."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(own, payable, receipt, said, error):
    typed = {"text": "Train to Peoria", "amount": "80", "receipt": receipt()} | said

    page = own.post(page_of(payable, "travel/"), typed)

    assert page.status_code == 200
    assert error in text(page)
    assert (typed["text"].strip() or "80") in text(page)
    assert not PayableFile.objects.exists()


def test_says_beside_the_amount_that_it_is_too_much(own, payable, receipt):
    typed = {"text": "Train to Peoria", "amount": "900", "receipt": receipt()}

    form = own.post(page_of(payable, "travel/"), typed).context["form"]

    assert list(form.errors) == ["amount"]


def test_refuses_a_file_that_is_no_receipt(own, payable, receipt):
    said = {"text": "Train", "amount": "80", "receipt": receipt("train.exe")}

    page = own.post(page_of(payable, "travel/"), said)

    assert ".exe files are not taken" in text(page)
    assert payable.lines.count() == 1


def test_says_where_no_travel_is_paid(own, assignment):
    payable = make_payable(500, assignment=assignment)

    assert "no travel is paid" in text(own.get(page_of(payable)))
    assert "Your contract pays no travel" in text(own.get(page_of(payable, "travel/")))


def test_adds_a_receipt_and_takes_travel_back(own, payable, receipt):
    said = {"text": "Train", "amount": "80", "receipt": receipt()}
    own.post(page_of(payable, "travel/"), said)
    line = payable.lines.get(kind="travel")

    page = own.post(page_of(payable, f"travel/{line.pk}/receipts/"), {"receipt": receipt("b.pdf")})
    assert (page.status_code, line.files.count()) == (302, 2)
    page = own.post(page_of(payable, f"travel/{line.pk}/receipts/"), {})
    assert "Choose the receipt." in text(page)
    page = own.post(page_of(payable, f"travel/{line.pk}/take-back/"), follow=True)

    assert "Taken back: Train." in text(page)
    assert payable.lines.count() == 1


def test_says_that_travel_was_approved_meanwhile(own, payable, receipt):
    own.post(page_of(payable, "travel/"), {"text": "T", "amount": "80", "receipt": receipt()})
    line = payable.lines.get(kind="travel")
    type(payable).objects.filter(pk=payable.pk).update(status="approved")

    page = own.post(page_of(payable, f"travel/{line.pk}/take-back/"))

    assert "approved meanwhile" in text(page)
    assert payable.lines.count() == 2


def test_nobody_else_posts_to_it(stranger_of_it, payable, receipt):
    line = payable.lines.create(kind="travel", text="Train", amount=5)
    said = {"text": "Train", "amount": "80", "receipt": receipt()}

    for more in ["travel/", f"travel/{line.pk}/receipts/", f"travel/{line.pk}/take-back/"]:
        assert stranger_of_it.post(page_of(payable, more), said).status_code == 404

    assert payable.lines.count() == 2
    assert not PayableFile.objects.exists()


# Not right


def test_says_that_a_line_is_not_right(own, payable):
    line = payable.lines.get()

    page = own.post(page_of(payable, f"lines/{line.pk}/not-right/"), {"text": "Two."}, follow=True)

    assert Objection.objects.get().text == "Two."
    assert "The partner has not answered yet." in text(page)
    assert "the partner has not answered yet" in text(own.get(LIST))


def test_wants_a_word_on_what_is_not_right(own, payable):
    page = own.post(page_of(payable, f"lines/{payable.lines.get().pk}/not-right/"), {"text": " "})

    assert "Write what is not right" in text(page)


def test_what_was_typed_is_not_lost_where_it_was_said_already(own, payable):
    line = payable.lines.get()
    line.objections.create(text="Two.")

    page = own.post(page_of(payable, f"lines/{line.pk}/not-right/"), {"text": "Two and a half."})

    assert "You have said so already" in text(page)
    assert "You typed: Two and a half." in text(page)


def test_says_so_ten_times_an_hour_at_most(own, payable):
    cache.clear()
    address = page_of(payable, f"lines/{payable.lines.get().pk}/not-right/")

    answers = [own.post(address, {"text": ""}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


# Statements


def test_gives_a_statement_of_the_days_that_were_chosen(own, assignment):
    make_payable(500, assignment=assignment, status="paid")

    page = own.get(f"{LIST}statement/?first=2016-01-01&last=2016-12-31")

    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")


def test_a_statement_begins_with_this_calendar_year(own):
    page = own.get(LIST).text

    assert 'value="2016-01-01"' in page
    assert 'value="2016-11-10"' in page


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("first=2016-12-31&last=2016-01-01", "The last day is before the first."),
        ("first=soon&last=2016-01-01", "Write a day such as"),
        ("first=2016-01-01", "Choose the last day."),
        ("first=0016-01-01&last=2016-01-01", "Write a year between"),
    ],
)
def test_says_what_is_wrong_with_the_days(own, asked, error):
    page = own.get(f"{LIST}statement/?{asked}")

    assert error in text(page)


# On other pages


def test_the_home_says_what_is_owed(own, payable, jonas, year):
    workshop = make_workshop(partner_year=year, status="completed")
    leading = make_leading(workshop, facilitator=jonas, status="confirmed")
    make_payable(300, -20, assignment=leading, due_on=date(2016, 12, 1))

    page = text(own.get("/facilitator/"))

    assert 'You are owed <strong class="num">$780</strong>.' in page
    assert "The next of it was due on Monday, 7 November 2016, 3 days ago" in page


def test_the_home_says_what_will_stand_there(own):
    assert "Nothing is owed to you now." in text(own.get("/facilitator/"))


def test_the_page_of_a_workshop_leads_to_its_payments(own, payable):
    assert page_of(payable) in text(own.get(f"/facilitator/workshops/{payable.assignment_id}/"))
