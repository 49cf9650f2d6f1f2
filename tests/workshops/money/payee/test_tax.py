"""Totals for form 1099, and whose W-9 a partner has."""

from datetime import date
from decimal import Decimal

import pytest

from tests.facilitators.make import make_contract, make_facilitator
from tests.make import make_teacher
from tests.workshops.make import make_enrollment, make_leading, make_workshop
from tests.workshops.make_money import make_payable
from workshops.actions.tax_forms import note_w9
from workshops.models import TaxForm, TaxThreshold
from workshops.money import tax

pytestmark = pytest.mark.django_db
SINCE = date(2016, 9, 1)


@pytest.fixture
def pay(year):
    """Return a function that notes what a facilitator or teacher was paid."""

    def pay(*amounts, facilitator=None, teacher=None, paid_on=date(2016, 11, 1), **fields):
        workshop = make_workshop(partner_year=year, status="completed")
        fields = {"status": "paid", "paid_on": paid_on} | fields
        if teacher:
            seat = make_enrollment(workshop, teacher)
            return make_payable(*amounts, enrollment=seat, kind="attended", **fields)
        who = facilitator or make_facilitator()
        leading = make_leading(workshop, facilitator=who, status="confirmed")
        return make_payable(*amounts, assignment=leading, **fields)

    return pay


def page_of(partner, more=""):
    return f"/partner/{partner.pk}/money/1099/{more}"


def text(page):
    return page.content.decode()


def test_counts_by_the_calendar_year_of_payment(partner, jonas, pay):
    for day in ["2015-12-31", "2016-01-01", "2016-12-31", "2017-01-01"]:
        pay(400, facilitator=jonas, paid_on=date.fromisoformat(day))
    pay(5, facilitator=jonas, status="approved", paid_on=None, reference="")
    make_payable(900, assignment=make_leading(facilitator=jonas), status="paid")

    [total] = tax.totals(partner, 2016)

    assert (total.payee.name, total.pay) == ("Jonas Tinderbox", 800)
    assert partner.payables.years_paid() == [2017, 2016, 2015]


def test_sets_travel_with_receipts_apart_but_not_that_of_teachers(partner, pay):
    ines = make_teacher(name="Ines Paperboat")
    led, came = pay(500, -50), pay(100, teacher=ines)
    led.lines.create(kind="travel", text="Train", amount="84.50")
    came.lines.create(kind="teacher_travel", text="Travel", amount=20)

    found = {each.payee.name: each[1:3] for each in tax.totals(partner, 2016)}

    assert found.pop("Ines Paperboat") == (120, 0)
    assert [*found.values()] == [(450, Decimal("84.50"))]


def test_leaves_employees_out(partner, jonas, pay):
    contract = make_contract(partner=partner, facilitator=jonas, engagement="employee")
    pay(700, facilitator=jonas).lines.update(contract=contract)

    assert tax.totals(partner, 2016) == []


def test_counts_one_person_once(partner, jonas, pay):
    same = make_teacher(name="J. Tinderbox", email=jonas.email)
    pay(500, facilitator=jonas)
    pay(100, teacher=same)
    note_w9(partner, since=SINCE, teacher=same)

    [total] = tax.totals(partner, 2016)

    assert (total.payee.name, total.payee.role) == ("Jonas Tinderbox", "Facilitator and teacher")
    assert (total.pay, total.is_reported, total.w9_since) == (600, True, SINCE)


@pytest.mark.parametrize(
    ("paid_in", "amount", "is_reported"),
    [
        (2016, "599.99", False),
        (2016, "600", True),
        (2025, "600", True),
        (2026, "1999.99", False),
        (2026, "2000", True),
        (2030, "2000", True),
    ],
)
def test_reports_from_the_threshold_of_the_year(partner, pay, paid_in, amount, is_reported):
    pay(Decimal(amount), paid_on=date(paid_in, 6, 1))

    [total] = tax.totals(partner, paid_in)

    assert total.is_reported is is_reported


def test_travel_does_not_reach_the_threshold(partner, pay):
    pay(500).lines.create(kind="travel", text="Flight", amount=400)

    [total] = tax.totals(partner, 2016)

    assert not total.is_reported


def test_knows_of_no_threshold_where_none_is_set(partner, pay):
    TaxThreshold.objects.all().delete()
    pay(900)

    [total] = tax.totals(partner, 2016)

    assert (total.threshold, total.is_reported) == (None, False)


