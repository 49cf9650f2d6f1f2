"""Days of workshops count for what a partner has promised, and who led them does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from applications.measures import AWAITED, Amount, amounts, rows_behind
from applications.models import PartnerRequirement, Requirement
from applications.registry import lines
from applications.statuses import Status
from facilitators.models import Accreditation, Contract
from tests.make import make_course, make_partner, make_partner_year, make_requirement
from tests.workshops.make import make_leading, make_workshop
from tests.workshops.make_money import make_payable
from tests.workshops.staffing.cast import DAY, MORNING, TODAY
from workshops.actions import running
from workshops.models import CountedAnyway, Workshop

pytestmark = pytest.mark.django_db

Kind = Requirement.Kind
ONE = Decimal(1)


@pytest.fixture
def days(staff):
    """Four days of the course, asked of Larkspur."""
    return staff.days.of_partners.get(partner_year__partner=staff.partner)


@pytest.fixture
def share(staff):
    return staff.share.of_partners.get(partner_year__partner=staff.partner)


def counted(row):
    mine = PartnerRequirement.objects.filter(pk=row.pk)
    return amounts({row.requirement.kind: mine}, TODAY).get(row.pk, Amount())


def complete(workshop):
    Workshop.objects.filter(pk=workshop.pk).update(status="completed")


def led(staff, workshop=None, **fields):
    """A completed workshop that Jonas led, under contract."""
    if not staff.partner.contracts.exists():
        staff.contracts(staff.jonas)
    workshop = workshop or staff.workshop
    make_leading(workshop, facilitator=staff.jonas, **({"status": "confirmed"} | fields))
    complete(workshop)
    return workshop


def test_neither_kind_is_awaited():
    assert not AWAITED & {Kind.WORKSHOP_DAYS, Kind.FACILITATED}


@pytest.mark.parametrize("status", ["planned", "open", "in_progress"])
def test_what_is_not_completed_is_planned_whoever_leads_it(staff, days, status):
    Workshop.objects.update(status=status)

    assert counted(days) == Amount(planned=ONE)


def test_cancelled_never_counts(staff, days):
    Workshop.objects.update(status="cancelled")

    assert counted(days) == Amount()
    assert rows_behind(days, TODAY) == []


def test_completed_as_asked_is_done(staff, days, share):
    led(staff)

    assert counted(days) == counted(share) == Amount(done=ONE)


def test_two_halves_are_a_day(staff, days):
    for day in (DAY, DAY + timedelta(days=7)):
        workshop = staff.plans(day, hours=MORNING)
        workshop.sessions.update(worth=Decimal("0.5"))
    staff.workshop.delete()

    assert counted(days) == Amount(planned=ONE)


def no_lead(staff):
    staff.workshop.assignments.all().delete()


def only_asked(staff):
    staff.workshop.assignments.update(status="asked")


def a_co_lead(staff):
    staff.workshop.assignments.update(role="co_lead")


def accredited_later(staff):
    Accreditation.objects.update(first_day=DAY + timedelta(days=1))


def revoked_that_day(staff):
    Accreditation.objects.update(revoked_from=DAY, revoke_reason="Asked for it.")


def of_another_course(staff):
    Accreditation.objects.update(course=make_course())


def no_contract(staff):
    Contract.objects.all().delete()


def not_signed(staff):
    Contract.objects.update(status="signed", answer_by=DAY)


def over_before(staff):
    Contract.objects.update(status="ended", last_day=DAY - timedelta(days=1))


def with_another_partner(staff):
    Contract.objects.update(partner=staff.other)


def for_another_course(staff):
    Contract.objects.get().courses.set([make_course()])


def amended_to_another_course(staff):
    before = Contract.objects.get()
    Contract.objects.update(status="ended")
    staff.contracts(staff.jonas, replaces=before, first_day=DAY, courses=[make_course()])


LACKS = [
    no_lead,
    only_asked,
    a_co_lead,
    accredited_later,
    revoked_that_day,
    of_another_course,
    no_contract,
    not_signed,
    over_before,
    with_another_partner,
    for_another_course,
    amended_to_another_course,
]


@pytest.mark.parametrize("lacks", LACKS, ids=lambda lacks: lacks.__name__)
def test_led_otherwise_it_counts_only_once_staff_say_so(staff, days, share, lacks):
    led(staff)
    lacks(staff)

    assert counted(days) == Amount()
    assert counted(share) == Amount(planned=ONE)
    [row] = rows_behind(days, TODAY)
    assert (row.worth, row.is_done, row.counts_as) == (0, False, "nothing yet")
    assert "Our staff can let it count" in row.remark

    CountedAnyway.objects.create(workshop=staff.workshop, reason="The snow.", by=None)
    assert counted(days) == counted(share) == Amount(done=ONE)
    [row] = rows_behind(days, TODAY)
    assert row.remark == "Our staff let it count: The snow."


def lasts_to_that_day(staff):
    Contract.objects.update(status="ended", last_day=DAY)
    Accreditation.objects.update(last_day=DAY)


def begins_that_day(staff):
    Contract.objects.update(first_day=DAY)
    Accreditation.objects.update(first_day=DAY)


def revoked_the_day_after(staff):
    Accreditation.objects.update(revoked_from=DAY + timedelta(days=1), revoke_reason="Asked.")


def amended_the_day_after(staff):
    before = Contract.objects.get()
    Contract.objects.update(status="ended")
    later = DAY + timedelta(days=1)
    staff.contracts(staff.jonas, replaces=before, first_day=later, courses=[make_course()])


def amended_with_it(staff):
    before = Contract.objects.get()
    Contract.objects.update(status="ended")
    staff.contracts(staff.jonas, replaces=before, first_day=DAY)


HOLDS = [
    lasts_to_that_day,
    begins_that_day,
    revoked_the_day_after,
    amended_the_day_after,
    amended_with_it,
]


@pytest.mark.parametrize("holds", HOLDS, ids=lambda holds: holds.__name__)
def test_first_and_last_days_are_part_of_it(staff, days, holds):
    led(staff)
    holds(staff)

    assert counted(days) == Amount(done=ONE)


@pytest.mark.parametrize("is_completed", [True, False])
def test_a_virtual_one_counts_only_where_staff_allow_it(staff, days, is_completed):
    Workshop.objects.update(mode="virtual")
    if is_completed:
        led(staff)

    assert counted(days) == Amount()
    [row] = rows_behind(days, TODAY)
    assert row.remark == "A virtual workshop counts only where our staff allow it."
    CountedAnyway.objects.create(workshop=staff.workshop, reason="An island.", by=None)
    assert counted(days) == (Amount(done=ONE) if is_completed else Amount(planned=ONE))


def test_the_share_is_of_days_that_were_led(staff, share):
    assert counted(share) == Amount()

    led(staff)
    complete(staff.plans(date(2031, 11, 8)))
    [line] = lines(PartnerRequirement.objects.filter(pk=share.pk), TODAY)

    assert (line.amount, line.status) == (Amount(ONE, ONE), Status.SOME)
    assert {row.counts_as for row in rows_behind(share, TODAY)} == {"led as asked", "not as asked"}


OWED = {"kind": "led", "due_on": TODAY - timedelta(days=1)}
PAID = {"status": "paid", "paid_on": TODAY}


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({"status": "approved"}, False),
        ({"due_on": TODAY}, True),
        (PAID | {"due_on": TODAY}, True),
        (PAID, False),
        ({"status": "void"}, True),
        ({"kind": "cancelled_late"}, True),
    ],
)
def test_a_day_whose_facilitator_is_not_paid_when_due_is_not_as_asked(
    staff, share, days, changed, counts
):
    workshop = led(staff)
    make_payable(500, assignment=workshop.assignments.get(), **OWED | changed)

    assert counted(share) == (Amount(done=ONE) if counts else Amount(planned=ONE))
    assert counted(days) == Amount(done=ONE)
    [row] = rows_behind(share, TODAY)
    late = "Somebody who led it was not paid by the day on which it was due."
    assert row.remark == ("" if counts else late)


def test_a_co_lead_who_is_not_paid_when_due_counts_too(staff, share):
    workshop = led(staff)
    second = make_leading(workshop, role="co_lead", status="confirmed")
    make_payable(500, assignment=second, **OWED)

    assert counted(share) == Amount(planned=ONE)
    CountedAnyway.objects.create(workshop=workshop, reason="A bank holiday.", by=None)
    assert counted(share) == Amount(done=ONE)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2031, 6, 30), False),
        (date(2031, 7, 1), True),
        (date(2032, 6, 30), True),
        (date(2032, 7, 1), False),
    ],
)
def test_without_a_window_its_school_year_holds(staff, days, day, counts):
    PartnerRequirement.objects.update(window_from=None, window_until=None)
    staff.workshop.sessions.update(day=day)

    assert bool(counted(days).planned) is counts


def test_counts_nobody_elses_and_no_other_course(staff, days):
    staff.workshop.delete()
    staff.plans(partner=staff.other)
    Workshop.objects.filter(pk=staff.plans().pk).update(course=make_course())

    assert counted(days) == Amount()


def test_each_course_of_a_year_counts_its_own(staff):
    other = make_course(name="Intro")
    asked = make_requirement(
        program_year=staff.program_year, kind="workshop_days", course=other, number=4
    )
    partner = make_partner()
    year = make_partner_year(partner=partner, program_year=staff.program_year)
    make_workshop(DAY, partner_year=year, course=other)
    rows = {row.requirement_id: counted(row) for row in year.requirements.all()}

    assert rows[asked.pk] == Amount(planned=ONE)
    assert rows[staff.days.pk] == Amount()


def test_a_row_leads_to_its_workshop(staff, days):
    [row] = rows_behind(days, TODAY)

    assert row.what == "CS Principles workshop " + str(staff.workshop.number)
    assert row.url == f"/partner/{staff.partner.pk}/workshops/{staff.workshop.pk}/"
    assert (row.day, row.counts_as) == (DAY, "planned")


def test_asks_once_for_any_number_of_partners(staff, days, share, django_assert_num_queries):
    led(staff)
    staff.plans(partner=staff.other)
    every = PartnerRequirement.objects.all()
    by_kind = {
        kind: every.filter(requirement__kind=kind) for kind in ["workshop_days", "facilitated"]
    }

    with django_assert_num_queries(1):
        assert len(amounts(by_kind, TODAY)) == 3


def test_what_the_database_counts_is_what_the_records_say(staff, days):
    """Contracts and accreditations that meet, end and follow each other, day by day."""
    first, mine = date(2031, 10, 4), staff.jonas.accreditations.get()
    mine.first_day, mine.last_day = first, date(2031, 11, 15)
    mine.revoked_from, mine.revoke_reason = date(2031, 11, 1), "Asked for it."
    mine.save()
    before = staff.contracts(staff.jonas, status="ended", last_day=date(2031, 11, 29))
    after = {"replaces": before, "first_day": date(2031, 10, 18), "last_day": date(2031, 10, 25)}
    staff.contracts(staff.jonas, **after)
    span = [date(2031, 9, 27) + timedelta(days=7 * n) for n in range(12)]
    for day in span:
        led(staff, staff.plans(day))

    said = {
        day for day in span if mine.holds_on(day) and staff.partner.contracts.covering(day).exists()
    }
    assert {row.day for row in rows_behind(days, TODAY) if row.is_done} == said
    assert 0 < len(said) < len(span)


def test_the_portal_moves_when_a_workshop_is_completed_and_back_when_it_is_reopened(
    client, staff, days, share
):
    client.force_login(staff.dana)
    staff.contracts(staff.jonas)
    staff.confirms()
    pages = [
        reverse("applications:requirement", args=[staff.partner.pk, row.pk])
        for row in (days, share)
    ]

    def read():
        return [client.get(page).context["line"].so_far for page in pages]

    assert read() == ["0 done, 1 planned, of 4", "No day yet"]
    begins_at = staff.workshop.sessions.get().begins_at
    with time_machine.travel(begins_at + timedelta(hours=1)):
        running.start(staff.workshop, by=staff.dana, now=begins_at)
        running.end(staff.workshop, by=staff.dana, now=begins_at + timedelta(hours=7))

    assert read() == ["1 done of 4", "1 of 1 days"]
    running.reopen(staff.workshop, by=staff.dana, reason="Attendance was wrong.")
    assert read() == ["0 done, 1 planned, of 4", "No day yet"]
