"""Travel with receipts: up to the cap, on what is to be approved, later on a payment of its own."""

from datetime import date
from decimal import Decimal

import pytest

from plp.core.files import NotTaken
from plp.core.workflow import TransitionError
from tests.facilitators.make import make_facilitator_with_account
from tests.workshops.make_money import make_payable
from workshops.actions import objecting, travelling
from workshops.models import Payable, PayableFile, PayableLine
from workshops.money.travel import travel_of

pytestmark = pytest.mark.django_db
ON = date(2016, 11, 10)


@pytest.fixture
def enter(jonas, receipt):
    def enter(payable, amount, *, by=None, upload=None):
        return travelling.enter(
            payable,
            text="Train Chicago to Peoria",
            amount=Decimal(amount),
            upload=upload or receipt(),
            on=ON,
            by=by or jonas.user,
        )

    return enter


def test_stands_on_what_is_still_to_be_approved(payable, contract, enter):
    line = enter(payable, "84.50")

    assert line.payable == payable
    assert (line.kind, line.amount, line.contract) == ("travel", Decimal("84.50"), contract)
    assert line.files.get().name == "train.pdf"
    assert Payable.objects.with_total().get().total == Decimal("584.50")


@pytest.mark.parametrize("status", ["approved", "paid"])
def test_becomes_a_payment_of_its_own_once_approved(assignment, contract, enter, status):
    payable = make_payable(500, assignment=assignment, status=status)

    first, second = enter(payable, 80), enter(payable, 20)

    made = first.payable
    assert made == second.payable
    assert (made.kind, made.corrects, made.status) == ("travel", payable, "proposed")
    assert (made.partner, made.assignment) == (payable.partner, assignment)
    assert made.due_on == date(2016, 12, 10)
    assert [line.amount for line in payable.lines.all()] == [500]


def test_of_travel_that_is_approved_another_payment_follows(assignment, contract, enter):
    payable = make_payable(500, assignment=assignment, status="paid")
    first = enter(payable, 80)
    first.payable.move(Payable.Status.APPROVED, by=None)

    second = enter(first.payable, 20)

    assert second.payable != first.payable
    assert second.payable.corrects == payable


def test_stands_beside_a_correction_that_is_to_be_approved(assignment, contract, enter):
    payable = make_payable(500, assignment=assignment, status="paid")
    fields = {"kind": "correction", "corrects": payable, "assignment": assignment}
    make_payable(-250, **fields)

    line = enter(payable, 80)

    assert line.payable.kind == "travel"


def test_takes_exactly_what_the_contract_pays_and_no_cent_more(payable, contract, enter):
    enter(payable, "150.01")

    with pytest.raises(TransitionError, match=r"\$200 .* at most; \$49.99 of it is left"):
        enter(payable, 50)
    enter(payable, "49.99")
    with pytest.raises(TransitionError, match=r"You have entered the \$200"):
        enter(payable, "0.01")

    assert travel_of(payable.assignment).entered == 200
    assert PayableFile.objects.count() == 2


def test_the_cap_is_of_the_workshop_and_not_of_a_payment(assignment, contract, enter):
    payable = make_payable(500, assignment=assignment)
    enter(payable, 150)
    payable.move(Payable.Status.APPROVED, by=None)

    with pytest.raises(TransitionError, match=r"\$50 of it is left"):
        enter(payable, 51)

    assert not Payable.objects.filter(kind="travel").exists()


@pytest.mark.parametrize(
    "fields",
    [{"travel_cap": 0}, {"engagement": "employee"}, {"last_day": "2016-10-07"}],
    ids=["no travel", "on the payroll", "not on that day"],
)
def test_needs_a_contract_that_pays_travel(payable, contract, enter, fields):
    type(contract).objects.filter(pk=contract.pk).update(**fields)

    with pytest.raises(TransitionError, match="pays no travel"):
        enter(payable, 1)


def test_nobody_else_enters_it(payable, enter):
    other = make_facilitator_with_account().user

    with pytest.raises(TransitionError, match="not yours"):
        enter(payable, 1, by=other)

    assert not PayableLine.objects.filter(kind="travel").exists()


def test_what_was_taken_back_gets_none(assignment, contract, enter):
    payable = make_payable(500, assignment=assignment, status="void")

    with pytest.raises(TransitionError, match="was taken back"):
        enter(payable, 1)


def test_keeps_nothing_without_a_receipt_that_is_one(payable, enter, receipt):
    with pytest.raises(NotTaken):
        enter(payable, 1, upload=receipt("train.exe"))

    assert payable.lines.count() == 1


def test_is_taken_back_with_its_receipts_while_it_is_to_be_approved(payable, enter, jonas, commit):
    line = enter(payable, 80)
    storage, name = line.files.get().file.storage, line.files.get().file.name

    with commit():
        travelling.take_back(line, by=jonas.user)

    assert [line.amount for line in payable.lines.all()] == [500]
    assert not storage.exists(name)
    assert travel_of(payable.assignment).left == 200


def test_the_payment_that_it_had_is_taken_back_with_the_last_of_it(
    assignment, contract, enter, jonas
):
    payable = make_payable(500, assignment=assignment, status="paid")
    first, second = enter(payable, 80), enter(payable, 20)

    travelling.take_back(first, by=jonas.user)
    assert Payable.objects.get(kind="travel").status == "proposed"
    travelling.take_back(second, by=jonas.user)

    assert Payable.objects.get(kind="travel").status == "void"
    assert enter(payable, 200).payable.status == "proposed"


def test_once_approved_it_stays(payable, enter, jonas, receipt):
    line = enter(payable, 80)
    payable.move(Payable.Status.APPROVED, by=None)

    with pytest.raises(TransitionError, match="approved meanwhile"):
        travelling.take_back(line, by=jonas.user)
    with pytest.raises(TransitionError, match="approved meanwhile"):
        travelling.add_receipt(line, receipt(), by=jonas.user)


def test_a_day_led_is_never_taken_back_by_its_payee(payable, jonas):
    with pytest.raises(TransitionError):
        travelling.take_back(payable.lines.get(), by=jonas.user)


def test_stays_where_somebody_said_that_it_is_not_right(payable, enter, jonas):
    line = enter(payable, 80)
    objecting.object_to(line, text="It was 81.")

    with pytest.raises(TransitionError, match="not right"):
        travelling.take_back(line, by=jonas.user)


def test_takes_more_receipts_up_to_five(payable, enter, jonas, receipt):
    line = enter(payable, 80)
    for _ in range(4):
        travelling.add_receipt(line, receipt(), by=jonas.user)

    with pytest.raises(TransitionError, match="5 receipts"):
        travelling.add_receipt(line, receipt(), by=jonas.user)

    assert line.files.count() == 5
