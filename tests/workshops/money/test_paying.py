"""What a partner does with what it owes: approve, pay, look again, add what is missing."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.workshops.money.cast import OVER, REASON, SATURDAY, SUNDAY, Paying, at, lines_of
from tests.workshops.staffing.cast import TODAY
from workshops.actions import paying
from workshops.models import Objection, Payable

pytestmark = pytest.mark.django_db
THOUSAND = Decimal(1000)
PAID_ON = date(2031, 10, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db):
    return Paying()


@pytest.fixture
def payable(cast):
    [payable] = cast.completes()
    Message.objects.all().delete()
    return payable


def approve(cast, payable, seen=THOUSAND):
    paying.approve(payable, by=cast.dana, seen=seen)
    payable.refresh_from_db()


def pay(cast, payable, **changed):
    said = {"paid_on": PAID_ON, "reference": "Check 204", "seen": THOUSAND, "on": PAID_ON}
    paying.mark_paid(payable, by=cast.dana, **said | changed)
    payable.refresh_from_db()


def add(cast, payable, amount=50, text="Parking"):
    return paying.add_correction(
        payable, text=text, amount=Decimal(amount), by=cast.dana, now=at(PAID_ON)
    )


def test_approved_it_is_said_to_the_payee_with_each_line(cast, payable):
    approve(cast, payable)

    assert payable.status == "approved"
    mail = Message.objects.get()
    assert (mail.what, mail.to) == ("payment-approved", cast.jonas.email)
    assert "Leading on Saturday, 11 October 2031: $500" in mail.text
    assert "Together: $1,000" in mail.text
    assert "It is to be paid by Tuesday, 11 November 2031." in mail.text
    assert mail.reply_to == cast.dana.email


def test_what_has_changed_since_it_was_seen_is_not_approved(cast, payable):
    add(cast, payable)

    with pytest.raises(TransitionError, match=r"it is \$1,050 now, not \$1,000"):
        approve(cast, payable)

    payable.refresh_from_db()
    assert payable.status == "proposed"
    assert not Message.objects.exists()


def test_what_is_not_right_is_answered_before_it_is_approved(cast, payable):
    Objection.objects.create(line=payable.lines.first(), text="It was longer.")

    with pytest.raises(TransitionError, match="Jonas Tinderbox says that a line is not right"):
        approve(cast, payable)


def test_it_is_approved_once(cast, payable):
    approve(cast, payable)

    with pytest.raises(TransitionError, match="approved already"):
        approve(cast, payable)

    assert Message.objects.count() == 1


def test_paid_it_has_a_day_and_a_reference_and_the_payee_reads_them(cast, payable):
    approve(cast, payable)

    pay(cast, payable)

    assert (payable.status, payable.paid_on, payable.reference) == ("paid", PAID_ON, "Check 204")
    mail = Message.objects.get(what="payment-paid")
    assert "has paid you on Monday, 20 October 2031, reference Check 204" in mail.text


def test_what_is_paid_twice_keeps_the_first_payment(cast, payable):
    approve(cast, payable)
    pay(cast, payable)

    with pytest.raises(TransitionError, match="paid already, on Monday, 20 October 2031"):
        pay(cast, payable, reference="Check 205")

    payable.refresh_from_db()
    assert payable.reference == "Check 204"


def test_what_is_not_approved_is_not_paid(cast, payable):
    with pytest.raises(TransitionError, match="approved first"):
        pay(cast, payable)


def test_nothing_is_paid_on_a_day_to_come(cast, payable):
    approve(cast, payable)

    with pytest.raises(TransitionError, match="today or earlier"):
        pay(cast, payable, paid_on=date(2031, 10, 21))


def test_looked_at_again_it_follows_the_records_once_more(cast, payable):
    approve(cast, payable)
    cast.workshop.sessions.filter(day=SUNDAY).update(worth=Decimal("0.5"))

    paying.send_back(payable, by=cast.dana, reason=REASON, now=at(PAID_ON))

    payable.refresh_from_db()
    assert payable.status == "proposed"
    assert [line.amount for line in payable.lines.all()] == [500, 250]
    assert payable.changes.last().note == REASON
    assert REASON in Message.objects.get(what="payment-sent-back").text


def test_looked_at_again_its_open_correction_is_part_of_it(cast, payable):
    approve(cast, payable)
    cast.reopens()
    cast.workshop.sessions.filter(day=SUNDAY).update(worth=Decimal("0.5"))
    _, correction = cast.completes()

    paying.send_back(payable, by=cast.dana, reason=REASON, now=at(PAID_ON))

    correction.refresh_from_db()
    assert correction.status == "void"
    assert [line.amount for line in payable.lines.all()] == [500, 250]


def test_what_is_paid_is_not_looked_at_again(cast, payable):
    approve(cast, payable)
    pay(cast, payable)

    with pytest.raises(TransitionError, match="not paid yet"):
        paying.send_back(payable, by=cast.dana, reason=REASON, now=at(PAID_ON))


def test_what_was_corrected_is_not_looked_at_again(cast, payable):
    approve(cast, payable)
    approve(cast, add(cast, payable), seen=Decimal(50))

    with pytest.raises(TransitionError, match="correction of it is approved already"):
        paying.send_back(payable, by=cast.dana, reason=REASON, now=at(PAID_ON))


def test_a_line_by_hand_joins_what_is_to_be_approved_and_stays_when_it_is_renewed(cast, payable):
    assert add(cast, payable) == payable

    cast.reopens()
    [again] = cast.completes()

    assert ("Parking", Decimal(50)) in lines_of(again)
    assert sum(amount for _, amount in lines_of(again)) == 1050


def test_a_line_by_hand_to_what_is_paid_is_a_correction(cast, payable):
    approve(cast, payable)
    pay(cast, payable)

    made = add(cast, payable, -50, "Paid twice")

    assert (made.kind, made.corrects, made.status) == ("correction", payable, "proposed")
    assert made.due_on == date(2031, 11, 19)
    assert add(cast, made, 20) == made
    approve(cast, made, seen=Decimal(-30))
    mail = Message.objects.get(what="payment-approved", text__contains="−$30")
    assert "settled with you by Wednesday, 19 November 2031" in mail.text


def test_a_correction_of_a_correction_corrects_the_first(cast, payable):
    approve(cast, payable)
    made = add(cast, payable)
    approve(cast, made, seen=Decimal(50))

    assert add(cast, made).corrects == payable


def test_nothing_is_added_at_nothing_or_to_what_was_taken_back(cast, payable):
    with pytest.raises(TransitionError, match="more or less than 0"):
        add(cast, payable, 0)
    cast.reopens()

    with pytest.raises(TransitionError, match="taken back"):
        add(cast, payable)


def test_a_line_by_hand_can_be_taken_away_again(cast, payable):
    approve(cast, payable)
    made = add(cast, payable)

    paying.take_correction_away(made.lines.get(), by=cast.dana)

    made.refresh_from_db()
    assert (made.status, made.lines.count()) == ("void", 0)


def test_a_line_of_the_records_stays(cast, payable):
    with pytest.raises(TransitionError, match="follows from the records"):
        paying.take_correction_away(payable.lines.first(), by=cast.dana)


def test_a_line_of_what_is_approved_stays(cast, payable):
    add(cast, payable)
    approve(cast, payable, seen=Decimal(1050))

    with pytest.raises(TransitionError, match="its lines stay"):
        paying.take_correction_away(payable.lines.get(text="Parking"), by=cast.dana)


def test_a_teacher_gets_the_link_to_their_own_pages(cast):
    cast.sets_terms(teacher_stipend=100)
    row = cast.comes(SATURDAY)
    [mine] = [each for each in cast.completes(OVER) if each.enrollment_id]

    approve(cast, mine, seen=Decimal(100))

    mail = Message.objects.get(what="payment-approved")
    assert mail.to == row.teacher.email
    assert mail.secret in mail.text


def test_where_staff_want_no_mail_none_is_written(cast, payable):
    cast.workshop.mails_off = True
    cast.workshop.save()

    approve(cast, Payable.objects.get(pk=payable.pk))

    assert not Message.objects.exists()
