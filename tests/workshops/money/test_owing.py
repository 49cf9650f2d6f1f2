"""What is owed once a workshop is completed or cancelled, and how it follows its records."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from facilitators.actions import end_early
from plp.core.workflow import TransitionError
from tests.workshops.make import make_session
from tests.workshops.money.cast import OVER, REASON, SATURDAY, SUNDAY, Paying, at, lines_of
from tests.workshops.staffing.cast import TODAY
from workshops.actions import changing, staffing
from workshops.actions.owing import renew_payables
from workshops.models import Objection, Payable, PayableLine, Workshop

pytestmark = pytest.mark.django_db
LATER = date(2031, 10, 20)
LED = "Leading on Saturday, 11 October 2031"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(TODAY), tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db):
    return Paying()


def move(payable, to, **fields):
    payable.move(to, by=None, **fields)


def approve(payable):
    move(payable, Payable.Status.APPROVED)


def test_who_led_is_owed_each_day_by_contract(cast):
    [payable] = cast.completes()

    assert (payable.kind, payable.status, payable.payee) == ("led", "proposed", cast.jonas)
    assert payable.due_on == date(2031, 11, 11)
    assert lines_of(payable) == [(LED, 500), (LED.replace("Saturday, 11", "Sunday, 12"), 500)]
    assert {(line.number, line.rate, line.contract) for line in payable.lines.all()} == {
        (Decimal(1), Decimal(500), cast.contract)
    }


def test_half_a_day_is_half_the_pay_rounded_half_up(db):
    cast = Paying(SATURDAY)
    cast.contracts(cast.ines, day_rate=Decimal("333.33"))
    make_session(cast.workshop, day=SUNDAY, worth=Decimal("0.5"))
    staffing.release(cast.leads, by=cast.dana, reason=REASON)
    cast.confirms(cast.ines)

    [payable] = cast.completes()

    assert [line.amount for line in payable.lines.all()] == [Decimal("333.33"), Decimal("166.67")]


def test_each_day_goes_by_the_contract_that_covers_it(cast):
    cast.contract.days_until_paid = 10
    cast.contract.save()
    end_early(cast.contract, by=cast.dana, last_day=SATURDAY, reason=REASON, on=TODAY)
    new = {"first_day": SUNDAY, "replaces": cast.contract, "days_until_paid": 20}
    cast.contracts(cast.jonas, day_rate=600, **new)

    [payable] = cast.completes()

    assert [line.amount for line in payable.lines.all()] == [500, 600]
    assert payable.due_on == date(2031, 11, 1)


def test_a_day_without_a_contract_makes_no_line(cast):
    end_early(cast.contract, by=cast.dana, last_day=SATURDAY, reason=REASON, on=TODAY)

    [payable] = cast.completes()

    assert lines_of(payable) == [(LED, 500)]


@pytest.mark.parametrize("fields", [{"engagement": "employee"}, {"day_rate": 0}])
def test_employees_and_who_leads_for_nothing_are_owed_nothing(cast, fields):
    type(cast.contract).objects.filter(pk=cast.contract.pk).update(**fields)

    assert cast.completes() == []


def test_who_leads_for_nothing_can_still_enter_travel(cast):
    type(cast.contract).objects.filter(pk=cast.contract.pk).update(day_rate=0, travel_cap=200)

    [payable] = cast.completes()

    assert [line.amount for line in payable.lines.all()] == [0, 0]


def test_a_contract_for_another_course_does_not_count(cast):
    cast.contract.courses.clear()

    assert cast.completes() == []


def test_who_only_was_asked_is_owed_nothing(cast):
    cast.asks(cast.ines, role="co_lead")
    cast.contracts(cast.ines)

    assert [row.payee for row in cast.completes()] == [cast.jonas]


def test_teachers_are_owed_by_the_terms_of_each_day_that_they_came(cast):
    cast.sets_terms(teacher_stipend=100, teacher_travel=20)
    cast.sets_terms(from_day=SUNDAY, teacher_stipend=125)
    cast.workshop.sessions.filter(day=SATURDAY).update(worth=Decimal("0.5"))
    came, half = cast.comes(SATURDAY, SUNDAY), cast.comes(SUNDAY)
    cast.comes()
    cast.comes(SATURDAY, status="cancelled")

    _, first, second = cast.completes()

    assert (first.kind, first.enrollment, first.due_on) == ("attended", came, date(2031, 11, 11))
    assert lines_of(first) == [
        ("Stipend, Saturday, 11 October 2031", 50),
        ("Travel, Saturday, 11 October 2031", 20),
        ("Stipend, Sunday, 12 October 2031", 125),
    ]
    assert (second.enrollment, second.lines.get().amount) == (half, 125)


def test_teachers_are_owed_nothing_where_the_terms_set_nothing(cast):
    cast.comes(SATURDAY)

    assert [row.kind for row in cast.completes()] == ["led"]


def test_days_cancelled_late_are_owed_each(cast):
    late = {"late_cancel_pay": 250, "late_cancel_days": 14}
    type(cast.contract).objects.filter(pk=cast.contract.pk).update(**late)

    [payable] = cast.cancels(date(2031, 9, 28))  # 13 days before the first, 14 before the second

    assert (payable.kind, payable.due_on) == ("cancelled_late", date(2031, 10, 28))
    assert lines_of(payable) == [("Cancelled late: Saturday, 11 October 2031", 250)]


@pytest.mark.parametrize(("pay", "on"), [(250, date(2031, 9, 27)), (0, date(2031, 10, 10))])
def test_what_is_cancelled_in_time_or_for_nothing_is_not_owed(cast, pay, on):
    type(cast.contract).objects.filter(pk=cast.contract.pk).update(late_cancel_pay=pay)

    assert cast.cancels(on) == []


def test_reopening_takes_back_what_nobody_approved(cast):
    [payable] = cast.completes()

    cast.reopens()

    payable.refresh_from_db()
    assert payable.status == "void"
    assert payable.changes.get().note == "The workshop was reopened."


def test_completed_again_the_same_row_is_to_be_approved(cast):
    [payable] = cast.completes()
    travel = payable.lines.create(kind="travel", text="Train", amount=30)
    cast.reopens()
    cast.workshop.sessions.filter(day=SUNDAY).update(worth=Decimal("0.5"))

    [again] = cast.completes(on=LATER)

    assert (again, again.status, again.due_on) == (payable, "proposed", date(2031, 11, 19))
    assert sorted(line.amount for line in again.lines.all()) == [30, 250, 500]
    assert again.lines.filter(pk=travel.pk).exists()


def test_what_is_approved_stays_and_a_difference_is_a_correction(cast):
    [payable] = cast.completes()
    approve(payable)
    cast.reopens()
    cast.workshop.sessions.filter(day=SUNDAY).update(worth=Decimal("0.5"))

    before, correction = cast.completes(on=LATER)

    assert (before.status, len(lines_of(before))) == ("approved", 2)
    assert (correction.kind, correction.corrects) == ("correction", payable)
    assert correction.due_on == date(2031, 11, 19)
    assert lines_of(correction) == [("Sunday, 12 October 2031: $250 instead of $500", -250)]


def test_a_correction_that_is_settled_counts_and_another_follows(cast):
    cast.sets_terms(teacher_stipend=100)
    row = cast.comes(SATURDAY, SUNDAY)
    first = cast.completes()[1]
    move(first, Payable.Status.APPROVED)
    cast.corrects(row, is_present=False)
    correction = cast.owed()[2]
    approve(correction)

    cast.corrects(row, is_present=True)

    last = cast.owed()[3]
    assert (last.corrects, last.status) == (first, "proposed")
    assert lines_of(last) == [("Saturday, 11 October 2031: $100 instead of $0", 100)]


def test_a_correction_that_is_not_needed_any_more_is_taken_back_and_used_again(cast):
    cast.sets_terms(teacher_stipend=100)
    row = cast.comes(SATURDAY)
    approve(cast.completes()[1])
    cast.corrects(row, is_present=False)
    cast.corrects(row, is_present=True)
    assert [each.status for each in cast.owed()] == ["proposed", "approved", "void"]

    cast.corrects(row, is_present=False, on=LATER)

    assert [each.status for each in cast.owed()] == ["proposed", "approved", "proposed"]
    assert cast.owed()[2].due_on == date(2031, 11, 19)


def test_who_was_not_there_after_all_is_owed_nothing(cast):
    cast.sets_terms(teacher_stipend=100)
    row, stays = cast.comes(SATURDAY), cast.comes(SATURDAY)
    cast.completes()

    cast.corrects(row, is_present=False)

    of_teachers = Payable.objects.filter(kind="attended").order_by("pk")
    assert [(each.enrollment, each.status) for each in of_teachers] == [
        (row, "void"),
        (stays, "proposed"),
    ]


def test_a_teacher_who_was_there_after_all_is_owed(cast):
    cast.sets_terms(teacher_stipend=100)
    row = cast.comes()
    cast.completes()

    cast.corrects(row, is_present=True)

    assert Payable.objects.get(enrollment=row).lines.get().amount == 100


def test_a_line_that_is_not_right_stays_at_nothing(cast):
    cast.sets_terms(teacher_stipend=100)
    row = cast.comes(SATURDAY, SUNDAY)
    payable = cast.completes()[1]
    line = payable.lines.get(session__day=SATURDAY)
    Objection.objects.create(line=line, text="I was only there on Sunday.")

    cast.corrects(row, is_present=False)

    assert [each.amount for each in payable.lines.all()] == [0, 100]


def test_a_contract_that_ends_early_renews_what_is_to_be_approved(cast):
    [payable] = cast.completes()

    end_early(cast.contract, by=cast.dana, last_day=SATURDAY, reason=REASON, on=LATER)

    assert lines_of(payable) == [(LED, 500)]


def test_another_workshop_is_left_alone(cast):
    other = cast.plans(date(2031, 11, 8))
    cast.confirms(cast.jonas, other)

    cast.completes()

    assert not other.payables.exists()


def test_a_day_that_is_owed_for_cannot_be_taken_from_a_workshop(cast):
    cast.completes()
    cast.reopens()

    with pytest.raises(TransitionError, match="Sunday, 12 October 2031 was worked out"):
        changing.change_workshop(
            cast.fresh(),
            [changing.Day.of(cast.workshop.sessions.first())],
            {},
            by=cast.dana,
        )

    assert cast.workshop.sessions.count() == 2


def test_it_takes_as_many_queries_for_one_teacher_as_for_three(cast, django_assert_num_queries):
    cast.sets_terms(teacher_stipend=100)
    cast.comes(SATURDAY)
    Workshop.objects.update(status="completed")

    def renewed():
        PayableLine.objects.all().delete()
        Payable.objects.all().delete()
        with django_assert_num_queries(14):
            renew_payables(cast.fresh(), now=at(OVER))

    renewed()
    cast.comes(SATURDAY)
    cast.comes(SUNDAY)

    renewed()
    with django_assert_num_queries(13):
        renew_payables(cast.fresh(), now=at(OVER))