def test_names_whom_to_ask_for_their_w9(partner, jonas, pay):
    pay(500, facilitator=jonas, status="proposed", paid_on=None, reference="")
    known = make_facilitator()
    pay(500, facilitator=known, status="approved", paid_on=None, reference="")
    note_w9(partner, since=SINCE, facilitator=known)

    assert [payee.name for payee in tax.without_w9(partner)] == ["Jonas Tinderbox"]


# The pages


def test_shows_the_last_year_in_which_somebody_was_paid(manager, partner, jonas, pay):
    pay(700, facilitator=jonas)
    pay(900, facilitator=jonas, paid_on=date(2015, 6, 1))

    page = manager.get(page_of(partner))

    assert (page.context["year"], page.context["years"]) == (2016, [2016, 2015])
    assert (page.context["pay"], page.context["travel"]) == (700, 0)
    assert "<strong>To file</strong>" in text(page)
    assert manager.get(page_of(partner, "?year=2015")).context["pay"] == 900


def test_says_what_will_stand_there(manager, partner):
    assert "You have paid nobody in 2016 yet." in text(manager.get(page_of(partner)))


def test_many_payees_take_no_more_queries_than_one(manager, partner, pay, count_queries):
    def some():
        pay(700)
        pay(100, teacher=make_teacher())
        pay(100, status="approved", paid_on=None, reference="")

    some()
    one = count_queries(manager, page_of(partner))
    some()
    some()

    assert count_queries(manager, page_of(partner)) == one <= 12


def test_gives_the_totals_as_a_file(manager, partner, jonas, pay):
    pay(700, facilitator=jonas)
    pay(30, teacher=make_teacher(name="=Ines", email="ines@mill.example"))
    note_w9(partner, since=SINCE, facilitator=jonas)

    page = manager.get(page_of(partner, "totals.csv"))

    lines = b"".join(page.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffPayee,E-mail,Paid as,Pay,Travel with receipts")
    assert lines[1:] == [
        f"Jonas Tinderbox,{jonas.email},Facilitator,700.00,0.00,600.00,yes,2016-09-01",
        "'=Ines,ines@mill.example,Teacher,30.00,0.00,600.00,no,",
    ]
    assert "1099-2016.csv" in page["Content-Disposition"]


@pytest.mark.parametrize("rights", [{"may_manage": True}, {"may_handle_money": True}])
def test_notes_since_when_a_w9_is_on_file(browse, partner, jonas, pay, rights):
    pay(700, facilitator=jonas)
    client, address = browse(**rights), page_of(partner, f"w-9/facilitator/{jonas.pk}/")

    client.post(address, {"since": "2016-09-02"})
    page = client.post(address, {"since": "2016-09-01"}, follow=True)

    assert TaxForm.objects.get().since == SINCE
    assert "1 September 2016" in text(page)
    client.post(address, {"since": ""})
    assert not TaxForm.objects.exists()


def test_notes_it_for_a_teacher(manager, partner, pay):
    ines = make_teacher()
    pay(100, teacher=ines)

    manager.post(page_of(partner, f"w-9/teacher/{ines.pk}/"), {"since": "2016-09-01"})

    assert TaxForm.objects.get().teacher == ines


@pytest.mark.parametrize(
    ("since", "error"),
    [("2016-11-11", "still to come"), ("soon", "Write a day"), ("0016-01-01", "Write a year")],
)
def test_says_what_is_wrong_with_the_day(manager, partner, jonas, pay, since, error):
    pay(700, facilitator=jonas)

    page = manager.post(page_of(partner, f"w-9/facilitator/{jonas.pk}/"), {"since": since})

    assert error in text(page)
    assert f'value="{since}"' in text(page)
    assert not TaxForm.objects.exists()


def test_knows_only_whom_the_partner_pays(manager, partner, jonas):
    assert manager.get(page_of(partner, f"w-9/facilitator/{jonas.pk}/")).status_code == 404


def test_who_only_signs_reads(browse, partner, jonas, pay):
    pay(700, facilitator=jonas)
    signatory = browse(may_sign=True)
    address = page_of(partner, f"w-9/facilitator/{jonas.pk}/")

    assert "Your program managers and finance people note it" in text(signatory.get(address))
    assert address not in text(signatory.get(page_of(partner)))
    assert signatory.post(address, {"since": "2016-09-01"}).status_code == 403


@pytest.mark.parametrize("more", ["", "totals.csv"])
def test_a_member_without_rights_reads_no_amount(browse, partner, more):
    assert browse().get(page_of(partner, more)).status_code == 403
