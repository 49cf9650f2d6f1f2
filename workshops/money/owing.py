"""What a partner owes for a workshop as its records stand now: to each who led it, by the contract
of each day, and to each teacher who was present, by the terms of each day."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery

from applications.models import FundingTerms
from applications.models.funding import in_force
from facilitators.models import Contract
from plp.core import days
from plp.core.money import to_cent
from workshops.models import Assignment, Attendance, Enrollment, Payable, PayableLine, Workshop

Kind, LineKind = Payable.Kind, PayableLine.Kind

DAYS_UNTIL_PAID = 30  # where no contract says: teachers, and corrections of nothing


class Payee(NamedTuple):
    """For what somebody is paid: the key of an assignment, or of an enrollment."""

    assignment_id: int | None = None
    enrollment_id: int | None = None

    @classmethod
    def of(cls, payable: Payable) -> "Payee":
        return cls(payable.assignment_id, payable.enrollment_id)


class Line(NamedTuple):
    """One amount that is owed for a day; never negative."""

    kind: str
    session: int  # its key
    day: date
    text: str
    amount: Decimal
    contract: int | None = None  # its key
    number: Decimal | None = None
    rate: Decimal | None = None


class Owing(NamedTuple):
    """What somebody is owed for a workshop, and within how many days after it is over."""

    kind: str
    lines: list[Line]
    within: int = DAYS_UNTIL_PAID

    def due_after(self, day: date) -> date:
        return day + timedelta(days=self.within)


def owed_for(workshop: Workshop, over: date) -> dict[Payee, Owing]:
    """Return what is owed for a workshop that was completed or cancelled on a day; nothing before
    it is. In as many queries however many led it or came."""
    match workshop.status:
        case Workshop.Status.COMPLETED:
            return _by_contract(workshop, Kind.LED, _for_leading) | _for_coming(workshop)
        case Workshop.Status.CANCELLED:
            return _by_contract(
                workshop,
                Kind.CANCELLED_LATE,
                lambda contract, session: _for_late_cancelling(contract, session, over),
            )
    return {}


def day_over(workshop: Workshop) -> date:
    """Return the day, at its place, on which a workshop was completed or cancelled."""
    moved = workshop.changes.filter(new=workshop.status).last()
    return moved.at.astimezone(workshop.tz).date() if moved else workshop.last_session.day


def contract_days(assignments: QuerySet[Assignment]) -> QuerySet[dict]:
    """Return a row for each day of each of these: its `pk`, the `session`, the `day`, and the
    `contract` that covers it for the course, None where none does."""
    under = Contract.objects.filter(
        facilitator=OuterRef("facilitator"),
        partner=OuterRef("workshop__partner_year__partner"),
        courses=OuterRef("workshop__course"),
    )
    latest = under.covering(OuterRef("workshop__sessions__day")).order_by("-first_day", "-pk")
    rows = assignments.filter(workshop__sessions__isnull=False).annotate(
        session=F("workshop__sessions"),
        day=F("workshop__sessions__day"),
        contract=Subquery(latest.values("pk")[:1]),
    )
    return rows.values("pk", "session", "day", "contract").order_by("day", "pk")


def uncovered_days(assignments: QuerySet[Assignment]) -> QuerySet[dict]:
    """Return the rows of days that no contract covers, so that nothing is owed for them."""
    return contract_days(assignments).filter(contract=None)


def uncovered_of(payable: Payable) -> list[date]:
    """Return such days of who is paid for leading; none of other payments."""
    if payable.kind != Kind.LED:
        return []
    led = Assignment.objects.filter(pk=payable.assignment_id)
    return [row["day"] for row in uncovered_days(led)]


def _by_contract(workshop, kind, line_of):
    """Return what those who are confirmed are owed by their contracts, employees nothing."""
    sessions = {session.pk: session for session in workshop.sessions.all()}
    rows = [row for row in contract_days(workshop.assignments.confirmed()) if row["contract"]]
    contracts = Contract.objects.in_bulk({row["contract"] for row in rows})
    owed = {}
    for row in rows:
        contract = contracts[row["contract"]]
        line = contract.is_paid_by_the_day and line_of(contract, sessions[row["session"]])
        if line:
            payee = Payee(assignment_id=row["pk"])
            lines = owed[payee].lines if payee in owed else []
            # The contract of the last day says when it is due.
            owed[payee] = Owing(kind, [*lines, line], contract.days_until_paid)
    return owed


def _for_leading(contract, session):
    """A day that is led for nothing makes a line where travel is paid, which goes with it."""
    if contract.day_rate or contract.travel_cap:
        words = f"Leading on {days.in_words(session.day)}"
        return _line(LineKind.DAY, session, words, contract.day_rate, contract.pk)
    return None


def _for_late_cancelling(contract, session, on):
    if contract.late_cancel_pay and (session.day - on).days < contract.late_cancel_days:
        words = f"Cancelled late: {days.in_words(session.day)}"
        return _line(LineKind.CANCELLED, session, words, contract.late_cancel_pay, contract.pk)
    return None


def _line(kind, session, words, rate, contract=None, *, number=None):
    number = session.worth if number is None else number
    amount = to_cent(number * rate)
    return Line(kind, session.pk, session.day, words, amount, contract, number, rate)


def _for_coming(workshop):
    """Return what teachers who were present are owed, where the terms of the day set anything."""
    of_day = {session.pk: _for_a_day(terms, session) for session, terms in _terms(workshop)}
    if not any(of_day.values()):
        return {}
    present = Attendance.objects.filter(
        is_present=True,
        enrollment__workshop=workshop,
        enrollment__status=Enrollment.Status.ENROLLED,
    ).order_by("session__day", "enrollment")
    lines = {}
    for key, session in present.values_list("enrollment", "session"):
        lines.setdefault(Payee(enrollment_id=key), []).extend(of_day.get(session, []))
    return {payee: Owing(Kind.ATTENDED, found) for payee, found in lines.items() if found}


def _terms(workshop) -> Iterable[tuple]:
    """Yield each day of a workshop with the terms in force on it."""
    program = workshop.partner_year.program_year.program_id
    rows = list(FundingTerms.objects.filter(program=program))
    for session in workshop.sessions.all():
        if terms := in_force(rows, session.day):
            yield session, terms


def _for_a_day(terms, session):
    """A stipend is halved for half a day; travel is not, as the way is the same."""
    on = days.in_words(session.day)
    found = []
    if terms.teacher_stipend:
        found.append(_line(LineKind.STIPEND, session, f"Stipend, {on}", terms.teacher_stipend))
    if terms.teacher_travel:
        words, rate = f"Travel, {on}", terms.teacher_travel
        found.append(_line(LineKind.TEACHER_TRAVEL, session, words, rate, number=Decimal(1)))
    return found
