"""A teacher's own page of what they are paid, by a mailed link."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.make import make_teacher
from tests.workshops.make import make_enrollment, make_workshop
from tests.workshops.make_money import make_payable
from workshops import own_links
from workshops.models import Objection

pytestmark = pytest.mark.django_db


def address(teacher, page="mine-money", *more):
    return reverse(f"workshops:{page}", args=[teacher.pk, *more])


def text(page):
    return page.content.decode()


@pytest.fixture
def ines(client):
    """She has opened the link that a mail about a payment has."""
    teacher = make_teacher(name="Ines Paperboat", email="ines@mill.example")
    link = own_links.of_teacher(teacher)
    page = client.get(reverse("workshops:mine-money-open", args=[teacher.pk, link.secret]))
    assert page.url == address(teacher)
    return teacher


@pytest.fixture
def owe(ines, year):
    def owe(*amounts, teacher=ines, **fields):
        workshop = make_workshop(partner_year=year, status="completed")
        enrollment = make_enrollment(workshop, teacher)
        return make_payable(*amounts, enrollment=enrollment, kind="attended", **fields)

    return owe


def test_lists_what_is_owed_and_paid(client, ines, owe):
    owed, paid = owe(100, 20), owe(50, status="paid")
    owe(7, status="void")
    owe(9, teacher=make_teacher())

    seen = client.get(address(ines)).context["seen"]

    assert seen == {"owed": [owed], "paid": [paid]}
    assert [line.amount for line in seen["owed"][0].seen_lines] == [100, 20]


def test_says_what_will_stand_there(client, ines):
    assert "Nothing is owed to you now" in text(client.get(address(ines)))


def test_many_payments_take_no_more_queries_than_one(client, ines, owe, count_queries):
    owe(100).lines.get().objections.create(text="Two.")
    one = count_queries(client, address(ines))
    owe(100, 20)
    owe(50, status="paid").lines.get().objections.create(text="Two.")

    assert count_queries(client, address(ines)) == one <= 8


def test_says_that_a_line_is_not_right(client, ines, owe):
    line = owe(100).lines.get()

    page = client.post(address(ines, "mine-objection", line.pk), {"text": "Two."}, follow=True)

    assert Objection.objects.get().line == line
    assert "The partner has not answered yet." in text(page)


def test_wants_a_word_on_what_is_not_right(client, ines, owe):
    line = owe(100).lines.get()

    page = client.post(address(ines, "mine-objection", line.pk), {"text": ""})

    assert "Write what is not right" in text(page)


def test_a_line_of_somebody_else_is_not_there(client, ines, owe):
    line = owe(100, teacher=make_teacher()).lines.get()

    assert client.get(address(ines, "mine-objection", line.pk)).status_code == 404


@pytest.mark.parametrize("page", ["mine-money", "mine-statement"])
def test_opens_by_the_link_alone(ines, page):
    assert Client().get(address(ines, page)).status_code == 404


def test_gives_a_statement(client, ines, owe):
    owe(100, status="paid")

    page = client.get(f"{address(ines, 'mine-statement')}?first=2016-01-01&last=2016-12-31")
    wrong = client.get(f"{address(ines, 'mine-statement')}?first=2016-12-31&last=2016-01-01")

    assert page.content.startswith(b"%PDF-")
    assert "The last day is before the first." in text(wrong)


def test_their_own_page_leads_there_once_something_is_owed(client, ines, owe):
    assert address(ines) not in text(client.get(address(ines, "mine")))
    owe(100)

    assert address(ines) in text(client.get(address(ines, "mine")))
