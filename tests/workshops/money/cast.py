"""Larkspur's workshop of two days, which Jonas leads under contract, and what comes of it."""

from datetime import UTC, date, datetime, time

import time_machine

from tests.make import make_teacher
from tests.workshops.make import make_attendance, make_enrollment
from tests.workshops.staffing.cast import Staff
from workshops.actions import correcting, opening, running
from workshops.models import Payable, Workshop

SATURDAY, SUNDAY = date(2031, 10, 11), date(2031, 10, 12)
OVER = date(2031, 10, 12)  # the day on which it is completed
REASON = "The list was wrong."


def at(day, hour=20):
    return datetime.combine(day, time(hour), UTC)


class Paying(Staff):
    """Jonas gets $500 a day, 30 days after a workshop; the terms say nothing of teachers."""

    def __init__(self, *days):
        super().__init__()
        self.contract = self.contracts(self.jonas, day_rate=500)
        self.workshop = self.plans(*days or [SATURDAY, SUNDAY], title="Loops")
        self.leads = self.confirms(self.jonas)

    def sets_terms(self, from_day=date(2031, 7, 1), **amounts):
        """The program says from a day on what teachers get."""
        flat = dict.fromkeys(["small_cohort", "large_cohort", "per_teacher"], 0)
        return self.program_year.program.funding_terms.create(
            from_day=from_day, facilitator_day_rate=500, **flat, **amounts
        )

    def comes(self, *days, **fields):
        """A teacher who was present on these days of the workshop."""
        row = make_enrollment(self.workshop, make_teacher(), **fields)
        for session in self.workshop.sessions.filter(day__in=days):
            make_attendance(row, session)
        return row

    def completes(self, on=OVER) -> list[Payable]:
        """End the workshop on a day; return what is owed for it then."""
        Workshop.objects.filter(pk=self.workshop.pk).update(status="in_progress")
        with time_machine.travel(at(on), tick=False):
            running.end(self.fresh(), by=self.dana, now=at(on))
        return self.owed()

    def reopens(self, on=OVER):
        with time_machine.travel(at(on), tick=False):
            running.reopen(self.fresh(), by=self.otto, reason=REASON)

    def cancels(self, on):
        with time_machine.travel(at(on), tick=False):
            opening.cancel_workshop(self.fresh(), by=self.dana, reason="The room is gone.")
        return self.owed()

    def corrects(self, row, *, is_present, on=OVER, day=SATURDAY):
        """Staff set right whether a teacher was present."""
        session = self.workshop.sessions.select_related("workshop").get(day=day)
        with time_machine.travel(at(on), tick=False):
            correcting.correct_attendance(row, session, is_present=is_present, by=self.otto)

    def fresh(self):
        return Workshop.objects.select_related("course", "partner_year__partner").get(
            pk=self.workshop.pk
        )

    def owed(self):
        return list(self.workshop.payables.order_by("pk"))


def lines_of(payable):
    return [(line.text, line.amount) for line in payable.lines.all()]
