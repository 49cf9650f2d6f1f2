"""What staff make of requests, one or many, and whom they tell."""

import pytest

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_member, make_user
from tests.workshops.make_money import make_batch, make_reimbursement
from tests.workshops.money.desk import make_reader, make_sent, step, take
from workshops.actions import deciding
from workshops.models import ProgramBudget, Reimbursement

pytestmark = pytest.mark.django_db

Status = Reimbursement.Status


def mails():
    return list(Message.objects.order_by("to", "pk").values_list("what", "to"))


def test_shows_each_mail_and_what_the_budget_becomes_before_anything_is_approved(
    staff, asked, partner
):
    make_reader(partner, "dana@lakeside.example")
    year = asked.partner_year.program_year
    ProgramBudget.objects.create(program_year=year, amount=1000)

    shown = staff.post(step("approve", asked), {"word": "Thank you."})

    [(mail, _)] = shown.context["mails"]
    assert (mail.to, mail.subject) == (
        "dana@lakeside.example",
        f"Approved: request {asked.code}, $1,400",
    )
    assert "Thank you." in mail.text
    assert f"/partner/{partner.pk}/money/requests/{asked.pk}/" in mail.text
    page = shown.content.decode()
    assert "Sent, $1,400" in page
    assert "the budget is exceeded by $400" in page
    assert mails() == []


def test_says_once_what_is_to_be_known_of_all_of_many(staff, asked, year):
    ProgramBudget.objects.create(program_year=asked.partner_year.program_year, amount=1000)
    back = make_sent("-20", partner_year=year)
    paid = make_sent(90, partner_year=year, status="approved")

    page = staff.get(step("approve", asked, back, paid)).content.decode()

    assert page.count("the budget is exceeded by") == 1
    assert page.count("What to know first</h2>") == 1
    assert f"What to know first: {back}</h2>" in page
    assert f"first: {asked}" not in page
    assert f"first: {paid}" not in page


def test_says_that_nothing_is_to_be_adjusted_before_anybody_writes_why(staff, asked):
    page = staff.get(step("draw-up", asked)).content.decode()

    assert "there is nothing to adjust" in page


def test_writes_to_who_handles_money_and_never_to_who_reads_no_amounts(staff, asked, partner):
    make_reader(partner, "a-manager@lakeside.example")
    make_reader(partner, "books@lakeside.example", may_manage=False, may_handle_money=True)
    make_reader(partner, "none@lakeside.example", may_manage=False)
    make_reader(partner, "signs@lakeside.example", may_manage=False, may_sign=True)

    take(staff, step("approve", asked), word="")

    asked.refresh_from_db()
    assert asked.status == Status.APPROVED
    what = "reimbursement-approved"
    assert mails() == [(what, "a-manager@lakeside.example"), (what, "books@lakeside.example")]


def test_writes_to_who_signs_where_nobody_handles_money(asked, partner):
    make_reader(partner, "none@lakeside.example", may_manage=False)
    make_reader(partner, "signs@lakeside.example", may_manage=False, may_sign=True)

    deciding.decline(asked, by=make_user(), word="It was no event for teachers.")

    assert mails() == [("reimbursement-declined", "signs@lakeside.example")]


def test_decides_on_many_at_once_each_with_its_own_mail(staff, asked, year, partner):
    make_reader(partner, "dana@lakeside.example")
    other = make_sent(160, partner_year=year)

    take(staff, step("approve", asked, other), word="")

    assert Reimbursement.objects.filter(status=Status.APPROVED).count() == 2
    assert len(mails()) == 2


def test_returns_with_a_word_and_again_with_another_mail(staff, asked, partner):
    make_reader(partner, "dana@lakeside.example")

    take(staff, step("return", asked), word="Please add the receipt.")
    asked.refresh_from_db()
    assert asked.status == Status.RETURNED
    asked.move(Status.SENT, by=None)
    take(staff, step("return", asked), word="The other page of it, too.")

    assert [mail.text.count("too.") for mail in Message.objects.order_by("pk")] == [0, 1]
    assert asked.changes.last().note == "The other page of it, too."


def test_asks_why_before_it_returns_or_declines(staff, asked):
    for slug in ["return", "decline"]:
        shown = staff.post(step(slug, asked), {"word": " ", "do": "1", "seen": ""})
        assert shown.context["form"].errors["word"] == ["This field is required."]

    asked.refresh_from_db()
    assert asked.status == Status.SENT


def test_gives_back_what_is_approved_but_not_what_is_in_a_batch(year):
    approved = make_sent(100, partner_year=year, status="approved")
    batched = make_sent(100, partner_year=year, status="approved", batch=make_batch())

    deciding.return_request(approved, by=make_user(), word="Look again.")

    assert approved.status == Status.RETURNED
    with pytest.raises(TransitionError, match="Take that apart first"):
        deciding.return_request(batched, by=make_user(), word="Look again.")


def test_does_not_return_beside_what_the_partner_has_begun_for_the_group(staff, asked, year):
    begun = make_reimbursement(partner_year=year, cohort=asked.cohort)

    page = take(staff, step("return", asked), word="Look again.")

    assert f"has begun request {begun.code} for the same group" in page.content.decode()
    asked.refresh_from_db()
    assert asked.status == Status.SENT
    assert mails() == []


def test_returns_an_invoice_whatever_else_the_partner_has_begun(year):
    make_reimbursement(partner_year=year)
    invoice = make_sent(90, partner_year=year, kind="invoice", title="Room", cohort=None)

    deciding.return_request(invoice, by=make_user(), word="Look again.")

    assert invoice.status == Status.RETURNED


@pytest.mark.parametrize("decide", [deciding.approve, deciding.return_request, deciding.decline])
def test_refuses_who_acts_for_the_partner_and_what_is_decided(asked, partner, decide):
    by = make_member(partner).user
    with pytest.raises(TransitionError, match="somebody else decides"):
        decide(asked, by=by, word="Mine.")
    theirs = Reimbursement.objects.get(pk=asked.pk)
    deciding.decline(theirs, by=make_user(), word="No.")
    before = len(mails())

    with pytest.raises(TransitionError, match="Someone else"):
        decide(asked, by=make_user(), word="Yes.")

    assert len(mails()) == before


def test_finance_and_viewers_decide_nothing(finance, asked):
    assert finance.post(step("approve", asked), {"word": "", "do": "1"}).status_code == 403
